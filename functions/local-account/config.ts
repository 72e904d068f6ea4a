import type { Account, Input, Operations } from './account.ts';
import { AwsError } from './aws-error.ts';
import { selectItems } from './config-query.ts';
import { evaluationStatus } from './config-rule-runs.ts';
import type { ConfigRule, StoredEvaluation } from './config-store.ts';
import type { ConfigurationItem } from './configuration-item.ts';
import { parseEvaluations } from './evaluations.ts';
import { stringsOf } from './json-object.ts';
import { takePage } from './paging.ts';

/** https://docs.aws.amazon.com/config/latest/APIReference/API_Operations.html */
export const config: Operations = {
  PutEvaluations(input, { config: store, snapshot: { takenAt = '' } }) {
    const token = input.ResultToken;
    if (typeof token !== 'string' || token === '') throw invalidParameter('ResultToken is required.');
    const testMode = input.TestMode === true;
    const configRuleName = store.ruleOfToken(token);
    if (configRuleName === undefined && !testMode) {
      throw new AwsError('InvalidResultTokenException', 400, 'The result token is invalid.');
    }
    const evaluations = parseEvaluations(input.Evaluations, configRuleName ?? '');
    if (testMode) return { FailedEvaluations: [] };
    const times = evaluations.map(({ stored }) => stored.orderingTimestamp);
    store.addRun(configRuleName ?? '', { succeeded: Math.max(seconds(takenAt) || 0, ...times) });
    const failed = evaluations.filter(({ stored }) => !store.putEvaluation(stored)).map(({ sent }) => sent);
    return { FailedEvaluations: failed };
  },

  GetComplianceDetailsByConfigRule(input, account) {
    const { ConfigRuleName } = findRule(input.ConfigRuleName, account);
    const asksForAll = stringsOf(input.ComplianceTypes).includes('NOT_APPLICABLE');
    const held = asksForAll
      ? account.config.everyEvaluation(ConfigRuleName)
      : account.config.evaluations(ConfigRuleName);
    const results = held.filter(({ complianceType }) => wanted(input.ComplianceTypes, complianceType));
    const page = configPage(results, input.NextToken, positive(input.Limit) ?? 10, 100, account);
    return { EvaluationResults: page.items.map(evaluationResult), NextToken: page.next };
  },

  GetComplianceDetailsByResource(input, account) {
    const results = account.config
      .evaluations()
      .filter(({ resourceType, resourceId }) => resourceType === input.ResourceType && resourceId === input.ResourceId)
      .filter(({ complianceType }) => wanted(input.ComplianceTypes, complianceType));
    const page = configPage(results, input.NextToken, 10, 10, account);
    return { EvaluationResults: page.items.map(evaluationResult), NextToken: page.next };
  },

  GetDiscoveredResourceCounts(input, account) {
    const counts = stringsOf(input.resourceTypes)
      .map((resourceType) => ({ resourceType, count: account.config.countResources(resourceType) }))
      .filter(({ count }) => count > 0);
    const { items, next } = configPage(counts, input.nextToken, positive(input.limit) ?? 100, 100, account);
    return { totalDiscoveredResources: counts.length, resourceCounts: items, nextToken: next };
  },

  /** https://docs.aws.amazon.com/config/latest/APIReference/API_StartConfigRulesEvaluation.html */
  StartConfigRulesEvaluation(input, account) {
    const names = stringsOf(input.ConfigRuleNames).map((name) => findRule(name, account).ConfigRuleName);
    if (names.length > 25) throw invalidParameter('ConfigRuleNames has more than 25 members.');
    if (!account.config.startRules(names))
      throw new AwsError(
        'LimitExceededException',
        400,
        'An evaluation is in progress, or was started within a minute.',
      );
    return {};
  },

  DescribeComplianceByConfigRule(input, account) {
    const compliance = namedRules(input, account)
      .map(({ ConfigRuleName }) => ({
        ConfigRuleName,
        Compliance: complianceOf(account.config.evaluations(ConfigRuleName)),
      }))
      .filter(({ Compliance }) => wanted(input.ComplianceTypes, Compliance.ComplianceType));
    const { items, next } = configPage(compliance, input.NextToken, 25, 25, account);
    return { ComplianceByConfigRules: items, NextToken: next };
  },

  DescribeConfigRules(input, account) {
    const { accountId, region, partition = 'aws' } = account.snapshot;
    const rules = namedRules(input, account).map((rule) => ({
      ConfigRuleArn: `arn:${partition}:config:${region}:${accountId}:config-rule/${rule.ConfigRuleName}`,
      ConfigRuleId: rule.ConfigRuleName,
      ConfigRuleState: 'ACTIVE',
      Source: { Owner: 'CUSTOM_LAMBDA' },
      ...rule,
    }));
    const { items, next } = configPage(rules, input.NextToken, 25, 25, account);
    return { ConfigRules: items, NextToken: next };
  },

  DescribeConfigRuleEvaluationStatus(input, account) {
    const states = namedRules(input, account).map(({ ConfigRuleName }) =>
      evaluationStatus(ConfigRuleName, account.config.runsOf(ConfigRuleName)),
    );
    const { items, next } = configPage(states, input.NextToken, 25, 25, account);
    return { ConfigRulesEvaluationStatus: items, NextToken: next };
  },

  SelectResourceConfig(input, account) {
    const rows = selectItems(input.Expression, (type, id) => account.config.history(type, id).at(-1));
    const { items, next } = configPage(rows, input.NextToken, positive(input.Limit) ?? 25, 100, account);
    return { Results: items, NextToken: next };
  },

  GetResourceConfigHistory(input, account) {
    const { resourceType, resourceId } = input;
    const all = account.config.history(String(resourceType), String(resourceId));
    if (all.length === 0) {
      throw new AwsError(
        'ResourceNotDiscoveredException',
        400,
        `Resource ${resourceId} of resourceType:${resourceType} is unknown or has not been discovered`,
      );
    }
    const later = Number(input.laterTime ?? Number.POSITIVE_INFINITY);
    const earlier = Number(input.earlierTime ?? Number.NEGATIVE_INFINITY);
    const within = all.filter((item) => captureSeconds(item) <= later && captureSeconds(item) >= earlier);
    const ordered = input.chronologicalOrder === 'Forward' ? within : within.toReversed();
    const { items, next } = configPage(ordered, input.nextToken, positive(input.limit) ?? 10, 100, account);
    return { configurationItems: items.map(apiItem), nextToken: next };
  },
};

