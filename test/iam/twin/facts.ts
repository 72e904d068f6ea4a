import type { AccessRequest } from '../../../functions/iam/decision.ts';
import { accountOf, type Caller, callerOf } from './caller.ts';

/** What is known of a request: its caller, the owner of its resource, and the values of every context key. */
export interface Facts {
  readonly request: AccessRequest;
  readonly caller: Caller;
  readonly owner: string | undefined;
  /** The ARN of the user or of the (session's) role, if it is told or follows from the principal. */
  readonly entityArn: string | undefined;
  /** No values: the key is absent. */
  valuesOf(key: string): readonly string[] | 'not told';
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
export function factsOf(request: AccessRequest, absentKeys: 'unknown' | 'absent'): Facts {
  const caller = callerOf(request);
  const told = (key: string): readonly string[] | undefined => {
    for (const [name, value] of Object.entries(request.context)) {
      if (name.toLowerCase() === key.toLowerCase()) return typeof value === 'string' ? [value] : value;
    }
    return undefined;
  };
  // `aws` is no account: what AWS owns, everyone uses as their own.
  const inArn = request.resource.split(':')[4]?.match(/^\d{12}$/)?.[0];
  const resourceAccount = request.resourceAccount ?? told('aws:ResourceAccount')?.[0] ?? inArn;
  const follows = followingFrom(caller, request.principal ?? '', resourceAccount, absentKeys);
  return {
    request,
    caller,
    owner: resourceAccount ?? accountOf(caller),
    entityArn:
      (told('aws:PrincipalArn') ?? follows['aws:principalarn'])?.[0] ??
      (told('aws:PrincipalArn') && roleOf(request.principal ?? '')),
    valuesOf: (key) =>
      told(key) ??
      (Object.hasOwn(follows, key.toLowerCase()) ? follows[key.toLowerCase()] : undefined) ??
      (absentKeys === 'absent' ? [] : 'not told'),
  };
}

const TYPES: Readonly<Record<string, string>> = {
  user: 'User',
  role: 'AssumedRole',
  session: 'AssumedRole',
  federatedUser: 'FederatedUser',
  root: 'Account',
};

/** The keys that need not be told, in lower case. */
function followingFrom(
  caller: Caller,
  principal: string,
  resourceAccount: string | undefined,
  absentKeys: 'unknown' | 'absent',
): Readonly<Record<string, readonly string[]>> {
  const { kind } = caller;
  const account = accountOf(caller);
  return {
    ...(resourceAccount !== undefined && { 'aws:resourceaccount': [resourceAccount] }),
    ...(account !== undefined && {
      'aws:principalaccount': [account],
      'aws:principaltype': [TYPES[kind] ?? ''],
      'aws:principalisawsservice': ['false'],
      'aws:principalservicename': [],
    }),
    ...(kind === 'anonymous' && { 'aws:principaltype': ['Anonymous'], 'aws:userid': ['anonymous'] }),
    ...(kind === 'root' && { 'aws:userid': [caller.of] }),
    ...(kind === 'user' && { 'aws:username': [caller.name] }),
    ...((kind === 'role' || kind === 'session') && { 'aws:username': [] }),
    ...(account !== undefined && kind !== 'session' && { 'aws:principalarn': [principal] }),
    // Who tells the whole context and no path says that there is none.
    ...(kind === 'session' && absentKeys === 'absent' && { 'aws:principalarn': [roleOf(principal)] }),
    ...(kind === 'service' && {
      'aws:principalisawsservice': ['true'],
      'aws:principalservicename': [principal],
    }),
  };
}

/** `arn:aws:sts::111122223333:assumed-role/agent/s1` is a session of `arn:aws:iam::111122223333:role/agent`. */
const roleOf = (session: string): string =>
  session.replace(/^(arn:[^:]+):sts:(.*):assumed-role\/([^/]+)\/.*$/, '$1:iam:$2:role/$3');

/**
 * Service control and resource control policies do not restrict service-linked roles.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
export const isServiceLinked = ({ request, caller, entityArn = '' }: Facts): boolean =>
  /:role\/aws-service-role\//.test((caller.kind === 'session' ? entityArn : request.principal) ?? '');
