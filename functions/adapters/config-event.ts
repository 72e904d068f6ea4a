import { isObject, textOf } from './json-fields.ts';

/** The event of a Config rule's function. `@types/aws-lambda` has none. */
export interface ConfigRuleEvent {
  readonly invokingEvent: string;
  readonly ruleParameters?: string;
  readonly resultToken: string;
  readonly eventLeftScope?: boolean;
  readonly accountId: string;
  readonly configRuleName: string;
}

/** What an invocation is about. Times are ISO 8601, as AWS Config sent them. */
export interface ConfigInvocation {
  readonly ruleId: string;
  readonly configRuleName: string;
  readonly accountId: string;
  readonly resultToken: string;
  readonly notification: ConfigNotification;
}

export type ConfigNotification =
  | { readonly kind: 'scheduled'; readonly time: string }
  /** A resource that changed; `inScope` is false when it was deleted, is not recorded or left the rule's scope. */
  | { readonly kind: 'change'; readonly inScope: boolean; readonly item: ConfigurationItem }
  /** The same, but its configuration was too large to be sent. */
  | { readonly kind: 'oversized'; readonly inScope: boolean; readonly item: ConfigurationItem };

/** A configuration item, in the event's spelling. */
export interface ConfigurationItem {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly resourceName?: string;
  readonly captureTime: string;
  readonly relationships: readonly Relationship[];
  readonly configuration: unknown;
}

export interface Relationship {
  readonly resourceType: string;
  readonly resourceId?: string;
  readonly resourceName?: string;
}

/**
 * https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_lambda-functions.html
 *
 * @throws Error naming what is missing: the event is AWS's own, so a retry, and then an alarm, is the right answer
 */
export function parseConfigEvent(event: unknown): ConfigInvocation {
  if (!isObject(event)) throw malformed('the event is not an object');
  const ruleId = textOf(parseText(event.ruleParameters ?? '{}', 'ruleParameters').ruleId);
  if (ruleId === undefined) throw malformed('ruleParameters names no ruleId');
  return {
    ruleId,
    configRuleName: required(event, 'configRuleName'),
    accountId: required(event, 'accountId'),
    resultToken: required(event, 'resultToken'),
    notification: parseNotification(parseText(event.invokingEvent, 'invokingEvent'), event.eventLeftScope === true),
  };
}

function parseNotification(invoking: Readonly<Record<string, unknown>>, leftScope: boolean): ConfigNotification {
  switch (invoking.messageType) {
    case 'ScheduledNotification':
      return { kind: 'scheduled', time: time(invoking, 'notificationCreationTime') };
    case 'ConfigurationItemChangeNotification':
      return { kind: 'change', ...changed(invoking.configurationItem, leftScope) };
    case 'OversizedConfigurationItemChangeNotification':
      return { kind: 'oversized', ...changed(invoking.configurationItemSummary, leftScope) };
    default:
      throw malformed(`the messageType is ${String(invoking.messageType)}`);
  }
}

/** https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules_delete.html */
function changed(value: unknown, leftScope: boolean): { readonly inScope: boolean; readonly item: ConfigurationItem } {
  if (!isObject(value)) throw malformed('the invokingEvent has no configuration item');
  const status = textOf(value.configurationItemStatus);
  return { inScope: !leftScope && (status === 'OK' || status === 'ResourceDiscovered'), item: parseItem(value) };
}

function parseItem(value: Readonly<Record<string, unknown>>): ConfigurationItem {
  const resourceName = textOf(value.resourceName);
  return {
    resourceType: required(value, 'resourceType'),
    resourceId: required(value, 'resourceId'),
    ...(resourceName !== undefined && { resourceName }),
    captureTime: time(value, 'configurationItemCaptureTime'),
    relationships: parseRelationships(value.relationships),
    configuration: value.configuration,
  };
}

export function parseRelationships(value: unknown): readonly Relationship[] {
  return (Array.isArray(value) ? value : []).filter(isObject).map((relationship) => {
    const resourceId = textOf(relationship.resourceId);
    const resourceName = textOf(relationship.resourceName);
    return {
      resourceType: textOf(relationship.resourceType) ?? '',
      ...(resourceId !== undefined && { resourceId }),
      ...(resourceName !== undefined && { resourceName }),
    };
  });
}

function parseText(value: unknown, name: string): Readonly<Record<string, unknown>> {
  let parsed: unknown;
  try {
    parsed = typeof value === 'string' ? JSON.parse(value) : undefined;
  } catch (error) {
    throw new Error(`AWS Config sent an event that cannot be read: ${name} is not JSON`, { cause: error });
  }
  if (!isObject(parsed)) throw malformed(`${name} is not the text of a JSON object`);
  return parsed;
}

function required(value: Readonly<Record<string, unknown>>, name: string): string {
  const text = textOf(value[name]);
  if (text === undefined) throw malformed(`${name} is missing`);
  return text;
}

function time(value: Readonly<Record<string, unknown>>, name: string): string {
  const text = required(value, name);
  if (Number.isNaN(Date.parse(text))) throw malformed(`${name} is not a time`);
  return text;
}

function malformed(reason: string): Error {
  return new Error(`AWS Config sent an event that cannot be read: ${reason}`);
}
