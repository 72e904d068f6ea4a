import { alertMessage } from '../adapters/alert-message.ts';
import type { EvaluatedResource, StoredResult } from '../adapters/config-evaluations.ts';
import type { ConfigRuleInUse } from '../adapters/config-rules-in-use.ts';
import type { ComplianceLedger } from '../adapters/told-compliance.ts';
import {
  roomAlone,
  type Settling,
  settled,
  tellingNow,
  toldAlone,
  withPublished,
} from '../alerts/compliance-settling.ts';
import { type ComplianceNews, complianceNews, nothingTold, withNews } from '../alerts/compliance-told.ts';
import { manyChangesAlert } from '../alerts/many-changes-alert.ts';
import { judgeRoles, newNonCompliance } from './judge-role.ts';
import { type TellComplianceServices, tellCompliance } from './tell-compliance.ts';

export interface SettleServices extends TellComplianceServices {
  /** All that AWS Config holds of a rule, compliant or not. */
  readonly readStoredResults: (configRuleName: string) => Promise<readonly StoredResult[]>;
}

interface ResourceNews extends ComplianceNews {
  readonly resource: EvaluatedResource;
  readonly held: ReadonlyMap<string, StoredResult>;
}

/**
 * The end of a wait: few roles are told alone, many in one digest. The digest is published before what it told is noted: whoever
 * dies in between publishes it again under the same id, or, when that is noted, only notes the rest.
 */
export async function settle(waiting: Settling, services: SettleServices): Promise<void> {
  const { ledger, now, log, readConfigRules } = services;
  let settling = await write(tellingNow(waiting, now()), services);
  const inUse = await readConfigRules();
  const news = await newsOf(await everyResult(inUse, services), services);
  const isFew = settling.published === undefined && news.length <= roomAlone(settling, now());
  if (isFew) {
    for (const { resource, over } of news) await tellCompliance(resource, new Set(over), inUse, services);
    await write(toldAlone(settling, news.length, now()), services);
  } else {
    if (settling.published === undefined) {
      await publishDigest(settling, news, inUse, services);
      settling = await write(withPublished(settling, now()), services);
    }
    for (const each of news) await note(each, settling.published ?? now(), ledger, now());
    await write(settled(settling), services);
  }
  log('COMPLIANCE_SETTLED', { resources: news.length, told: isFew ? 'each alone' : 'in one digest' });
}

/** @throws Error when somebody else wrote it: the messages come again, and see what */
async function write(settling: Settling, { ledger }: SettleServices): Promise<Settling> {
  if (await ledger.writeSettling(settling)) return settling;
  throw new Error('another invocation settles at the same time');
}

async function everyResult(
  inUse: readonly ConfigRuleInUse[],
  { readStoredResults }: SettleServices,
): Promise<ReadonlyMap<string, Omit<ResourceNews, keyof ComplianceNews>>> {
  const resources = new Map<string, { resource: EvaluatedResource; held: Map<string, StoredResult> }>();
  for (const { configRuleName, ruleId } of inUse) {
    for (const result of await readStoredResults(configRuleName)) {
      const { resourceType, resourceId } = result;
      const entry = resources.get(resourceId) ?? { resource: { resourceType, resourceId }, held: new Map() };
      entry.held.set(ruleId, result);
      resources.set(resourceId, entry);
    }
  }
  return resources;
}

/** Those that AWS Config holds as compliant throughout, and nobody was told of, need no look into the ledger. */
async function newsOf(
  resources: Awaited<ReturnType<typeof everyResult>>,
  { ledger, now }: SettleServices,
): Promise<readonly ResourceNews[]> {
  const found: ResourceNews[] = [];
  for (const { resource, held } of resources.values()) {
    const told = (await ledger.read(resource.resourceId)) ?? nothingTold(resource.resourceId);
    const news = complianceNews(told, held, new Set(), now());
    if (news.nonCompliant.length + news.over.length > 0) found.push({ resource, held, ...news });
  }
  return found;
}

async function publishDigest(
  { waiting }: Settling,
  news: readonly ResourceNews[],
  inUse: readonly ConfigRuleInUse[],
  services: SettleServices,
): Promise<void> {
  const { readers, readRoleNames, publish, log } = services;
  const names = await readRoleNames(news.map(({ resource }) => resource.resourceId));
  const evaluations = await judgeRoles(inUse, services);
  const found = news.flatMap(({ resource: { resourceId }, held, nonCompliant }) => {
    const { name: roleName = resourceId, arn: roleArn = resourceId } = names.get(resourceId) ?? {};
    return nonCompliant.flatMap((ruleId) => {
      const annotation = held.get(ruleId)?.annotation ?? '';
      return newNonCompliance({ ruleId, resourceId, annotation, roleArn, roleName }, evaluations) ?? [];
    });
  });
  const [{ accountId, region }] = readers;
  const over = news.reduce((sum, each) => sum + each.over.length, 0);
  const alertId = `compliance-many/${accountId}/${new Date(waiting?.since ?? 0).toISOString()}`;
  await publish(alertMessage(manyChangesAlert({ alertId, accountId, region, found, over })));
  log('ALERT_PUBLISHED', { alertId, resources: news.length });
}

/** That the digest told it. What came after the digest is left for its own event. */
async function note(
  { resource: { resourceId }, held, nonCompliant, over }: ResourceNews,
  published: number,
  ledger: ComplianceLedger,
  now: number,
): Promise<void> {
  const told = (await ledger.read(resourceId)) ?? nothingTold(resourceId);
  const inDigest = nonCompliant.filter((rule) => (held.get(rule)?.time ?? 0) <= published);
  const by = { alertId: `compliance-many/${resourceId}`, isConfirmed: true };
  const { pending, ...next } = withNews(told, { nonCompliant: inDigest, over }, by, now);
  // What somebody else decided to tell stays to be told.
  const whole = { ...next, ...(told.pending !== undefined && { pending: told.pending }) };
  if (!(await ledger.write(whole))) throw new Error(`what was told of ${resourceId} was written by another`);
}
