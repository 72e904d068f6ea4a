import { type ComplianceChange, parseComplianceEvent } from '../adapters/compliance-event.ts';
import {
  isBeingTold,
  roomAlone,
  type Settling,
  toldAlone,
  waitingFrom,
  waitingLonger,
} from '../alerts/compliance-settling.ts';
import type { SettleServices } from './settle-compliance.ts';
import { tellCompliance } from './tell-compliance.ts';

/** One message of the queue. */
export interface QueuedChange {
  readonly messageId: string;
  /** An EventBridge event as text: of AWS Config, or of the schedule. */
  readonly body: string;
}

type Change = ComplianceChange & { readonly messageId: string };

/**
 * Tells of changes of compliance: the rules of one role in one alert, the roles alone while they are few. After the first
 * deployment, and when many change at once, changes wait until they come no more, and one digest tells all of them: AWS Config
 * holds the results meanwhile, so nothing has to be kept.
 *
 * @returns the messages that have to come again
 */
export async function reportComplianceChanges(
  messages: readonly QueuedChange[],
  services: SettleServices,
): Promise<readonly string[]> {
  const failed: string[] = [];
  let isTick = false;
  const changes = messages.flatMap(({ messageId, body }): readonly Change[] => {
    try {
      const change = parseComplianceEvent(body);
      if (change === 'tick') isTick = true;
      return change === undefined || change === 'tick' ? [] : [{ ...change, messageId }];
    } catch (thrown) {
      services.log('FAILED', { reason: `${messageId}: ${thrown}` });
      failed.push(messageId);
      return [];
    }
  });
  try {
    return [...failed, ...(await report(changes, isTick, services))];
  } catch (thrown) {
    services.log('FAILED', { error: thrown instanceof Error ? thrown.name : undefined, reason: String(thrown) });
    // The schedule's messages too: what waits is told by the next of them.
    return messages.map(({ messageId }) => messageId);
  }
}

async function report(
  changes: readonly Change[],
  isTick: boolean,
  services: SettleServices,
): Promise<readonly string[]> {
  const { ledger, now, log } = services;
  const settling = await ledger.readSettling();
  if (settling === undefined) {
    log('COMPLIANCE_WAITS', { reason: 'nothing was told in this account yet' });
    await written(ledger.writeSettling(waitingFrom(undefined, now())));
    return [];
  }
  const { waiting } = settling;
  // Whoever tells may have read the results already: what has changed since is told when he is done.
  if (isBeingTold(settling, now())) return changes.map(({ messageId }) => messageId);
  if (waiting !== undefined && now() < waiting.until) {
    if (changes.length > 0) await written(ledger.writeSettling(waitingLonger(settling, now())));
    return [];
  }
  if (waiting !== undefined) {
    const { settle } = await import('./settle-compliance.ts');
    await settle(settling, services);
    return [];
  }
  const failed = await tellEach(changes, settling, services);
  if (isTick) await (await import('./catch-up-compliance.ts')).catchUp(services);
  return failed;
}

async function tellEach(
  changes: readonly Change[],
  settling: Settling,
  services: SettleServices,
): Promise<readonly string[]> {
  const { ledger, now, log, readConfigRules } = services;
  const room = roomAlone(settling, now());
  const all = [...Map.groupBy(changes, ({ resourceId }) => resourceId).values()];
  const groups = all.length > room ? await concerned(all, services) : all;
  if (groups.length === 0) return [];
  if (groups.length > room) {
    log('COMPLIANCE_WAITS', { reason: 'much changes at once', resources: groups.length });
    await written(ledger.writeSettling(waitingFrom(settling, now())));
    return [];
  }
  const inUse = await readConfigRules();
  const failed: string[] = [];
  let told = 0;
  for (const group of groups) {
    const [first] = group;
    if (first === undefined) continue;
    const { resourceType, resourceId } = first;
    try {
      const changed = new Set(group.map(({ ruleId }) => ruleId));
      if (await tellCompliance({ resourceType, resourceId }, changed, inUse, services)) told += 1;
    } catch (thrown) {
      log('FAILED', { error: thrown instanceof Error ? thrown.name : undefined, reason: String(thrown) });
      failed.push(...group.map(({ messageId }) => messageId));
    }
  }
  // Lost against somebody who counts at the same time, it only delays a wait by a few alerts.
  if (told > 0) await ledger.writeSettling(toldAlone(settling, told, now()));
  return failed;
}

/** Those with something that may have to be told: what is in order, and was never told to be otherwise, makes nobody wait. */
async function concerned(
  groups: readonly (readonly Change[])[],
  { ledger }: SettleServices,
): Promise<readonly (readonly Change[])[]> {
  const found: (readonly Change[])[] = [];
  for (const group of groups) {
    const told = group.some(({ complianceType = 'NON_COMPLIANT' }) => complianceType === 'NON_COMPLIANT')
      ? 'may be new'
      : await ledger.read(group[0]?.resourceId ?? '');
    if (told === 'may be new' || Object.keys(told?.rules ?? {}).length > 0 || told?.pending !== undefined)
      found.push(group);
  }
  return found;
}

/** @throws Error when somebody else wrote it: the messages come again, and see what */
async function written(write: Promise<boolean>): Promise<void> {
  if (!(await write)) throw new Error('another invocation decided at the same time');
}
