import type { AccessRequest, Layer, PolicySet } from '../../../functions/iam/decision.ts';
import { type Answer, all, any } from './answer.ts';
import { accountOf, hasIdentity } from './caller.ts';
import type { Facts } from './facts.ts';
import type { Naming } from './principals.ts';
import { anyOf, matchedIn } from './statements.ts';

/** Whether some policy grants the request within what limits it, and which layers stand in the way. */
export interface Grant {
  readonly answer: Answer;
  readonly blockedBy: readonly Layer[];
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export function grantOf(given: PolicySet, facts: Facts, resourceLayer: 'resource' | 'trust'): Grant {
  const { caller, owner, request } = facts;
  const naming = (by: Naming): Answer =>
    given.resource === undefined ? false : anyOf(matchedIn([given.resource], 'Allow', facts, false, [by]));
  const allows = (layer: 'identity' | 'permissionsBoundary' | 'session'): Answer =>
    anyOf(matchedIn(given[layer] ?? [], 'Allow', facts, false));

  const itself = naming('caller or everyone');
  const itsRole = naming('role of the session');
  const itsAccount = naming('account');
  const identity: Answer = caller.kind === 'root' || allows('identity');
  const boundary: Answer = given.permissionsBoundary === undefined || allows('permissionsBoundary');
  // A federated user has what its user and its session policies share: without session policies nothing.
  const session: Answer = given.session === undefined ? caller.kind !== 'federatedUser' : allows('session');
  const limits: readonly [Layer, Answer][] = [
    ['permissionsBoundary', boundary],
    ['session', session],
  ];

  if (caller.kind === 'root' && resourceLayer === 'trust') return everyOne([[resourceLayer, false]]);
  if (!hasIdentity(caller)) return everyOne([[resourceLayer, itself]]);

  const account = accountOf(caller);
  if (account !== undefined && account !== owner) {
    return everyOne([[resourceLayer, any([itself, itsRole, itsAccount])], ['identity', identity], ...limits]);
  }

  const mustBeNamed = resourceLayer === 'trust' || isUseOfKey(request);
  const named = any([itsRole, itsAccount]);
  const byIdentity = mustBeNamed ? all([named, identity]) : identity;
  const answer = any([itself, all([itsRole, boundary, session]), all([byIdentity, boundary, session])]);
  if (answer !== false) return { answer, blockedBy: [] };
  const lacking = mustBeNamed && named === false ? resourceLayer : 'identity';
  return everyOne([[lacking, any([itsRole, byIdentity])], ...limits]);
}

const everyOne = (layers: readonly (readonly [Layer, Answer])[]): Grant => ({
  answer: all(layers.map(([, answer]) => answer)),
  blockedBy: layers.filter(([, answer]) => answer === false).map(([layer]) => layer),
});

/** https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html */
const isUseOfKey = ({ action, resource }: AccessRequest): boolean =>
  /^kms:/i.test(action) && /^arn:[^:]*:kms:[^:]*:[^:]*:key\//.test(resource);
