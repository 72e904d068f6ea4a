import { type EvaluatedResource, ROLE } from '../adapters/config-evaluations.ts';
import {
  hadItsTurn,
  isToCompare,
  roomAlone,
  type Settling,
  toldAlone,
  waitingFrom,
} from '../alerts/compliance-settling.ts';
import { isLeftUntold } from '../alerts/compliance-told.ts';
import { everyNews } from './compliance-news.ts';
import { lookIntoAll } from './look-into-all.ts';
import type { SettleServices } from './settle-compliance.ts';
import { tellEachAlone } from './tell-each-alone.ts';

/**
 * What the schedule does while nothing waits: tells what was decided and not told, and once an hour what no event told of. AWS
 * Config sends its events with best effort, so that one may never come.
 * https://docs.aws.amazon.com/eventbridge/latest/ref/events-ref-config.html
 */
export async function catchUp(services: SettleServices): Promise<void> {
  const { ledger, now, log, readConfigRules } = services;
  const settling = await ledger.readSettling();
  if (settling === undefined || settling.waiting !== undefined) return;
  const isComparison = isToCompare(settling, now());
  const leftUntold = (await ledger.list()).filter((told) => isLeftUntold(told, now()));
  if (!isComparison && leftUntold.length === 0) return;

  const inUse = await readConfigRules();
  const room = Math.max(0, roomAlone(settling, now()));
  const missed = isComparison ? await missedBy(room) : [];
  const left = leftUntold.map(({ resourceId }) => ({ resourceType: ROLE, resourceId }));
  const alone = distinct([...missed, ...left]);
  const compared = isComparison ? { compared: now() } : {};
  if (missed.length > room) {
    log('COMPLIANCE_WAITS', { reason: 'much changed that no event told of', resources: missed.length });
    await write({ ...waitingFrom(settling, now()), ...compared });
    return;
  }
  // What there is no room for is left to the next time.
  const resources = alone.map((resource) => ({ resource }));
  const { told, failure } = await tellEachAlone(resources, room, inUse, services);
  if (isComparison || told > 0) await write({ ...toldAlone(settling, told, now()), ...compared });
  if (failure !== undefined) throw failure;

  /** When they are many, a look at the account decides whether they are so many. */
  async function missedBy(most: number): Promise<readonly EvaluatedResource[]> {
    const news = await everyNews(inUse, services, ({ recorded }) => hadItsTurn(recorded, now()));
    if (news.length <= most) return news.map(({ resource }) => resource);
    return (await lookIntoAll(news, inUse, services)).map(({ news: { resource } }) => resource);
  }

  /** Lost against somebody who decides at the same time, it is done again. */
  async function write(next: Settling): Promise<void> {
    await ledger.writeSettling(next);
  }
}

const distinct = (resources: readonly EvaluatedResource[]): readonly EvaluatedResource[] => [
  ...new Map(resources.map((resource) => [resource.resourceId, resource])).values(),
];
