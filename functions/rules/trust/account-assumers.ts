import { arnFields } from '../../iam/arn.ts';
import type { Assumer } from './assumers.ts';
import { anyoneOf, named, OF_ITSELF, principalPatterns, probesOf, strangersProbes } from './probe-principal.ts';
import type { Admits, TrustingRole } from './trust-probe.ts';

/** Whom an AWS principal that is not `*` lets in: an account, one of its principals, or the id of one that was deleted. */
export function accountAssumers(role: TrustingRole, value: string, admits: Admits): readonly Assumer[] {
  // IAM shows a principal that no longer exists by its unique id, which no other principal will ever have.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
  if (/^A[A-Z0-9]{15,}$/.test(value)) return [{ id: 'deleted-principal-trusted', severity: 'low', name: value }];
  const [, , , , accountId = value, resource = 'root'] = arnFields(value);
  if (resource === 'root') return assumersIn(role, accountId, value, admits);
  if (isItself(role, value) || !admits({ principal: value, action: 'sts:AssumeRole', context: OF_ITSELF })) return [];
  return [principalOf(role, accountId, value)];
}

/**
 * Principals of one account that a principal element admits: all of them, all under a condition, or those that
 * `aws:PrincipalArn` names.
 */
export function assumersIn(role: TrustingRole, accountId: string, name: string, admits: Admits): readonly Assumer[] {
  if (accountId === role.accountId) {
    const found = { id: 'own-account-trusted', name } as const;
    if (probesOf(role, accountId).some(admits)) return [{ ...found, severity: 'high' }];
    if (anyoneOf(role, accountId).some(admits)) return [{ ...found, severity: 'medium' }];
  } else {
    const found = { id: 'other-account-trusted', name } as const;
    if (strangersProbes(role, accountId).some(admits)) return [{ ...found, severity: 'critical' }];
    if (anyoneOf(role, accountId).some(admits)) return [{ ...found, severity: 'high' }];
  }
  return namedIn(role, accountId, admits);
}

/** The values of `aws:PrincipalArn` that a principal of the account can meet. */
const namedIn = (role: TrustingRole, accountId: string, admits: Admits): readonly Assumer[] =>
  principalPatterns(role)
    .filter((pattern) => !isItself(role, pattern))
    .filter((pattern) => named(role, accountId, pattern).some(admits))
    .map((pattern) => principalOf(role, accountId, pattern));

const principalOf = (role: TrustingRole, accountId: string, name: string): Assumer =>
  accountId === role.accountId
    ? { id: 'own-principal-trusted', severity: 'medium', name }
    : { id: 'other-accounts-principal-trusted', severity: 'high', name };

/** A role that may assume itself lets in no one else. */
const isItself = ({ arn, name, accountId, partition }: TrustingRole, value: string): boolean =>
  value === arn || value.startsWith(`arn:${partition}:sts::${accountId}:assumed-role/${name}/`);