function evaluationResult(evaluation: StoredEvaluation): object {
  const { configRuleName, resourceType, resourceId, complianceType, annotation, orderingTimestamp } = evaluation;
  return {
    EvaluationResultIdentifier: {
      EvaluationResultQualifier: {
        ConfigRuleName: configRuleName,
        ResourceType: resourceType,
        ResourceId: resourceId,
        EvaluationMode: 'DETECTIVE',
      },
      OrderingTimestamp: orderingTimestamp,
    },
    ComplianceType: complianceType,
    ResultRecordedTime: orderingTimestamp,
    ConfigRuleInvokedTime: orderingTimestamp,
    Annotation: annotation,
  };
}

function complianceOf(evaluations: readonly StoredEvaluation[]): {
  readonly ComplianceType: string;
  readonly ComplianceContributorCount?: object;
} {
  const broken = evaluations.filter(({ complianceType }) => complianceType === 'NON_COMPLIANT').length;
  if (broken === 0) return { ComplianceType: evaluations.length === 0 ? 'INSUFFICIENT_DATA' : 'COMPLIANT' };
  return {
    ComplianceType: 'NON_COMPLIANT',
    ComplianceContributorCount: { CappedCount: Math.min(broken, 25), CapExceeded: broken > 25 },
  };
}

/**
 * The API spells a configuration item differently from the event, and its `configuration` is a JSON string.
 * https://docs.aws.amazon.com/config/latest/APIReference/API_ConfigurationItem.html
 */
function apiItem(item: ConfigurationItem): object {
  const { configurationItemVersion, awsAccountId, ARN, configurationStateMd5Hash, ...same } = item;
  return {
    ...same,
    version: configurationItemVersion,
    accountId: awsAccountId,
    arn: ARN,
    configurationItemMD5Hash: configurationStateMd5Hash,
    configurationItemCaptureTime: captureSeconds(item),
    configurationStateId: String(item.configurationStateId),
    resourceCreationTime: item.resourceCreationTime === null ? undefined : seconds(item.resourceCreationTime),
    relationships: item.relationships.map(({ name, ...rest }) => ({ ...rest, relationshipName: name })),
    configuration: JSON.stringify(item.configuration),
  };
}

function captureSeconds({ configurationItemCaptureTime }: ConfigurationItem): number {
  return seconds(configurationItemCaptureTime);
}

function seconds(time: string): number {
  return Date.parse(time) / 1000;
}

function namedRules(input: Input, account: Account): readonly ConfigRule[] {
  const names = stringsOf(input.ConfigRuleNames);
  if (names.length > 25) throw invalidParameter('ConfigRuleNames has more than 25 members.');
  return names.length === 0 ? [...account.config.rules.values()] : names.map((name) => findRule(name, account));
}

function findRule(name: unknown, { config: store }: Account): ConfigRule {
  const rule = store.rules.get(String(name));
  if (rule !== undefined) return rule;
  throw new AwsError('NoSuchConfigRuleException', 400, `The ConfigRule '${name}' provided in the request is invalid.`);
}

function wanted(types: unknown, complianceType: string): boolean {
  const names = stringsOf(types);
  return names.length === 0 || names.includes(complianceType);
}

/** A limit of 0 means the default. */
function positive(limit: unknown): number | undefined {
  return typeof limit === 'number' && limit > 0 ? limit : undefined;
}

function configPage<Item>(all: readonly Item[], token: unknown, limit: number, most: number, account: Account) {
  if (limit > most) throw new AwsError('InvalidLimitException', 400, `The limit ${limit} is above ${most}.`);
  return takePage(all, {
    token,
    limit,
    most: Math.min(most, account.pageSize),
    emptyPage: account.emptyPages ? 'second' : 'never',
    invalidToken: 'InvalidNextTokenException',
  });
}

function invalidParameter(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', 400, message);
}
