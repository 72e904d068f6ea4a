import type { Statement } from '../../iam/policy.ts';
import { namedAccounts } from './probe-account.ts';
import { NO_PRINCIPAL, sourcesIn, strangersOfAnOrganization, strangersSources } from './probe-source.ts';
import { admitter, type Context, type NamedPrincipal, type TrustingRole } from './trust-probe.ts';

export interface LimitedSources {
  /** A Bedrock service that may assume the role. */
  readonly service: string;
  /** The statement's principal is `*`. */
  readonly everyone: boolean;
  /** The widest set of accounts for which it may. */
  readonly sources: 'any' | 'organization' | 'others' | 'own';
  /** Other accounts, by name. */
  readonly accounts: readonly string[];
}

export const BEDROCK_SERVICES: readonly string[] = ['bedrock.amazonaws.com', 'bedrock-agentcore.amazonaws.com'];

/** For whom the Bedrock services that a principal of an Allow names may assume the role; empty when it admits none of them. */
export function limitedSources(
  role: TrustingRole,
  statement: Statement,
  principal: NamedPrincipal,
): readonly LimitedSources[] {
  const admits = admitter(role, statement, principal);
  const everyone = principal.type === 'AWS' && principal.value === '*';
  const services = everyone ? BEDROCK_SERVICES : BEDROCK_SERVICES.filter((service) => principal.value === service);
  return services.flatMap((service) => {
    const isAdmitted = (source: Context): boolean =>
      admits({
        principal: service,
        action: 'sts:AssumeRole',
        context: { ...(everyone ? NO_PRINCIPAL : {}), ...source },
      });
    const limited = (sources: LimitedSources['sources'], accounts: readonly string[] = []): LimitedSources[] => [
      { service, everyone, sources, accounts },
    ];
    if (strangersSources(role, service).some(isAdmitted)) return limited('any');
    if (strangersOfAnOrganization(role, service).some(isAdmitted)) return limited('organization');
    const others = namedAccounts(role).filter((account) => sourcesIn(role, service, account).some(isAdmitted));
    if (others.length > 0) return limited('others', others);
    return sourcesIn(role, service, role.accountId).some(isAdmitted) ? limited('own') : [];
  });
}
