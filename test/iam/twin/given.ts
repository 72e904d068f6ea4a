import type { Layer, PolicySet } from '../../../functions/iam/decision.ts';
import type { Policy } from '../../../functions/iam/policy.ts';
import { hasIdentity, isEntity } from './caller.ts';
import { type Facts, isServiceLinked } from './facts.ts';

/** The layers that have a say about this caller. */
export function applicable(policies: PolicySet, facts: Facts): PolicySet {
  const { resource, vpcEndpoint, identity, permissionsBoundary, session, serviceControl, resourceControl } = policies;
  const restricted = !isServiceLinked(facts);
  return {
    ...(hasIdentity(facts.caller) && identity && { identity }),
    ...(resource && { resource }),
    ...(isEntity(facts.caller) && permissionsBoundary && { permissionsBoundary }),
    ...(isEntity(facts.caller) && session && { session }),
    ...(hasIdentity(facts.caller) && restricted && serviceControl && { serviceControl }),
    ...(restricted && resourceControl && { resourceControl }),
    ...(vpcEndpoint && { vpcEndpoint }),
  };
}

/** Every policy with the layer it speaks for, in the order in which Denies are told. */
export const policiesByLayer = (
  given: PolicySet,
  resourceLayer: Layer,
): readonly (readonly [Layer, readonly Policy[]])[] => [
  ['identity', given.identity ?? []],
  [resourceLayer, given.resource === undefined ? [] : [given.resource]],
  ['permissionsBoundary', given.permissionsBoundary ?? []],
  ['session', given.session ?? []],
  ['serviceControl', (given.serviceControl ?? []).flat()],
  ['resourceControl', (given.resourceControl ?? []).flat()],
  ['vpcEndpoint', given.vpcEndpoint ?? []],
];
