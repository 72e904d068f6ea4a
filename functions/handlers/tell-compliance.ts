import { type AlertMessage, alertMessage } from '../adapters/alert-message.ts';
import type { EvaluatedResource, StoredResult } from '../adapters/config-evaluations.ts';
import type { ConfigRuleInUse } from '../adapters/config-rules-in-use.ts';
import type { Log } from '../adapters/log.ts';
import type { ComplianceLedger } from '../adapters/told-compliance.ts';
import {
  type ComplianceNews,
  complianceNews,
  confirmed,
  holdingNews,
  nothingTold,
  type PendingNews,
  type ToldCompliance,
  withNews,
  withoutPending,
} from '../alerts/compliance-told.ts';
import { roleComplianceAlert } from '../alerts/role-compliance-alert.ts';
import { type FindingServices, type FoundNews, type HeldResults, lookInto } from './compliance-findings.ts';

export interface TellComplianceServices extends FindingServices {
  readonly ledger: ComplianceLedger;
  readonly readConfigRules: () => Promise<readonly ConfigRuleInUse[]>;
  /** By the name of the rule. */
  readonly readResultsOf: (resource: EvaluatedResource) => Promise<ReadonlyMap<string, StoredResult>>;
  readonly publish: (message: AlertMessage) => Promise<void>;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

const MOST_ATTEMPTS = 6;

/**
 * Tells what is new of one resource in what AWS Config holds, in one alert. Whoever dies on the way leaves the alert pending; the
 * message comes again, or the schedule, and tells it under the same id.
 *
 * @param changed the rules that AWS Config told a change of
 * @returns whether something was told
 * @throws when it could not be told now
 */
export async function tellCompliance(
  resource: EvaluatedResource,
  changed: ReadonlySet<string>,
  inUse: readonly ConfigRuleInUse[],
  services: TellComplianceServices,
): Promise<boolean> {
  const { ledger, now } = services;
  const { resourceId } = resource;
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const told = (await ledger.read(resourceId)) ?? nothingTold(resourceId);
    const held = await heldResults(resource, inUse, services);
    const { pending } = told;
    if (pending !== undefined) {
      if (Date.parse(pending.heldUntil) > now())
        throw new Error(`another invocation is telling of ${resourceId}; its turn comes again`);
      const taken = holdingNews(told, pending, now());
      if (await ledger.write(taken))
        await tell(taken, pending, await foundAgain(taken, held, inUse, services), services);
      continue;
    }
    const known = confirmed(told, held) ?? told;
    const candidates = complianceNews(known, held, changed, now());
    const news = isEmpty(candidates)
      ? undefined
      : await lookInto(candidates, { told: known, held, changed }, inUse, services);
    if (news === undefined || news.found.length + news.over.length === 0) {
      if (known === told || (await ledger.write(known))) return false;
      continue;
    }
    const { role, found, over } = news;
    const telling = { alertId: `compliance/${resourceId}/${told.version + 1}`, isConfirmed: true, role };
    const decided = { nonCompliant: found.map(({ ruleId }) => ruleId), over };
    const next = withNews({ ...known, version: told.version }, decided, telling, now());
    if (!(await ledger.write(next))) continue;
    if (next.pending !== undefined) await tell(next, next.pending, news, services);
    return true;
  }
  throw new Error(`what was told of ${resourceId} was written by others at every attempt`);
}

const isEmpty = ({ nonCompliant, over }: ComplianceNews): boolean => nonCompliant.length + over.length === 0;

async function heldResults(
  resource: EvaluatedResource,
  inUse: readonly ConfigRuleInUse[],
  { readResultsOf }: Pick<TellComplianceServices, 'readResultsOf'>,
): Promise<HeldResults> {
  const byName = await readResultsOf(resource);
  const results = inUse.flatMap(({ configRuleName, ruleId }) => {
    const result = byName.get(configRuleName);
    return result === undefined ? [] : [[ruleId, result] as const];
  });
  // Where a rule is set up twice, as by a conformance pack, what it finds with either of its settings counts.
  const isFinding = ([, { complianceType }]: (typeof results)[number]): boolean => complianceType === 'NON_COMPLIANT';
  return new Map([...results.filter((each) => !isFinding(each)), ...results.filter(isFinding)]);
}

/** What was decided before, worded by what is the case now; that it is over is told whatever came after it. */
async function foundAgain(
  told: ToldCompliance,
  held: HeldResults,
  inUse: readonly ConfigRuleInUse[],
  services: TellComplianceServices,
): Promise<FoundNews> {
  const { nonCompliant = [], over = [] } = told.pending ?? {};
  const found = await lookInto({ nonCompliant, over: [] }, { told, held, changed: new Set() }, inUse, services);
  return { ...found, over };
}

async function tell(
  told: ToldCompliance,
  { alertId, thread }: Pick<PendingNews, 'alertId' | 'thread'>,
  { role, found, over }: FoundNews,
  services: TellComplianceServices,
): Promise<void> {
  const { readers, ledger, publish, log } = services;
  if (found.length + over.length > 0) {
    const [{ accountId, region }] = readers;
    const titles = await titlesOf(over);
    const about = { alertId, thread, accountId, region, roleArn: role.arn, roleName: role.name };
    await publish(alertMessage(roleComplianceAlert({ ...about, nonCompliant: found, over: titles })));
    log('ALERT_PUBLISHED', { alertId, role: role.arn, rules: [...found.map(({ ruleId }) => ruleId), ...over] });
  }
  await clearPending(told, alertId, ledger);
}

/** @throws Error when others write at every attempt; the message comes again then */
export async function clearPending(
  { resourceId }: Pick<ToldCompliance, 'resourceId'>,
  alertId: string,
  ledger: ComplianceLedger,
): Promise<void> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const current = await ledger.read(resourceId);
    if (current?.pending?.alertId !== alertId) return;
    if (await ledger.write(withoutPending(current))) return;
  }
  throw new Error(`what was told of ${resourceId} was written by others at every attempt`);
}

async function titlesOf(ruleIds: readonly string[]) {
  if (ruleIds.length === 0) return [];
  const { catalogue } = await import('../rules/catalogue.ts');
  return ruleIds.map((ruleId) => ({ ruleId, title: catalogue.find(({ id }) => id === ruleId)?.title ?? ruleId }));
}
