import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide } from '../../functions/iam/decide.ts';
import type { AccessRequest, Decision, Layer, PolicySet } from '../../functions/iam/decision.ts';
import type { Policy } from '../../functions/iam/policy.ts';
import { layers, request } from './arbitrary-case.ts';
import { policyOf, policySet } from './scenario.ts';

/** Allows everything to everyone, as any layer may say it. */
const open: Policy = policyOf(
  { Version: '2012-10-17', Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' } },
  'resource',
);

const answer = (asked: AccessRequest, given: PolicySet): Decision => decide(asked, given, { absentKeys: 'absent' });

/** Each policy of some layers changed, however the lists of the layer nest. */
function changed(given: PolicySet, some: readonly Layer[], how: (policy: Policy) => Policy): PolicySet {
  const walk = (value: unknown): unknown => (Array.isArray(value) ? value.map(walk) : how(value as Policy));
  return Object.fromEntries(
    Object.entries(given).map(([layer, value]) => [layer, some.some((name) => name === layer) ? walk(value) : value]),
  );
}

const withoutDenies = (policy: Policy): Policy => ({
  ...policy,
  statements: policy.statements.filter(({ effect }) => effect === 'Allow'),
});

function opened(given: PolicySet, some: readonly Layer[]): PolicySet {
  const levels = (layer: 'serviceControl' | 'resourceControl') => (given[layer] ?? []).map(() => [open]);
  return {
    ...given,
    ...(some.includes('identity') && { identity: [open] }),
    ...(some.includes('resource') && { resource: open }),
    ...(some.includes('permissionsBoundary') && { permissionsBoundary: [open] }),
    ...(some.includes('session') && { session: [open] }),
    ...(some.includes('serviceControl') && { serviceControl: levels('serviceControl') }),
    ...(some.includes('resourceControl') && { resourceControl: levels('resourceControl') }),
    ...(some.includes('vpcEndpoint') && { vpcEndpoint: [open] }),
  };
}

/** Lifts the Denies of some layers and then, where they still block, lets them allow everything. */
function mended(asked: AccessRequest, given: PolicySet, some: readonly Layer[]): Decision['decision'] {
  const lifted = changed(given, some, withoutDenies);
  const still = answer(asked, lifted).blockedBy.filter((layer) => some.includes(layer));
  return answer(asked, opened(lifted, still)).decision;
}

/** A denied request with its answer. */
interface Blocked extends Decision {
  readonly asked: AccessRequest;
  readonly given: PolicySet;
}

describe('the layers that block a request', () => {
  const blocked = fc
    .tuple(request, layers)
    .map(([asked, documents]) => ({ asked, given: policySet(documents, asked.action) }))
    .map((both) => ({ ...both, ...answer(both.asked, both.given) }))
    .filter(({ decision }) => decision.endsWith('Deny'));
  const holds = (law: (blocked: Blocked) => boolean): void => fc.assert(fc.property(blocked, law), { numRuns: 4_000 });

  test('are all that has to change', () => {
    holds(({ asked, given, blockedBy }) => !mended(asked, given, blockedBy).endsWith('Deny'));
  });

  // Within an account, a resource-based policy that has to change could just as well grant past a boundary or a session policy.
  const isOwn = ({ resourceAccount, principal }: AccessRequest): boolean =>
    principal?.includes(`::${resourceAccount}:`) === true;

  test('must all change', () => {
    holds(
      ({ asked, given, blockedBy }) =>
        (blockedBy.includes('resource') && isOwn(asked)) ||
        blockedBy.every((kept) => {
          const others = blockedBy.filter((layer) => layer !== kept);
          return mended(asked, given, others) !== 'allowed';
        }),
    );
  });

  test('are often several', () => {
    const sizes = fc.sample(blocked, { numRuns: 500, seed: 1 }).map(({ blockedBy }) => blockedBy.length);
    expect(sizes.filter((size) => size > 1).length).toBeGreaterThan(100);
  });
});
