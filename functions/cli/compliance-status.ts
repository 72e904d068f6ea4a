import type { RuleRun } from '../adapters/read-rule-runs.ts';
import { type HeldResult, type HeldRule, type HeldStatus, isShown, NOT_DECIDED } from '../adapters/read-status.ts';
import type { UnreadPart } from '../workload/snapshot.ts';
import { complianceTypes } from './summary.ts';

type ComplianceType = (typeof complianceTypes)[number];

/** One rule's result for one resource; times are ISO 8601. */
export interface StatusResult {
  readonly ruleId: string;
  readonly complianceType: ComplianceType;
  /** The time of the change, or of the sweep, that the result is of. */
  readonly since: string;
  /** Empty where AWS Config holds none. */
  readonly annotation: string;
}

export interface ResourceStatus {
  readonly resourceType: string;
  readonly resourceId: string;
  /** `null` when nobody knows the name any more: the role was deleted, or may not be read. */
  readonly name: string | null;
  readonly arn: string | null;
  /** Worst first, then by rule. */
  readonly results: readonly StatusResult[];
  /** Rules of which AWS Config holds nothing for it: they do not apply, or could not be decided. */
  readonly withoutResult: readonly string[];
}

export interface RuleStatus {
  readonly ruleId: string;
  readonly configRuleName: string;
  readonly run: RuleRun | { readonly ended: 'unknown' };
  /** How many results are shown; `null` when they were not read. */
  readonly results: number | null;
}

/** What AWS Config says of every agent role. */
export interface ComplianceStatus {
  readonly accountId: string;
  readonly region: string;
  /** Worst first, then by name. */
  readonly resources: readonly ResourceStatus[];
  readonly rules: readonly RuleStatus[];
  readonly unread: readonly UnreadPart[];
}

/**
 * What was withdrawn for missing evidence is undecided, and so is what a rule found compliant before its latest run failed: the
 * role may have changed since.
 */
export function complianceStatus({ accountId, region, rules, roleNames, unread }: HeldStatus): ComplianceStatus {
  const results = rules.flatMap((rule) =>
    (rule.results ?? []).map((held) => ({ held, result: statusResult(rule, held) })),
  );
  const byResource = Map.groupBy(results, ({ held }) => `${held.resourceType} ${held.resourceId}`);
  const shown = [...byResource.values()].filter((group) => group.some(({ held }) => isShown(held)));
  const resources = shown.flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { resourceType, resourceId } = first.held;
    const { name = nameOf(resourceId), arn = arnOf(resourceId) } = roleNames.get(resourceId) ?? {};
    const own = group.map(({ result }) => result).toSorted(worstFirst);
    const judged = new Set(own.map(({ ruleId }) => ruleId));
    const withoutResult = rules.filter((rule) => rule.results !== undefined && !judged.has(rule.ruleId));
    return [
      { resourceType, resourceId, name, arn, results: own, withoutResult: withoutResult.map(({ ruleId }) => ruleId) },
    ];
  });
  const counted = resources.flatMap((resource) => resource.results);
  return {
    accountId,
    region,
    resources: resources.toSorted(worstResourceFirst),
    rules: rules.map(({ ruleId, configRuleName, run = { ended: 'unknown' }, results: read }) => ({
      ruleId,
      configRuleName,
      run,
      results: read === undefined ? null : counted.filter((result) => result.ruleId === ruleId).length,
    })),
    unread,
  };
}

function statusResult({ ruleId, run }: HeldRule, { complianceType, annotation = '', since }: HeldResult): StatusResult {
  const result = (shownType: ComplianceType, text: string) => ({
    ruleId,
    complianceType: shownType,
    since,
    annotation: text,
  });
  const isDoubtful = run !== undefined && run.ended !== 'well';
  switch (complianceType) {
    case 'NON_COMPLIANT':
      return result('NON_COMPLIANT', annotation);
    case 'COMPLIANT':
      return isDoubtful
        ? result('INSUFFICIENT_DATA', 'COMPLIANT when the rule last said so; its latest run did not end well')
        : result('COMPLIANT', annotation);
    case 'NOT_APPLICABLE':
      return result(annotation.startsWith(NOT_DECIDED) ? 'INSUFFICIENT_DATA' : 'NOT_APPLICABLE', annotation);
    default:
      return result('INSUFFICIENT_DATA', annotation);
  }
}

/** A role that IAM does not have is named by its ARN. */
const arnOf = (resourceId: string): string | null => (resourceId.startsWith('arn:') ? resourceId : null);
const nameOf = (resourceId: string): string | null => arnOf(resourceId)?.split('/').at(-1) ?? null;

const rank = (result: StatusResult): number => complianceTypes.indexOf(result.complianceType);

const worstFirst = (left: StatusResult, right: StatusResult): number =>
  rank(left) - rank(right) || byText(left.ruleId, right.ruleId);

function worstResourceFirst(left: ResourceStatus, right: ResourceStatus): number {
  const count = ({ results }: ResourceStatus, type: ComplianceType) =>
    results.filter(({ complianceType }) => complianceType === type).length;
  return (
    count(right, 'NON_COMPLIANT') - count(left, 'NON_COMPLIANT') ||
    count(right, 'INSUFFICIENT_DATA') - count(left, 'INSUFFICIENT_DATA') ||
    byText(left.name ?? left.resourceId, right.name ?? right.resourceId)
  );
}

/** Code unit order: the same on every machine, whatever its language. */
const byText = (left: string, right: string): number => (left === right ? 0 : left < right ? -1 : 1);
