import { arnFields } from './arn.ts';
import type { AccessRequest } from './decision.ts';
import { isAccountId, type PrincipalIdentity } from './principal-identity.ts';

/** The values of a key, `absent` when the request is known not to carry it, undefined when nobody said. */
export type ContextValues = readonly string[] | 'absent' | undefined;

/** The request context: keys are compared without case. */
export interface RequestContext {
  /**
   * @param key in lower case
   * @param written as somebody wrote it, most likely as the request does too; only to find it sooner
   */
  valuesOf(key: string, written?: string): ContextValues;
}

/**
 * The keys the caller supplied, and those that follow from the principal and the resource owner alone. Nothing is read
 * before it is asked for.
 *
 * @param absentKeys what a key is that is in neither: `absent` for a caller who knows the whole context
 */
export const requestContext = (
  request: AccessRequest,
  principal: PrincipalIdentity,
  absentKeys: 'unknown' | 'absent',
): RequestContext => new LazyContext(request, principal, absentKeys);

/** A class, since one is made for each decision, and functions that share variables take longer to make. */
class LazyContext implements RequestContext {
  readonly #request: AccessRequest;
  readonly #principal: PrincipalIdentity;
  readonly #absentKeys: 'unknown' | 'absent';
  #supplied: ReadonlyMap<string, ContextValues> | undefined;
  #questions = 0;
  #answers: Map<string, ContextValues> | undefined;

  constructor(request: AccessRequest, principal: PrincipalIdentity, absentKeys: 'unknown' | 'absent') {
    this.#request = request;
    this.#principal = principal;
    this.#absentKeys = absentKeys;
  }

  valuesOf(key: string, written?: string): ContextValues {
    const kept = this.#answers?.get(key);
    if (kept !== undefined) return kept;
    const answer = this.#read(key, written);
    this.#questions += 1;
    if (this.#questions < MANY_QUESTIONS) return answer;
    this.#answers ??= new Map();
    this.#answers.set(key, answer);
    return answer;
  }

  #read(key: string, written: string | undefined): ContextValues {
    const { context } = this.#request;
    if (written !== undefined && Object.hasOwn(context, written)) return valuesIn(context, written);
    this.#supplied ??= suppliedKeys(context);
    return (
      this.#supplied.get(key) ??
      derivedValues(key, this.#request, this.#principal) ??
      presumedValues(key, this.#principal, this.#absentKeys)
    );
  }
}

/** From so many on, answers are kept: a long policy asks for few keys again and again. */
const MANY_QUESTIONS = 8;

function suppliedKeys(context: AccessRequest['context']): ReadonlyMap<string, ContextValues> {
  const keys = new Map<string, ContextValues>();
  for (const key of Object.keys(context)) keys.set(key.toLowerCase(), valuesIn(context, key));
  return keys;
}

/** A key without values is absent. */
function valuesIn(context: AccessRequest['context'], key: string): ContextValues {
  const value = context[key] ?? [];
  if (typeof value === 'string') return [value];
  return value.length === 0 ? 'absent' : value;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
const PRINCIPAL_TYPES: Partial<Record<PrincipalIdentity['type'], readonly string[]>> = {
  user: ['User'],
  role: ['AssumedRole'],
  session: ['AssumedRole'],
  federatedUser: ['FederatedUser'],
  root: ['Account'],
  anonymous: ['Anonymous'],
};

/** An account id tells no partition: that of the resource. */
const rootArn = (accountId: string, resource: string): string => {
  const [arn, partition] = arnFields(resource);
  return `arn:${arn === 'arn' && partition ? partition : 'aws'}:iam::${accountId}:root`;
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
function derivedValues(
  key: string,
  request: AccessRequest,
  { type, value, accountId }: PrincipalIdentity,
): ContextValues {
  switch (key) {
    case 'aws:principalisawsservice':
      return accountId !== undefined ? ['false'] : type === 'service' ? ['true'] : undefined;
    case 'aws:principalservicename':
      return accountId !== undefined ? 'absent' : type === 'service' ? [value] : undefined;
    case 'aws:principalaccount':
      return accountId === undefined ? undefined : [accountId];
    case 'aws:principaltype':
      return PRINCIPAL_TYPES[type];
    case 'aws:principalarn':
      if (accountId === undefined || type === 'session') return undefined;
      return [value === accountId ? rootArn(accountId, request.resource) : value];
    case 'aws:userid':
      return type === 'root' && accountId !== undefined
        ? [accountId]
        : type === 'anonymous'
          ? ['anonymous']
          : undefined;
    case 'aws:username':
      if (type === 'user') return [value.slice(value.lastIndexOf('/') + 1)];
      return type === 'role' || type === 'session' ? 'absent' : undefined;
    case 'aws:resourceaccount': {
      const owner = request.resourceAccount ?? arnFields(request.resource)[4];
      return owner !== undefined && isAccountId(owner) ? [owner] : undefined;
    }
    default:
      return undefined;
  }
}

/** Of a caller who knows the whole context. A session whose role's ARN is not told is one of a role without a path. */
function presumedValues(key: string, principal: PrincipalIdentity, absentKeys: 'unknown' | 'absent'): ContextValues {
  if (absentKeys === 'unknown') return undefined;
  if (principal.type !== 'session' || key !== 'aws:principalarn') return 'absent';
  const [arn = '', partition = '', , , account = '', resource = ''] = arnFields(principal.value);
  return [`${arn}:${partition}:iam::${account}:role/${resource.split('/')[1]}`];
}
