import { type EvaluatedResource, ROLE } from '../adapters/config-evaluations.ts';
import type { ConfigRuleInUse } from '../adapters/config-rules-in-use.ts';
import { mapConcurrently } from '../adapters/map-concurrently.ts';
import type { RecordedResult } from '../adapters/stored-results.ts';
import type { ComplianceLedger } from '../adapters/told-compliance.ts';
import {
  type ComplianceNews,
  complianceNews,
  confirmed,
  nothingTold,
  type ToldCompliance,
} from '../alerts/compliance-told.ts';

export interface NewsServices {
  readonly ledger: ComplianceLedger;
  /** All that AWS Config holds as non-compliant with a rule. */
  readonly readNonCompliant: (configRuleName: string) => Promise<readonly RecordedResult[]>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface ResourceNews extends ComplianceNews {
  readonly resource: EvaluatedResource;
  /** What people were told of it. */
  readonly told: ToldCompliance;
  /** What AWS Config holds as non-compliant, by rule id. */
  readonly held: ReadonlyMap<string, RecordedResult>;
}

/** Rules whose results are asked for at the same time. */
const AT_ONCE = 3;

/**
 * Everything that AWS Config holds as non-compliant and nobody was told of, and everything that was told and it holds so no more:
 * whatever became of the events, and of the roles.
 */
export async function everyNews(
  inUse: readonly ConfigRuleInUse[],
  { ledger, readNonCompliant, now }: NewsServices,
  isWanted: (result: RecordedResult) => boolean = () => true,
): Promise<readonly ResourceNews[]> {
  const results = await mapConcurrently(inUse, AT_ONCE, async ({ configRuleName, ruleId }) =>
    (await readNonCompliant(configRuleName)).map((result) => ({ ruleId, result })),
  );
  const byResource = Map.groupBy(results.flat(), ({ result }) => result.resourceId);
  const told = new Map((await ledger.list()).map((each) => [each.resourceId, each]));
  return [...new Set([...byResource.keys(), ...told.keys()])].flatMap((resourceId) => {
    const ofResource = byResource.get(resourceId) ?? [];
    const held = new Map(ofResource.map(({ ruleId, result }) => [ruleId, result] as const));
    const before = told.get(resourceId) ?? nothingTold(resourceId);
    const known = confirmed(before, held) ?? before;
    const news = complianceNews(known, held, new Set(), now());
    const wanted = ofResource.flatMap(({ ruleId, result }) => (isWanted(result) ? [ruleId] : []));
    const nonCompliant = news.nonCompliant.filter((rule) => wanted.includes(rule));
    if (nonCompliant.length + news.over.length === 0) return [];
    const resourceType = ofResource[0]?.result.resourceType ?? ROLE;
    return [{ resource: { resourceType, resourceId }, told: known, held, nonCompliant, over: news.over }];
  });
}
