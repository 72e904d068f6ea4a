import { coversResource, intersectsResource } from '../../iam/cover.ts';
import type { Condition, Policy, Statement } from '../../iam/policy.ts';
import { isEverything, matchesAction } from '../../iam/wildcard.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { PrincipalRequest } from '../../workload/change.ts';
import { policyCarrier } from '../../workload/resource-policies.ts';
import { policyResource } from '../policy-literal.ts';
import { answer } from '../proof/answer.ts';
import { spareAction, spareRequest } from './exemption.ts';

/**
 * The statements of the policy of a resource, every Deny of the requests narrowed by them for the role alone: first by exactly
 * the requests; else by their actions on all that the Deny is about, where nothing lets the role do them elsewhere. Undefined in
 * the place of what cannot be divided.
 */
export function statementsSparingRole(
  policy: Policy,
  carrier: string,
  requests: readonly PrincipalRequest[],
  role: AgentRole,
): readonly (readonly Statement[] | undefined)[] {
  const byAction: Spare = (parts, request) =>
    isAllowedElsewhere(request, [policy, ...role.readablePolicies]) ? undefined : spareAction(parts, request);
  return [spareRequest, byAction].map((spare) => {
    const statements = policy.statements.map((statement) => {
      const only = { ...policy, statements: [statement] };
      const denied = requests.filter((request) => denies(only, carrier, request, role));
      return denied.length === 0 ? [statement] : sparing(statement, denied, role, spare);
    });
    return statements.includes(undefined) ? undefined : statements.flatMap((parts) => parts ?? []);
  });
}

/** Would something else become allowed in the same place, were the action spared on all of it? */
function isAllowedElsewhere({ action, resource }: PrincipalRequest, policies: readonly Policy[]): boolean {
  const place = `${policyCarrier(resource) ?? resource}/*`;
  return policies
    .flatMap(({ statements }) => statements)
    .filter(
      ({ effect, actions }) =>
        effect === 'Allow' && actions.patterns.some((pattern) => matchesAction(pattern, action)) !== actions.except,
    )
    .some(
      ({ resources }) =>
        resources?.except === true ||
        (resources?.patterns ?? ['*']).some(
          (pattern) => intersectsResource(place, pattern) && !coversResource(policyResource(resource), pattern),
        ),
    );
}

function denies(only: Policy, carrier: string, request: PrincipalRequest, role: AgentRole): boolean {
  const alone = { ...role, resourcePolicies: { ...role.resourcePolicies, [carrier]: { known: only } } };
  return answer(request, alone).statements.some(({ policy, effect }) => effect === 'Deny' && policy === only.name);
}

type Spare = typeof spareRequest;

/** For everyone else as it was; for the role without what is asked for. */
function sparing(
  statement: Statement,
  requests: readonly PrincipalRequest[],
  role: AgentRole,
  spare: Spare,
): readonly Statement[] | undefined {
  const others = requests.every(({ principal = role.arn }) => principal === role.arn)
    ? forOthers(statement, role)
    : undefined;
  if (others === undefined) return undefined;
  const { policy, statement: index } = statement.location;
  const forRole: Statement = {
    ...statement,
    location: { policy, statement: index },
    principals: { except: false, principals: [{ type: 'AWS', value: role.arn }] },
  };
  const left = requests.reduce<readonly Statement[] | undefined>(spare, [forRole]);
  return left === undefined ? undefined : [...others, ...left];
}

/** A Deny of everybody but some cannot be read as one of the role. */
function forOthers(statement: Statement, { arn }: AgentRole): readonly Statement[] | undefined {
  const { principals, conditions } = statement;
  if (principals === undefined || principals.except) return undefined;
  const others = principals.principals.filter(({ value }) => value !== arn);
  if (others.length === 0) return [];
  const isWide = others.some(({ type, value }) => type === 'AWS' && (isEverything(value) || !value.includes(':role/')));
  const named = { ...statement, principals: { except: false, principals: others } };
  return [isWide ? { ...named, conditions: exceptFor(arn, conditions) } : named];
}

const KEY = 'aws:PrincipalArn';

/** Beside those that are excepted already, where there are any. */
function exceptFor(arn: string, conditions: readonly Condition[]): readonly Condition[] {
  const at = conditions.findIndex(
    ({ operator, key }) => key.toLowerCase() === KEY.toLowerCase() && /^(Arn|String)Not(Equals|Like)$/.test(operator),
  );
  const there = conditions[at];
  return there === undefined
    ? [...conditions, { operator: 'ArnNotEquals', key: KEY, values: [arn] }]
    : conditions.with(at, { ...there, values: [...there.values, arn] });
}
