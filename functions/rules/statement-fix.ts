import type { SurplusGrant } from '../iam/allow-surplus.ts';
import type { Policy, Statement, StatementLocation } from '../iam/policy.ts';
import { type LiteralStatement, tightenedStatement } from '../iam/tightened-statement.ts';
import { isEverything } from '../iam/wildcard.ts';
import { isAwsManaged } from '../workload/managed-policy.ts';
import type { RequiredRequest } from '../workload/required-request.ts';
import { serviceOf } from './broad-grants.ts';
import { locate } from './locate.ts';

export interface StatementNeeds {
  readonly needed: readonly RequiredRequest[];
  /** What the policies grant that may be needed, unseen. */
  readonly open: readonly SurplusGrant[];
}

/**
 * What to put in the place of a statement that grants too much: the same statement with nothing but what is needed, to paste;
 * or that there is nothing of it to keep. The text of AWS's own policies cannot be changed: they are detached.
 */
export function statementFix(policy: Policy, location: StatementLocation, needs: StatementNeeds): string {
  if (isAwsManaged(policy)) {
    const kept = policy.statements.flatMap((statement) => tightened(statement, needs));
    return kept.length === 0
      ? `Detach the ${policy.name}: no workload of the role needs anything of it.`
      : `Detach the ${policy.name}, and allow what is needed of it in a policy of the role's own: ${literals(kept)}`;
  }
  const statement = policy.statements.find(({ location: { statement: index } }) => index === location.statement);
  const kept = statement === undefined ? [] : tightened(statement, needs, policy);
  return kept.length === 0
    ? `Remove ${locate(location)}: no workload of the role needs anything of it.`
    : `Replace ${locate(location)} by ${literals(kept)}`;
}

const literals = (statements: readonly LiteralStatement[]): string =>
  statements.map((statement) => `\`${JSON.stringify(statement)}\``).join(' and ');

/** Of what is only tolerable, a statement keeps what it names itself, not what it grants with all else of a service. */
function tightened(
  statement: Statement,
  { needed, open }: StatementNeeds,
  policy?: Policy,
): readonly LiteralStatement[] {
  if (statement.effect === 'Deny') return [];
  const kept = [
    ...needed.filter(({ necessity }) => necessity === 'required' || namesActions(statement)),
    ...open.filter(({ location }) => location === statement.location),
  ];
  const taken = new Set(policy?.statements.map(({ location: { sid } }) => sid));
  return tightenedStatement(statement, kept).map((literal, index) =>
    index > 0 && taken.has(literal.Sid) ? withoutSid(literal) : literal,
  );
}

const namesActions = ({ actions }: Statement): boolean =>
  !actions.except && !actions.patterns.some((pattern) => isEverything(pattern) || serviceOf(pattern) !== undefined);

function withoutSid({ Sid: _, ...statement }: LiteralStatement): LiteralStatement {
  return statement;
}
