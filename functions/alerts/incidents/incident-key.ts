import { deniedAccess } from '../../diagnosis/denied-access.ts';
import type { DeniedRequest } from '../../diagnosis/diagnosis.ts';
import { isOfCalledWorkload } from '../../diagnosis/find-role.ts';
import { sha256 } from '../../remediation/wording/sha256.ts';
import { roleArn } from '../../workload/arn.ts';
import { resourcePattern } from './resource-pattern.ts';

/** What makes two denials one incident, known before anything is read of the account. */
export interface IncidentKey {
  readonly id: string;
  /** Account, Region and who was denied, whatever it was: also the id of the incident of a crowd of them. */
  readonly actor: string;
  readonly accountId: string;
  readonly region: string;
  /** What the denied resources have in common; null when no denial names one. */
  readonly resource: string | null;
}

/** 80 bits: enough for a table, short enough to type. */
const ID_LENGTH = 20;

/**
 * Account, Region, who was denied, what, and on what; never the session, the request or the event. The cause is not part of it:
 * an incident whose cause changes is still the same one.
 *
 * @param home where the function runs, for a record that does not say
 */
export function incidentKey(
  denied: DeniedRequest,
  home: { readonly accountId: string; readonly region: string },
): IncidentKey {
  const { accountId = home.accountId, region = home.region } = denied;
  const access = deniedAccess(denied);
  const on = access.resource ?? denied.modelId;
  const resource = on === undefined ? null : resourcePattern(on);
  const who = [accountId, region, whoOf(denied)];
  return {
    id: idOf([...who, whatOf(denied, access.action), resource]),
    actor: idOf(who),
    accountId,
    region,
    resource,
  };
}

const idOf = (parts: readonly (string | null | undefined)[]): string =>
  sha256(JSON.stringify(parts)).slice(0, ID_LENGTH);

/** A workload that was refused tells it to each of its callers: then it is the workload's incident, whoever called. */
function whoOf(denied: DeniedRequest): string {
  const { workload, principalArn, roleName, invokedBy } = denied;
  if (isOfCalledWorkload(denied) && workload?.id !== undefined) return `${workload.type}/${workload.id}`;
  const role = roleArn(denied.roleArn);
  const name = role?.name ?? roleName;
  if (name !== undefined) return `role/${role?.accountId ?? accountOf(principalArn) ?? denied.accountId}/${name}`;
  return principalArn ?? invokedBy ?? 'unknown';
}

const accountOf = (arn: string | undefined): string | undefined =>
  /^arn:[^:]*:[^:]*:[^:]*:(\d{12}):/.exec(arn ?? '')?.[1];

/** A refusal that names no action is known by the call that it answered. */
const whatOf = ({ eventSource, eventName, message }: DeniedRequest, action: string | undefined): string =>
  (action ?? `${eventSource ?? ''}/${eventName ?? message.template}`).toLowerCase();
