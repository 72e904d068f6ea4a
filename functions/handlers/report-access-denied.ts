import { type AccountReader, EVERYTHING } from '../adapters/account-reader.ts';
import { type AlertMessage, alertMessage } from '../adapters/alert-message.ts';
import type { Log } from '../adapters/log.ts';
import { roleNamesOf, unreadWorkloads } from '../adapters/role-usage.ts';
import { accessDeniedAlert } from '../alerts/access-denied-alert.ts';
import { explainDenial } from '../alerts/explain-denial.ts';
import { parseCloudTrailRecord } from '../diagnosis/cloudtrail-record.ts';
import type { DeniedRequest } from '../diagnosis/diagnosis.ts';
import { findRole } from '../diagnosis/find-role.ts';
import { roleArn } from '../workload/arn.ts';
import { buildAgentRoles } from '../workload/build-agent-roles.ts';
import type { Snapshot } from '../workload/snapshot.ts';

/** Lambda names a function's session after the function; the functions and the roles of this product begin alike. */
const OWN_NAMES = 'bedrock-warden-';
const OWN_REQUEST = 'the denied request is one of the monitor itself';

export interface AccessDeniedServices {
  /** Reads the account that the function runs in. */
  readonly reader: AccountReader;
  readonly publish: (message: AlertMessage) => Promise<void>;
  readonly log: Log;
  /** The function's own name, which is also the name of the session it acts with. */
  readonly functionName: string;
}

/**
 * Explains one denied call of a Bedrock workload to people. What is no such call is logged and left.
 *
 * @throws Error when the record is none: somebody has to look at it
 */
export async function reportAccessDenied(record: unknown, services: AccessDeniedServices): Promise<void> {
  const parsed = parseCloudTrailRecord(record);
  if ('malformed' in parsed) throw new Error(`the event holds no CloudTrail record: ${parsed.malformed}`);
  if ('ignored' in parsed) return services.log('DENIAL_IGNORED', { reason: parsed.ignored });
  const { denied } = parsed;
  const eventId = denied.eventId;
  const ignore = (reason: string, gaps: readonly string[] = []) =>
    services.log('DENIAL_IGNORED', { eventId, role: denied.roleArn ?? denied.roleName, reason, gaps });
  // Before anything is read: a read that is denied is the next event. Anyone can name a session like this, so the role counts.
  if (denied.sessionName === services.functionName && roleNameOf(denied)?.startsWith(OWN_NAMES) === true)
    return ignore(OWN_REQUEST);

  const snapshot = await readEvidence(denied, services.reader);
  const { roles, gaps } = buildAgentRoles(snapshot);
  const role = findRole(denied, roles);
  if (role === undefined && denied.workload?.actsAs !== 'itself' && denied.sessionName?.startsWith(OWN_NAMES))
    return ignore(OWN_REQUEST);
  // While a list of workloads is refused, nobody can say that a role is no workload's.
  if (role === undefined && denied.workload === undefined && unreadWorkloads(snapshot).length === 0)
    return ignore('no workload of Amazon Bedrock is known to act with this role', gaps);
  const explained = explainDenial(denied, role, gaps);
  await services.publish(alertMessage(accessDeniedAlert(explained)));
  services.log('ALERT_PUBLISHED', { eventId, role: role?.arn, causes: explained.causes.map(({ code }) => code) });
}

const roleNameOf = ({ roleArn: arn, roleName }: DeniedRequest): string | undefined => roleArn(arn)?.name ?? roleName;

/** Whoever called a workload may have been told of what was denied to the workload: then its own roles count too. */
async function readEvidence(denied: DeniedRequest, reader: AccountReader): Promise<Snapshot> {
  const name = roleNameOf(denied);
  const foreign = roleArn(denied.roleArn)?.accountId;
  const own = name === undefined || (foreign !== undefined && foreign !== reader.accountId) ? [] : [name];
  const { workload } = denied;
  const called = workload?.actsAs === 'called' ? roleNamesOf(await reader.readWorkloads(), workload) : [];
  return reader.read({ needs: EVERYTHING, roleNames: [...new Set([...own, ...called])] });
}
