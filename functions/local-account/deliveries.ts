import type { ManagedPolicyDetail, RoleDetail } from '../workload/snapshot.ts';
import {
  bareItem,
  type ConfigurationItem,
  type ConfigurationItemStatus,
  policyItem,
  type Relationship,
  roleItem,
} from './configuration-item.ts';

/** What AWS Config says in every invocation of a custom rule's function. */
export interface ConfigInvocation {
  readonly accountId: string;
  readonly configRuleName: string;
  readonly ruleParameters: Readonly<Record<string, string>>;
  readonly resultToken: string;
  /** `us-east-1` when absent. */
  readonly region?: string;
}

export interface ConfigChange extends ConfigInvocation {
  readonly captureTime: string;
  readonly relationships?: readonly Relationship[];
  readonly status?: ConfigurationItemStatus;
  /** Whether the item is too large to be sent: only its summary is. */
  readonly oversized?: boolean;
  readonly eventLeftScope?: boolean;
}

/** The event of a Config rule's function; the invoking event and the parameters are JSON strings. */
export interface ConfigRuleEvent {
  readonly version: '1.0';
  readonly invokingEvent: string;
  readonly ruleParameters: string;
  readonly resultToken: string;
  readonly eventLeftScope: boolean;
  readonly executionRoleArn: string;
  readonly configRuleArn: string;
  readonly configRuleName: string;
  readonly configRuleId: string;
  readonly accountId: string;
}

/** https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html */
export function scheduledNotification({ time, ...invocation }: ConfigInvocation & { readonly time: string }) {
  return ruleEvent(invocation, {
    awsAccountId: invocation.accountId,
    notificationCreationTime: time,
    messageType: 'ScheduledNotification',
    recordVersion: '1.0',
  });
}

/** A role changed. */
export function roleChange({ role, ...change }: ConfigChange & { readonly role: RoleDetail }): ConfigRuleEvent {
  return changeNotification(roleItem(role, change), change);
}

/** A customer managed policy changed; the roles that it is attached to are its relationships. */
export function policyChange({
  policy,
  ...change
}: ConfigChange & { readonly policy: ManagedPolicyDetail }): ConfigRuleEvent {
  return changeNotification(policyItem(policy, change), change);
}

/**
 * A resource of Amazon Bedrock or AgentCore changed: the item of which AWS documents no configuration, so it has none here.
 * Its id is the last part of its ARN.
 */
export function resourceChange({
  resourceType,
  arn,
  ...change
}: ConfigChange & { readonly resourceType: string; readonly arn: string }): ConfigRuleEvent {
  return changeNotification(bareItem(resourceType, arn, change), change);
}

/**
 * A CloudTrail record as EventBridge delivers it: `resources` is always empty.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function cloudTrailEnvelope(record: Readonly<Record<string, unknown>>) {
  const { eventSource = 'bedrock.amazonaws.com', eventID, eventTime, awsRegion, recipientAccountId } = record;
  return {
    version: '0',
    id: String(eventID ?? ''),
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${String(eventSource).split('.')[0]}`,
    account: String(recipientAccountId ?? ''),
    time: String(eventTime ?? ''),
    region: String(awsRegion ?? ''),
    resources: [],
    detail: record,
  };
}

function changeNotification(item: ConfigurationItem, change: ConfigChange): ConfigRuleEvent {
  const notificationCreationTime = change.captureTime;
  if (change.oversized !== true) {
    return ruleEvent(change, {
      configurationItemDiff: null,
      configurationItem: item,
      notificationCreationTime,
      messageType: 'ConfigurationItemChangeNotification',
      recordVersion: '1.3',
    });
  }
  const { configuration, supplementaryConfiguration, relationships, relatedEvents, tags, ...summary } = item;
  return ruleEvent(change, {
    configurationItemSummary: { changeType: 'UPDATE', ...summary },
    notificationCreationTime,
    messageType: 'OversizedConfigurationItemChangeNotification',
    recordVersion: '1.0',
  });
}

function ruleEvent(
  invocation: ConfigInvocation & { readonly eventLeftScope?: boolean },
  invokingEvent: object,
): ConfigRuleEvent {
  const { accountId, configRuleName, ruleParameters, resultToken, region = 'us-east-1' } = invocation;
  const configRuleId = 'config-rule-local1';
  return {
    version: '1.0',
    invokingEvent: JSON.stringify(invokingEvent),
    ruleParameters: JSON.stringify(ruleParameters),
    resultToken,
    eventLeftScope: invocation.eventLeftScope ?? false,
    executionRoleArn: `arn:aws:iam::${accountId}:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig`,
    configRuleArn: `arn:aws:config:${region}:${accountId}:config-rule/${configRuleId}`,
    configRuleName,
    configRuleId,
    accountId,
  };
}
