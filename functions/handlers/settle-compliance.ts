import { alertMessage } from '../adapters/alert-message.ts';
import { mapConcurrently } from '../adapters/map-concurrently.ts';
import {
  roomAlone,
  type Settling,
  settled,
  tellingNow,
  toldAlone,
  withPublished,
} from '../alerts/compliance-settling.ts';
import { nothingTold, withNews } from '../alerts/compliance-told.ts';
import { manyChangesAlert } from '../alerts/many-changes-alert.ts';
import { documentHash } from '../remediation/wording/document-hash.ts';
import { everyNews, type NewsServices } from './compliance-news.ts';
import { lookIntoAll, type ResourceFound } from './look-into-all.ts';
import type { TellComplianceServices } from './tell-compliance.ts';
import { tellEachAlone } from './tell-each-alone.ts';

export type SettleServices = TellComplianceServices & NewsServices;

/** Items of the ledger that are written at the same time. */
const AT_ONCE = 20;

/**
 * The end of a wait: few roles are told alone, many in one digest. The digest is published before what it told is noted: whoever
 * dies in between publishes it again, under the same id when it says the same; or, when that is noted, only notes the rest.
 *
 * @throws Error when one of few could not be told: the message comes again, and the schedule finds what is left
 */
export async function settle(waiting: Settling, services: SettleServices): Promise<void> {
  const { now, log, readConfigRules } = services;
  const settling = await write(tellingNow(waiting, now()), services);
  const recorded = settling.published ?? now();
  const inUse = await readConfigRules();
  const news = await everyNews(inUse, services, (result) => result.recorded <= recorded);
  const isFew = settling.published === undefined && news.length <= roomAlone(settling, now());
  if (isFew) {
    const { told, failure } = await tellEachAlone(news, news.length, inUse, services);
    await write({ ...toldAlone(settling, told, now()), compared: recorded }, services);
    if (failure !== undefined) throw failure;
  } else {
    await tellTogether(settling, recorded, await lookIntoAll(news, inUse, services), services);
  }
  log('COMPLIANCE_SETTLED', { resources: news.length, told: isFew ? 'each alone' : 'in one digest' });
}

async function tellTogether(
  before: Settling,
  recorded: number,
  every: readonly ResourceFound[],
  services: SettleServices,
): Promise<void> {
  let settling = before;
  if (settling.published === undefined && every.length > 0) {
    await publishDigest(settling, every, services);
    settling = await write(withPublished(settling, recorded), services);
  }
  await mapConcurrently(every, AT_ONCE, (each) => note(each, services));
  await write(settled(settling, recorded), services);
}

/** @throws Error when somebody else wrote it: the messages come again, and see what */
async function write(settling: Settling, { ledger }: SettleServices): Promise<Settling> {
  if (await ledger.writeSettling(settling)) return settling;
  throw new Error('another invocation settles at the same time');
}

async function publishDigest(
  { waiting }: Settling,
  every: readonly ResourceFound[],
  { readers, publish, log }: SettleServices,
): Promise<void> {
  const [{ accountId, region }] = readers;
  const found = every.flatMap((each) => each.found);
  const over = every.flatMap(({ role: { name: roleName }, over: ruleIds }) =>
    ruleIds.length === 0 ? [] : [{ roleName, ruleIds }],
  );
  const since = new Date(waiting?.since ?? 0).toISOString();
  // A channel drops what comes again under the same id: what says something else must not be dropped.
  const said = every.map(({ news, found: ofRole, over: ended }) => [
    news.resource.resourceId,
    ofRole.map(({ ruleId }) => ruleId),
    ended,
  ]);
  const alertId = `compliance-many/${accountId}/${since}/${documentHash(said.toSorted()).slice('sha256:'.length, 23)}`;
  await publish(alertMessage(manyChangesAlert({ alertId, accountId, region, found, over })));
  log('ALERT_PUBLISHED', { alertId, resources: every.length });
}

/** That the digest told it. */
async function note({ news, role, found, over }: ResourceFound, { ledger, now }: SettleServices): Promise<void> {
  const { resourceId } = news.resource;
  const told = (await ledger.read(resourceId)) ?? nothingTold(resourceId);
  const inDigest = { nonCompliant: found.map(({ ruleId }) => ruleId), over };
  const telling = { alertId: `compliance-many/${resourceId}`, isConfirmed: true, role };
  const { pending, ...next } = withNews(told, inDigest, telling, now());
  // What somebody else decided to tell stays to be told.
  const whole = { ...next, ...(told.pending !== undefined && { pending: told.pending }) };
  if (!(await ledger.write(whole))) throw new Error(`what was told of ${resourceId} was written by another`);
}
