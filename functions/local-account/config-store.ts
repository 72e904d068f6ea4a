import { randomUUID } from 'node:crypto';
import type { Snapshot } from '../workload/snapshot.ts';
import { type ConfigurationItem, policyItem, roleItem } from './configuration-item.ts';
import { isCustomerManaged, policyRelationships, roleRelationships } from './relationships.ts';

/** `configservice describe-config-rules`, an item of `.ConfigRules` */
export interface ConfigRule {
  readonly ConfigRuleName: string;
  readonly [field: string]: unknown;
}

export interface StoredEvaluation {
  readonly configRuleName: string;
  readonly resourceType: string;
  readonly resourceId: string;
  readonly complianceType: 'COMPLIANT' | 'NON_COMPLIANT' | 'NOT_APPLICABLE';
  readonly annotation?: string;
  /** Seconds since the epoch. */
  readonly orderingTimestamp: number;
}

/** When a rule last ended well, and last failed. Seconds since the epoch. */
export interface RuleRuns {
  readonly succeeded?: number;
  readonly failed?: { readonly time: number; readonly error: string; readonly message: string };
}

/** What AWS Config holds. */
export interface ConfigStore {
  readonly rules: ReadonlyMap<string, ConfigRule>;
  /** Without those that are not applicable: AWS Config cleans them up. */
  evaluations(configRuleName?: string): readonly StoredEvaluation[];
  /** Those too, while they are not cleaned up. */
  everyEvaluation(configRuleName: string): readonly StoredEvaluation[];
  runsOf(configRuleName: string): RuleRuns;
  addRun(configRuleName: string, run: RuleRuns): void;
  putConfigRule(rule: ConfigRule): void;
  issueResultToken(configRuleName: string): string;
  ruleOfToken(resultToken: string): string | undefined;
  failEvaluations(fails: (evaluation: StoredEvaluation) => boolean): () => void;
  /** Stores it unless a newer one is there. False: it was made to fail. */
  putEvaluation(evaluation: StoredEvaluation): boolean;
  /** Adds a configuration item for each role and customer managed policy that changed. */
  record(snapshot: Snapshot): void;
  /** False: they are to be run again already, and AWS Config refuses. */
  startRules(configRuleNames: readonly string[]): boolean;
  takeStartedRules(): readonly string[];
  /** How many resources of a type are recorded. */
  countResources(resourceType: string): number;
  /** Oldest first. */
  history(resourceType: string, resourceId: string): readonly ConfigurationItem[];
}

export function buildConfigStore(snapshot: Snapshot): ConfigStore {
  const rules = new Map<string, ConfigRule>();
  const tokens = new Map<string, string>();
  const evaluations = new Map<string, StoredEvaluation>();
  const failures = new Set<(evaluation: StoredEvaluation) => boolean>();
  const items: ConfigurationItem[] = [];
  const started = new Set<string>();
  const runs = new Map<string, RuleRuns>();

  const store: ConfigStore = {
    rules,
    evaluations: (name) =>
      [...evaluations.values()].filter(
        ({ configRuleName, complianceType }) =>
          complianceType !== 'NOT_APPLICABLE' && (name === undefined || configRuleName === name),
      ),
    everyEvaluation: (name) => [...evaluations.values()].filter(({ configRuleName }) => configRuleName === name),
    runsOf: (name) => runs.get(name) ?? {},
    addRun: (name, run) => void runs.set(name, { ...runs.get(name), ...run }),
    putConfigRule: (rule) => void rules.set(rule.ConfigRuleName, rule),
    issueResultToken(configRuleName) {
      if (!rules.has(configRuleName)) rules.set(configRuleName, { ConfigRuleName: configRuleName });
      const token = randomUUID();
      tokens.set(token, configRuleName);
      return token;
    },
    ruleOfToken: (token) => tokens.get(token),
    failEvaluations(fails) {
      failures.add(fails);
      return () => void failures.delete(fails);
    },
    putEvaluation(evaluation) {
      if ([...failures].some((fails) => fails(evaluation))) return false;
      const { configRuleName, resourceType, resourceId } = evaluation;
      const key = JSON.stringify([configRuleName, resourceType, resourceId]);
      // One that is not applicable is kept, so that an older one cannot come back.
      const newest = evaluations.get(key)?.orderingTimestamp ?? Number.NEGATIVE_INFINITY;
      if (evaluation.orderingTimestamp >= newest) evaluations.set(key, evaluation);
      return true;
    },
    record(next) {
      for (const item of itemsOf(next)) {
        const latest = store.history(item.resourceType, item.resourceId).at(-1);
        if (JSON.stringify(latest?.configuration) !== JSON.stringify(item.configuration)) items.push(item);
      }
    },
    startRules(names) {
      if (names.some((name) => started.has(name))) return false;
      for (const name of names) started.add(name);
      return true;
    },
    takeStartedRules() {
      const names = [...started];
      started.clear();
      return names;
    },
    countResources: (resourceType) =>
      new Set(items.filter((item) => item.resourceType === resourceType).map(({ resourceId }) => resourceId)).size,
    history: (resourceType, resourceId) =>
      items.filter((item) => item.resourceType === resourceType && item.resourceId === resourceId),
  };
  store.record(snapshot);
  return store;
}

function itemsOf(snapshot: Snapshot): readonly ConfigurationItem[] {
  const { iam, accountId, takenAt: captureTime = '1970-01-01T00:00:00.000Z' } = snapshot;
  const local = (iam?.Policies ?? []).filter(({ Arn }) => isCustomerManaged(Arn));
  return [
    ...(iam?.RoleDetailList ?? []).map((role) =>
      roleItem(role, { accountId, captureTime, relationships: roleRelationships(role, snapshot) }),
    ),
    ...local.map((policy) =>
      policyItem(policy, { accountId, captureTime, relationships: policyRelationships(policy, snapshot) }),
    ),
  ];
}
