import { type AlertMessage, alertMessage } from '../adapters/alert-message.ts';
import type { EvaluatedResource, StoredResult } from '../adapters/config-evaluations.ts';
import type { ConfigRuleInUse } from '../adapters/config-rules-in-use.ts';
import type { Log } from '../adapters/log.ts';
import type { RoleName } from '../adapters/read-role-names.ts';
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
import { roleArn } from '../workload/arn.ts';
import type { JudgeRoleServices } from './judge-role.ts';

export interface TellComplianceServices extends JudgeRoleServices {
  readonly ledger: ComplianceLedger;
  readonly readConfigRules: () => Promise<readonly ConfigRuleInUse[]>;
  /** By the name of the rule. */
  readonly readResultsOf: (resource: EvaluatedResource) => Promise<ReadonlyMap<string, StoredResult>>;
  /** By the unique id; those that nobody knows are absent. */
  readonly readRoleNames: (resourceIds: readonly string[]) => Promise<ReadonlyMap<string, RoleName>>;
  readonly publish: (message: AlertMessage) => Promise<void>;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** What AWS Config holds of a resource, by rule id. */
export type HeldResults = ReadonlyMap<string, StoredResult>;

const MOST_ATTEMPTS = 6;

export async function heldResults(
  resource: EvaluatedResource,
  inUse: readonly ConfigRuleInUse[],
  { readResultsOf }: Pick<TellComplianceServices, 'readResultsOf'>,
): Promise<HeldResults> {
  const byName = await readResultsOf(resource);
  return new Map(
    inUse.flatMap(({ configRuleName, ruleId }) => {
      const result = byName.get(configRuleName);
      return result === undefined ? [] : [[ruleId, result] as const];
    }),
  );
}

/**
 * Tells what is new of one resource in what AWS Config holds, in one alert. Whoever dies on the way leaves the alert pending; the
 * message comes again and tells it under the same id.
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
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const told = (await ledger.read(resource.resourceId)) ?? nothingTold(resource.resourceId);
    const held = await heldResults(resource, inUse, services);
    const { pending } = told;
    if (pending !== undefined) {
      if (Date.parse(pending.heldUntil) > now())
        throw new Error(`another invocation is telling of ${resource.resourceId}; its turn comes again`);
      const taken = holdingNews(told, pending, now());
      if (await ledger.write(taken)) await tell(taken, pending, held, inUse, services);
      continue;
    }
    const known = confirmed(told, held) ?? told;
    const news = await tellable(complianceNews(known, held, changed, now()), held, inUse, services);
    if (isEmpty(news)) {
      if (known === told || (await ledger.write(known))) return false;
      continue;
    }
    const alertId = `compliance/${resource.resourceId}/${told.version + 1}`;
    const next = withNews({ ...known, version: told.version }, news, { alertId, isConfirmed: true }, now());
    if (!(await ledger.write(next))) continue;
    if (next.pending !== undefined) await tell(next, next.pending, held, inUse, services);
    return true;
  }
  throw new Error(`what was told of ${resource.resourceId} was written by others at every attempt`);
}

const isEmpty = ({ nonCompliant, over }: ComplianceNews): boolean => nonCompliant.length + over.length === 0;

/** What is in order by now is no news: AWS Config will say so. */
async function tellable(
  news: ComplianceNews,
  held: HeldResults,
  inUse: readonly ConfigRuleInUse[],
  services: TellComplianceServices,
): Promise<ComplianceNews> {
  if (news.nonCompliant.length === 0) return news;
  const found = await findings(news.nonCompliant, held, inUse, services);
  return { ...news, nonCompliant: found.map(({ ruleId }) => ruleId) };
}

async function findings(
  ruleIds: readonly string[],
  held: HeldResults,
  inUse: readonly ConfigRuleInUse[],
  services: TellComplianceServices,
) {
  const [resourceId] = [...held.values()].map((result) => result.resourceId);
  if (resourceId === undefined || ruleIds.length === 0) return [];
  // The rules are loaded where something is new.
  const { judgeRoles, newNonCompliance } = await import('./judge-role.ts');
  const role = await roleOf(resourceId, services);
  const rules = inUse.filter(({ ruleId }) => ruleIds.includes(ruleId));
  const evaluations = await judgeRoles(rules, services, [role.name]);
  return ruleIds.flatMap((ruleId) => {
    const annotation = held.get(ruleId)?.annotation ?? 'AWS Config holds it as non-compliant, and not why.';
    const about = { ruleId, resourceId, annotation, roleArn: role.arn, roleName: role.name };
    return newNonCompliance(about, evaluations) ?? [];
  });
}

/** A role that does not exist is named by its ARN; one that was deleted, by what is left of it. */
async function roleOf(resourceId: string, { readRoleNames }: TellComplianceServices): Promise<RoleName> {
  const parsed = roleArn(resourceId);
  if (parsed !== undefined) return { name: parsed.name, arn: resourceId };
  return (await readRoleNames([resourceId])).get(resourceId) ?? { name: resourceId, arn: resourceId };
}

async function tell(
  told: ToldCompliance,
  { alertId, thread, nonCompliant, over }: PendingNews,
  held: HeldResults,
  inUse: readonly ConfigRuleInUse[],
  services: TellComplianceServices,
): Promise<void> {
  const { readers, ledger, publish, log } = services;
  const role = await roleOf(told.resourceId, services);
  const found = await findings(nonCompliant, held, inUse, services);
  if (found.length + over.length > 0) {
    const [{ accountId, region }] = readers;
    const titles = await titlesOf(over);
    const about = { alertId, thread, accountId, region, roleArn: role.arn, roleName: role.name };
    await publish(alertMessage(roleComplianceAlert({ ...about, nonCompliant: found, over: titles })));
    log('ALERT_PUBLISHED', { alertId, role: role.arn, rules: [...nonCompliant, ...over] });
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
