import {
  ConfigServiceClient,
  type EvaluationResult,
  paginateGetComplianceDetailsByConfigRule,
} from '@aws-sdk/client-config-service';
import type { UnreadPart } from '../workload/snapshot.ts';
import { everyItem } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';
import { ROLE } from './config-evaluations.ts';
import { type ConfigRuleInUse, readConfigRules } from './config-rules-in-use.ts';
import { InputError } from './input-error.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { readIdentity } from './read-identity.ts';
import { type RoleName, readRoleNames } from './read-role-names.ts';
import { type RuleRun, readRuleRuns } from './read-rule-runs.ts';
import { collectUnread } from './unread.ts';

/** A result as AWS Config holds it. Times are ISO 8601. */
export interface HeldResult {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly complianceType: string;
  readonly annotation?: string;
  /** Of the change, or the sweep, that the result is of. */
  readonly since: string;
}

export interface HeldRule extends Pick<ConfigRuleInUse, 'configRuleName' | 'ruleId'> {
  /** Absent when AWS Config did not say. */
  readonly run?: RuleRun;
  /** Absent when they could not be read. */
  readonly results?: readonly HeldResult[];
}

/** What AWS Config holds of this product's rules in one account and Region. */
export interface HeldStatus {
  readonly accountId: string;
  readonly region: string;
  readonly rules: readonly HeldRule[];
  /** By the unique id. */
  readonly roleNames: ReadonlyMap<string, RoleName>;
  readonly unread: readonly UnreadPart[];
}

/**
 * Reads it, and changes nothing.
 *
 * @throws InputError when there are no usable credentials or no Region, or the rules themselves may not be listed
 */
export async function readStatus(aws: Aws): Promise<HeldStatus> {
  const { accountId, region } = await readIdentity(aws);
  const unread = collectUnread();
  const inUse = await unread.attempt('rules of AWS Config', () => readConfigRules(aws));
  if (inUse === undefined) throw rulesRefused(unread.parts[0], region);
  const names = inUse.map(({ configRuleName }) => configRuleName);
  const runs = await unread.attempt('runs of the rules', () => readRuleRuns(names, aws));
  const rules = await mapConcurrently(inUse, 3, async ({ configRuleName, ruleId }): Promise<HeldRule> => {
    const results = await unread.attempt(`results of ${configRuleName}`, () => readResults(configRuleName, aws));
    const run = runs?.get(configRuleName);
    return { configRuleName, ruleId, ...(run && { run }), ...(results && { results }) };
  });
  const shown = rules.flatMap(({ results = [] }) => results.filter(isShown).map(({ resourceId }) => resourceId));
  const roleNames = await readRoleNames(shown, aws, unread);
  return { accountId, region, rules, roleNames, unread: unread.parts };
}

/** What begins the annotation of a result that was withdrawn because evidence was missing. */
export const NOT_DECIDED = 'Not decided: ';

/** Roles that no workload acts with have results that say so; nobody asks for their names. */
export function isShown({ complianceType, annotation = '' }: HeldResult): boolean {
  return complianceType !== 'NOT_APPLICABLE' || annotation.startsWith(NOT_DECIDED);
}

/** Those that are not applicable come only when asked for, and only until AWS Config has cleaned them up. */
async function readResults(ConfigRuleName: string, aws: Aws): Promise<readonly HeldResult[]> {
  const pages = paginateGetComplianceDetailsByConfigRule(
    { client: new ConfigServiceClient(clientConfiguration(aws)) },
    { ConfigRuleName, ComplianceTypes: ['COMPLIANT', 'NON_COMPLIANT', 'NOT_APPLICABLE'], Limit: 100 },
  );
  const results = await everyItem(pages, (page) => page.EvaluationResults);
  return results.map(heldResult);
}

function heldResult({
  EvaluationResultIdentifier,
  ComplianceType = 'INSUFFICIENT_DATA',
  Annotation,
  ResultRecordedTime,
}: EvaluationResult): HeldResult {
  const { EvaluationResultQualifier, OrderingTimestamp } = EvaluationResultIdentifier ?? {};
  const since = OrderingTimestamp ?? ResultRecordedTime ?? new Date(0);
  return {
    resourceType: EvaluationResultQualifier?.ResourceType ?? ROLE,
    resourceId: EvaluationResultQualifier?.ResourceId ?? '',
    complianceType: ComplianceType,
    ...(Annotation !== undefined && { annotation: Annotation }),
    since: since.toISOString(),
  };
}

function rulesRefused(part: UnreadPart | undefined, region: string): InputError {
  const what = `the rules of AWS Config were not read (${part?.error ?? 'unknown'})`;
  return new InputError(what, region, 'allow `config:DescribeConfigRules`, or use credentials that may');
}
