import type { Statement } from '../../iam/policy.ts';
import type { Severity } from '../rule.ts';
import { accountAssumers } from './account-assumers.ts';
import { everyoneAssumers } from './everyone-assumers.ts';
import { anyoneOf } from './probe-principal.ts';
import { providerAssumers } from './provider-assumers.ts';
import { serviceAssumers } from './service-assumers.ts';
import { admitter, type NamedPrincipal, STRANGER, type TrustingRole } from './trust-probe.ts';

/** Somebody else than the role's own workloads who can become the role. */
export interface Assumer {
  readonly id:
    | 'anyone-trusted'
    | 'other-account-trusted'
    | 'other-accounts-principal-trusted'
    | 'own-account-trusted'
    | 'own-principal-trusted'
    | 'other-service-trusted'
    | 'identity-provider-trusted'
    | 'canonical-user-trusted'
    | 'deleted-principal-trusted';
  readonly severity: Severity;
  /** As the policy names them. */
  readonly name: string;
  /** What was not read and may well show a workload of the service: phrases that fit behind "unknown: ". */
  readonly unread?: readonly string[];
}

/** Who else can become the role by one principal of an Allow. */
export function assumers(role: TrustingRole, statement: Statement, principal: NamedPrincipal): readonly Assumer[] {
  const admits = admitter(role, statement, principal);
  const { type, value } = principal;
  switch (type) {
    case 'AWS':
      return value === '*' ? everyoneAssumers(role, admits) : accountAssumers(role, value, admits);
    case 'Service':
      return serviceAssumers(role, value, admits);
    case 'Federated':
      return providerAssumers(role, value, admits);
    case 'CanonicalUser':
      // It is the id of an account, which may be any.
      return anyoneOf(role, STRANGER).some(admits)
        ? [{ id: 'canonical-user-trusted', severity: 'high', name: value }]
        : [];
  }
}
