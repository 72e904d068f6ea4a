import { type AccountReader, EVERYTHING } from '../adapters/account-reader.ts';
import { type AlertMessage, alertMessage } from '../adapters/alert-message.ts';
import type { Log } from '../adapters/log.ts';
import { accessDeniedAlert } from '../alerts/access-denied-alert.ts';
import { explainDenial } from '../alerts/explain-denial.ts';
import { parseCloudTrailRecord } from '../diagnosis/cloudtrail-record.ts';
import type { DeniedRequest } from '../diagnosis/diagnosis.ts';
import { findRole } from '../diagnosis/find-role.ts';
import { roleArn } from '../workload/arn.ts';
import { buildAgentRoles } from '../workload/build-agent-roles.ts';
import type { Snapshot } from '../workload/snapshot.ts';

/** Lambda names a function's session after the function, and the functions of this product begin alike. */
const OWN_SESSIONS = 'bedrock-warden-';
const OWN_REQUEST = 'the denied request is one of the monitor itself';

export interface AccessDeniedServices {
  /** Reads the account that the function runs in. */
  readonly reader: AccountReader;
  readonly publish: (message: AlertMessage) => Promise<void>;
  readonly log: Log;
  /** The function's own name, which is also the name of the session it acts with. */
  readonly functionName: string;
}

/** Explains one denied call of a Bedrock workload to people. What is no such call is logged and left. */
export async function reportAccessDenied(record: unknown, services: AccessDeniedServices): Promise<void> {
  const parsed = parseCloudTrailRecord(record);
  if (!('denied' in parsed)) {
    const reason = 'ignored' in parsed ? parsed.ignored : parsed.malformed;
    return services.log('DENIAL_IGNORED', { reason });
  }
  const { denied } = parsed;
  const eventId = denied.eventId;
  const ignore = (reason: string, gaps: readonly string[] = []) =>
    services.log('DENIAL_IGNORED', { eventId, role: denied.roleArn ?? denied.roleName, reason, gaps });
  // Before anything is read: a read that is denied is the next event.
  if (denied.sessionName === services.functionName) return ignore(OWN_REQUEST);

  const snapshot = await readEvidence(denied, services.reader);
  const { roles, gaps } = buildAgentRoles(snapshot);
  const role = findRole(denied, roles);
  if (role === undefined && denied.workload?.actsAs !== 'itself' && denied.sessionName?.startsWith(OWN_SESSIONS))
    return ignore(OWN_REQUEST);
  if (role === undefined && denied.workload === undefined)
    return ignore('no workload of Amazon Bedrock is known to act with this role', gaps);
  const explained = explainDenial(denied, role, gaps);
  await services.publish(alertMessage(accessDeniedAlert(explained)));
  services.log('ALERT_PUBLISHED', { eventId, role: role?.arn, causes: explained.causes.map(({ code }) => code) });
}

function readEvidence(denied: DeniedRequest, reader: AccountReader): Promise<Snapshot> {
  const role = roleArn(denied.roleArn);
  const name = role?.name ?? denied.roleName;
  const foreign = role !== undefined && role.accountId !== reader.accountId;
  return reader.read({ needs: EVERYTHING, roleNames: name === undefined || foreign ? [] : [name] });
}
