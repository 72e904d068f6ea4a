import { arnFields } from '../../iam/arn.ts';
import type { Assumer } from './assumers.ts';
import { BEDROCK_SERVICES } from './limited-sources.ts';
import { sourcesIn, strangersSources } from './probe-source.ts';
import type { Admits, Context, TrustingRole } from './trust-probe.ts';

/**
 * Another service than those that assume the role for its workloads. It is `high` where it may act for anyone, `medium` where
 * a condition names the account or a source: then whoever can pass the role to that service can use it.
 */
export function serviceAssumers(role: TrustingRole, service: string, admits: Admits): readonly Assumer[] {
  if (role.workloads.some(({ servicePrincipal }) => servicePrincipal === service)) return [];
  const isAdmitted = (context: Context): boolean => admits({ principal: service, action: 'sts:AssumeRole', context });
  const found = { id: 'other-service-trusted', name: service } as const;
  const forAnyone = strangersSources(role, service).some(isAdmitted);
  const sources = sourcesIn(role, service, role.accountId).filter(isAdmitted);
  // What other services present is not known.
  const isBedrock = BEDROCK_SERVICES.includes(service);
  if (!forAnyone && sources.length === 0 && (isBedrock || !isAdmitted({}))) return [];
  const unread = isBedrock ? unreadWorkloads(role, service, sources) : [];
  if (unread.length > 0) return [{ ...found, severity: 'medium', unread }];
  return [{ ...found, severity: forAnyone ? 'high' : 'medium' }];
}

/**
 * Workloads of a Bedrock service that may act with the role and were not read: then it need not be another service.
 *
 * @param sources those of the own account that the trust policy admits
 */
function unreadWorkloads(role: TrustingRole, service: string, sources: readonly Context[]): readonly string[] {
  const hidden = role.hiddenWorkloads.filter(({ servicePrincipal }) => servicePrincipal === service);
  const regions = [...role.regions, ...role.workloads.map(({ region }) => region)];
  const isHere = ({ 'aws:SourceArn': arn }: Context): boolean => regions.includes(arnFields(String(arn))[3] ?? '');
  const elsewhere = `the workloads of ${service} in other Regions, which the role trusts as well, were not read`;
  return [...hidden.map(({ reason }) => reason), ...(sources.length === 0 || sources.some(isHere) ? [] : [elsewhere])];
}
