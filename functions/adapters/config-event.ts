import { isObject, textOf } from './json-fields.ts';

/** The event of a Config rule's function. `@types/aws-lambda` has none. */
export interface ConfigRuleEvent {
  readonly invokingEvent: string;
  readonly ruleParameters?: string;
  readonly resultToken: string;
  readonly eventLeftScope?: boolean;
  readonly accountId: string;
  readonly configRuleName: string;
  /** Where an earlier invocation of the same sweep left it: the function's own word, AWS Config sends none. */
  readonly continuation?: Continuation;
}

export interface Continuation {
  /** How many invocations came before. */
  readonly count: number;
  /** What they found out, packed. */
  readonly state?: string;
}

/** What an invocation is about. Times are ISO 8601, as AWS Config sent them. */
export interface ConfigInvocation {
  readonly ruleId: string;
  /** The rule's own settings, by name. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly configRuleName: string;
  readonly accountId: string;
  readonly resultToken: string;
  readonly notification: ConfigNotification;
  readonly continuation: Continuation;
  /** As it came. */
  readonly event: object;
}

export type ConfigNotification =
  | { readonly kind: 'scheduled'; readonly time: string }
  | (ResourceChange & { readonly kind: 'change' })
  /** The same, but its configuration was too large to be sent. */
  | (ResourceChange & { readonly kind: 'oversized' });

interface ResourceChange {
  /** False when the resource was deleted, is not recorded or left the rule's scope. */
  readonly inScope: boolean;
  readonly isDeleted: boolean;
  readonly item: ConfigurationItem;
}

/** A configuration item, in the event's spelling. */
export interface ConfigurationItem {
  readonly resourceType: string;
  readonly resourceId: string;
  readonly resourceName?: string;
  readonly arn?: string;
  /** Whether AWS Config meets the resource for the first time. */
  readonly isNew?: true;
  readonly captureTime: string;
  readonly relationships: readonly Relationship[];
  readonly configuration: unknown;
  /** Absent when the item says nothing of tags, which is not the same as none. */
  readonly tags?: Readonly<Record<string, string>>;
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
  const configRuleName = required(event, 'configRuleName');
  const { ruleId = ruleOfName(configRuleName), ...parameters } = ruleParameters(event.ruleParameters);
  if (ruleId === undefined)
    throw malformed('ruleParameters names no ruleId, and the name of the rule does not tell it');
  return {
    ruleId,
    parameters,
    configRuleName,
    accountId: required(event, 'accountId'),
    resultToken: required(event, 'resultToken'),
    notification: parseNotification(parseText(event.invokingEvent, 'invokingEvent'), event.eventLeftScope === true),
    continuation: continuationOf(event.continuation),
    event,
  };
}

function continuationOf(value: unknown): Continuation {
  if (!isObject(value) || typeof value.count !== 'number') return { count: 0 };
  const state = textOf(value.state);
  return { count: value.count, ...(state !== undefined && { state }) };
}

/** What every name of this product's AWS Config rules begins with; the rule's id follows. */
export const RULE_NAME_PREFIX = 'bedrock-warden-';

export function ruleOfName(configRuleName: string): string | undefined {
  return configRuleName.startsWith(RULE_NAME_PREFIX) ? configRuleName.slice(RULE_NAME_PREFIX.length) : undefined;
}

/** A JSON object as text, or nothing at all. AWS Config passes every value on as text, whatever was written. */
export function ruleParameters(written: unknown): Readonly<Record<string, string>> {
  if (written === undefined || written === null || written === '') return {};
  return Object.fromEntries(
    Object.entries(parseText(written, 'ruleParameters')).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
        ? [[name, String(value)]]
        : [],
    ),
  );
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

/** https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_develop-rules-delete.html */
function changed(value: unknown, leftScope: boolean): ResourceChange {
  if (!isObject(value)) throw malformed('the invokingEvent has no configuration item');
  const status = textOf(value.configurationItemStatus);
  return {
    inScope: !leftScope && (status === 'OK' || status === 'ResourceDiscovered'),
    isDeleted: status === 'ResourceDeleted' || status === 'ResourceDeletedNotRecorded',
    item: parseItem(value),
  };
}

function parseItem(value: Readonly<Record<string, unknown>>): ConfigurationItem {
  const resourceName = textOf(value.resourceName);
  const arn = textOf(value.ARN);
  const tags = parseTags(value.tags);
  return {
    resourceType: required(value, 'resourceType'),
    resourceId: required(value, 'resourceId'),
    ...(resourceName !== undefined && { resourceName }),
    ...(arn !== undefined && { arn }),
    ...(value.configurationItemStatus === 'ResourceDiscovered' && { isNew: true }),
    captureTime: time(value, 'configurationItemCaptureTime'),
    relationships: parseRelationships(value.relationships),
    configuration: value.configuration,
    ...(tags !== undefined && { tags }),
  };
}

export function parseTags(value: unknown): Readonly<Record<string, string>> | undefined {
  if (!isObject(value)) return undefined;
  return Object.fromEntries(Object.entries(value).filter((tag): tag is [string, string] => typeof tag[1] === 'string'));
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
