import type { SurplusGrant } from '../../iam/allow-surplus.ts';
import { coversAction, coversResource } from '../../iam/cover.ts';
import type { Policy, Statement, StatementLocation } from '../../iam/policy.ts';
import { type LiteralStatement, tightenedStatement } from '../../iam/tightened-statement.ts';
import { isEverything } from '../../iam/wildcard.ts';
import { isAwsManaged } from '../../workload/managed-policy.ts';
import type { RequiredRequest } from '../../workload/required-request.ts';
import { locate } from '../findings/locate.ts';
import type { Finding } from '../rule.ts';
import { serviceOf } from './broad-grants.ts';

export interface StatementNeeds {
  readonly needed: readonly RequiredRequest[];
  /** What the policies grant that may be needed, unseen. */
  readonly open: readonly SurplusGrant[];
  /** Allow statements of the role that grant nothing too much, under no condition: they stay. */
  readonly staying: readonly Statement[];
}

type StatementFix = Required<Pick<Finding, 'remediation' | 'fix'>>;

/**
 * What to put in the place of a statement that grants too much: the same statement with nothing but what is needed, to paste;
 * or that there is nothing of it to keep. The text of AWS's own policies cannot be changed: they are detached.
 */
export function statementFix(policy: Policy, location: StatementLocation, needs: StatementNeeds): StatementFix {
  if (isAwsManaged(policy)) {
    const kept = policy.statements.flatMap((statement) => tightened(statement, needs));
    return {
      remediation:
        kept.length === 0
          ? `Detach the ${policy.name}: ${nothingOf(policy.statements, needs)}.`
          : `Detach the ${policy.name}, and allow what is needed of it in a policy of the role's own: ${literals(kept)}`,
      fix: { kind: 'tighten', location, statements: kept },
    };
  }
  const statement = policy.statements.find(({ location: { statement: index } }) => index === location.statement);
  const kept = statement === undefined ? [] : tightened(statement, needs, policy);
  return {
    remediation:
      kept.length === 0
        ? `Remove ${locate(location)}: ${nothingOf(statement === undefined ? [] : [statement], needs)}.`
        : `Replace ${locate(location)} by ${literals(kept)}`,
    fix: { kind: 'tighten', location, statements: kept },
  };
}

/** Why nothing is kept of them. */
const nothingOf = (statements: readonly Statement[], needs: StatementNeeds): string =>
  statements.some((statement) => tightened(statement, { ...needs, staying: [] }).length > 0)
    ? 'other statements of the role allow what its workloads need of it'
    : 'no workload of the role needs anything of it';

const literals = (statements: readonly LiteralStatement[]): string =>
  statements.map((statement) => `\`${JSON.stringify(statement)}\``).join(' and ');

/** Of what is only tolerable, a statement keeps what it names itself, not what it grants with all else of a service. */
function tightened(
  statement: Statement,
  { needed, open, staying }: StatementNeeds,
  policy?: Policy,
): readonly LiteralStatement[] {
  if (statement.effect === 'Deny') return [];
  const kept = [
    ...needed
      .filter(({ necessity }) => necessity === 'required' || namesActions(statement))
      .filter((need) => !staying.some((other) => allows(other, need))),
    ...open.filter(({ location }) => location === statement.location),
  ];
  const taken = new Set(policy?.statements.map(({ location: { sid } }) => sid));
  return tightenedStatement(statement, kept).map((literal, index) =>
    index > 0 && taken.has(literal.Sid) ? withoutSid(literal) : literal,
  );
}

const allows = ({ actions, resources }: Statement, need: RequiredRequest): boolean =>
  actions.patterns.some((pattern) => coversAction(pattern, need.action)) &&
  resources?.patterns.some((pattern) => coversResource(pattern, need.resource)) === true;

const namesActions = ({ actions }: Statement): boolean =>
  !actions.except && !actions.patterns.some((pattern) => isEverything(pattern) || serviceOf(pattern) !== undefined);

function withoutSid({ Sid: _, ...statement }: LiteralStatement): LiteralStatement {
  return statement;
}
