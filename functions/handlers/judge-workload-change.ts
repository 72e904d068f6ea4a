import type { StoredResult } from '../adapters/config-evaluations.ts';
import type { ConfigRuleInUse } from '../adapters/config-rules-in-use.ts';
import { readFailed } from '../adapters/role-usage.ts';
import type { NewNonCompliance } from '../alerts/non-compliance.ts';
import { catalogue } from '../rules/catalogue.ts';
import { type Evaluation, evaluateRoles } from '../rules/evaluation.ts';
import type { RuleException } from '../rules/exceptions/exception.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import { mergeAgentRoles } from '../workload/merge-agent-roles.ts';
import { missingFor, partsRead, resourceOf } from './config-answer.ts';
import { type HiddenLists, hiddenLists } from './hidden-lists.ts';
import { type RegionReaders, readRegions } from './read-regions.ts';
import type { RolesOfChanges } from './roles-of-changes.ts';
import type { RuleOfResource } from './told.ts';

export interface JudgeServices {
  readonly readers: RegionReaders;
  readonly readExceptions: () => Promise<readonly RuleException[]>;
  readonly readConfigRules: () => Promise<readonly ConfigRuleInUse[]>;
  /** By the name of the rule. */
  readonly readResultsOf: (resource: {
    readonly resourceType: string;
    readonly resourceId: string;
  }) => Promise<ReadonlyMap<string, StoredResult>>;
}

export interface JudgedChange {
  readonly roles: readonly AgentRole[];
  /** What AWS Config does not hold as non-compliant. */
  readonly newlyNonCompliant: readonly NewNonCompliance[];
  /** What is compliant, or does not apply. */
  readonly inOrder: readonly RuleOfResource[];
  /** The AWS Config rules whose stored results are no longer true. */
  readonly outdated: readonly string[];
  /** Why roles have no answer; `mayRetry` when another try may bring one. */
  readonly undecided: readonly string[];
  readonly mayRetry: boolean;
}

/** Judges the roles that changes bear on, as they are now, against what AWS Config holds. */
export async function judgeWorkloadChange(
  { names, freshness }: RolesOfChanges,
  services: JudgeServices,
): Promise<JudgedChange> {
  const { readers } = services;
  const [inUse, exceptions] = await Promise.all([services.readConfigRules(), services.readExceptions()]);
  const rules = catalogue.filter(({ id }) => inUse.some(({ ruleId }) => ruleId === id));
  const needs = [...new Set(rules.flatMap((rule) => partsRead({ rule })))];
  const snapshots = await readRegions(readers, { needs, roleNames: names, ...freshness });
  const { roles, malformed } = mergeAgentRoles(snapshots);
  const concerned = roles.filter(({ name }) => names.includes(name));
  const parameters = Object.fromEntries(
    inUse.filter(({ ruleId }) => rules.some(({ id }) => id === ruleId)).map((rule) => [rule.ruleId, rule.parameters]),
  );
  const evaluations = evaluateRoles(concerned, rules, { exceptions, parameters });
  const compared = await compare(evaluations, hiddenLists(snapshots), inUse, services);
  return { roles: concerned, ...compared, mayRetry: snapshots.some(readFailed) || malformed.length > 0 };
}

async function compare(
  evaluations: readonly Evaluation[],
  hidden: HiddenLists,
  inUse: readonly ConfigRuleInUse[],
  { readResultsOf }: JudgeServices,
): Promise<Pick<JudgedChange, 'newlyNonCompliant' | 'inOrder' | 'outdated' | 'undecided'>> {
  const newlyNonCompliant: NewNonCompliance[] = [];
  const inOrder: RuleOfResource[] = [];
  const outdated = new Set<string>();
  const undecided: string[] = [];
  for (const [role, ofRole] of Map.groupBy(evaluations, (evaluation) => evaluation.role)) {
    const [resource] = resourceOf(role);
    const stored = resource === undefined ? new Map<string, StoredResult>() : await readResultsOf(resource);
    for (const { rule, outcome } of ofRole) {
      const missing = missingFor(role, outcome, hidden);
      if (missing.length > 0 || outcome.complianceType === 'INSUFFICIENT_DATA') {
        undecided.push(`${rule.id}, ${role.name}: ${missing.join(', ')}`);
        continue;
      }
      if (resource !== undefined && outcome.complianceType !== 'NON_COMPLIANT')
        inOrder.push({ ruleId: rule.id, resourceId: resource.resourceId });
      for (const { configRuleName } of inUse.filter(({ ruleId }) => ruleId === rule.id)) {
        const before = stored.get(configRuleName)?.complianceType ?? 'NOT_APPLICABLE';
        if (before === outcome.complianceType) continue;
        outdated.add(configRuleName);
        if (outcome.complianceType === 'NON_COMPLIANT')
          newlyNonCompliant.push({
            ruleId: rule.id,
            title: rule.title,
            ...(resource !== undefined && { resourceId: resource.resourceId }),
            roleArn: role.arn,
            roleName: role.name,
            findings: outcome.findings,
          });
      }
    }
  }
  return { newlyNonCompliant, inOrder, outdated: [...outdated], undecided };
}
