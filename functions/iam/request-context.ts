import type { AccessRequest } from './decision.ts';
import { arnFields } from './match.ts';
import type { PrincipalIdentity } from './principal-identity.ts';

/** The values of a key, `absent` when the request is known not to carry it, undefined when nobody said. */
export type ContextValues = readonly string[] | 'absent' | undefined;

/** The request context: keys are compared without case. */
export interface RequestContext {
  valuesOf(key: string): ContextValues;
}

/**
 * The keys the caller supplied, and those that follow from the principal and the resource owner alone.
 *
 * @param absentKeys what a key is that is in neither: `absent` for a caller who knows the whole context
 */
export function requestContext(
  request: AccessRequest,
  principal: PrincipalIdentity,
  absentKeys: 'unknown' | 'absent',
): RequestContext {
  const keys = new Map<string, ContextValues>(derivedKeys(request, principal));
  for (const [key, value] of Object.entries(request.context)) {
    const values = typeof value === 'string' ? [value] : value;
    keys.set(key.toLowerCase(), values.length === 0 ? 'absent' : values);
  }
  const otherwise = absentKeys === 'absent' ? 'absent' : undefined;
  return { valuesOf: (key) => keys.get(key.toLowerCase()) ?? otherwise };
}

const PRINCIPAL_TYPES: Partial<Record<PrincipalIdentity['type'], string>> = {
  user: 'User',
  role: 'AssumedRole',
  session: 'AssumedRole',
  federatedUser: 'FederatedUser',
  root: 'Account',
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
function* derivedKeys(request: AccessRequest, principal: PrincipalIdentity): Generator<[string, ContextValues]> {
  if (principal.type === 'service') {
    yield ['aws:principalisawsservice', ['true']];
    yield ['aws:principalservicename', [principal.value]];
  }
  if (principal.accountId !== undefined) {
    yield ['aws:principalaccount', [principal.accountId]];
    yield ['aws:principalisawsservice', ['false']];
    yield ['aws:principalservicename', 'absent'];
    yield ['aws:principaltype', [PRINCIPAL_TYPES[principal.type] ?? '']];
  }
  if (principal.type === 'user' || principal.type === 'role') yield ['aws:principalarn', [principal.value]];
  if (principal.type === 'user') yield ['aws:username', [principal.value.slice(principal.value.lastIndexOf('/') + 1)]];
  if (principal.type === 'role' || principal.type === 'session') yield ['aws:username', 'absent'];
  const owner = request.resourceAccount ?? arnFields(request.resource)[4];
  if (owner !== undefined && /^\d{12}$/.test(owner)) yield ['aws:resourceaccount', [owner]];
}
