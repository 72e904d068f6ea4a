import { decide } from './decide.ts';
import type { AccessRequest, PolicySet } from './decision.ts';
import type { Condition, Policy, Statement } from './policy.ts';

/** Who asks, and the context keys that are known; all others are open. */
export interface KnownContext extends Pick<AccessRequest, 'context'> {
  readonly principal: string;
}

/**
 * The policies of an identity as they are for a principal and some known context keys: a statement whose conditions certainly
 * fail is left out, one whose conditions certainly hold has none, and any other is as it was.
 */
export function settledConditions(
  {
    identity,
    permissionsBoundary,
    serviceControl,
  }: Pick<PolicySet, 'identity' | 'permissionsBoundary' | 'serviceControl'>,
  known: KnownContext,
): PolicySet {
  const settled = (list: readonly Policy[]): readonly Policy[] => list.map((policy) => settledPolicy(policy, known));
  return {
    ...(identity === undefined ? {} : { identity: settled(identity) }),
    ...(permissionsBoundary === undefined ? {} : { permissionsBoundary: settled(permissionsBoundary) }),
    ...(serviceControl === undefined ? {} : { serviceControl: serviceControl.map(settled) }),
  };
}

const settledPolicy = (policy: Policy, known: KnownContext): Policy => ({
  ...policy,
  statements: policy.statements.flatMap((statement) => {
    if (statement.conditions.length === 0) return [statement];
    const truth = areMet(policy, statement, known);
    if (truth === 'never') return [];
    return [truth === 'always' ? { ...statement, conditions: [] } : statement];
  }),
});

/** The conditions of a statement of which each certainly fails, whatever else the request carries. */
export const unmeetable = (policy: Policy, statement: Statement, known: KnownContext): readonly Condition[] =>
  statement.conditions.filter(
    (condition) => areMet(policy, { ...statement, conditions: [condition] }, known) === 'never',
  );

/** A policy that allows everything under the conditions of the statement tells whether they are met. */
function areMet(policy: Policy, statement: Statement, known: KnownContext): 'always' | 'never' | 'open' {
  const everything = { ...statement, effect: 'Allow' as const, actions: EVERYTHING, resources: EVERYTHING };
  const asked: Policy = { ...policy, kind: 'identity', statements: [everything] };
  const { decision } = decide({ ...ANY_REQUEST, ...known }, { identity: [asked] });
  if (decision === 'unknown') return 'open';
  return decision === 'allowed' ? 'always' : 'never';
}

const EVERYTHING = { patterns: ['*'], except: false };

/** An action that nobody but the identity's own policies has a say about, on no particular resource: its account stays open. */
const ANY_REQUEST = { action: 'bedrock:ListAgents', resource: '*' };
