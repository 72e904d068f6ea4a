import { isObject, textOf } from './json-fields.ts';
import { idsIn } from './roles-served-by.ts';

/** A call that changed a workload, or something that it is made of. */
export interface WorkloadEvent {
  readonly eventId: string | null;
  readonly eventName: string;
  /** ISO 8601. */
  readonly eventTime: string | null;
  readonly region: string | null;
  readonly by: string | null;
  /** The ids of what was changed. Empty: the change is one of the whole account. */
  readonly ids: readonly string[];
}

/**
 * Members of a request or an answer that say what a call is about. Others name what it uses, such as a role or a model, and
 * with them half of the account.
 */
const NAMES_THE_CHANGED = new Set([
  ...['agentId', 'agentArn', 'agentAliasArn', 'agentRuntimeId', 'agentRuntimeArn'],
  ...['knowledgeBaseId', 'knowledgeBaseArn', 'dataSourceId'],
  ...['flowIdentifier', 'flowId', 'flowArn', 'promptIdentifier'],
  ...['guardrailIdentifier', 'guardrailId', 'inferenceProfileIdentifier', 'inferenceProfileArn', 'provisionedModelId'],
  ...['gatewayIdentifier', 'gatewayId', 'gatewayArn', 'memoryId', 'browserId', 'codeInterpreterId', 'harnessId'],
  ...['evaluatorId', 'onlineEvaluationConfigId', 'functionName', 'functionArn', 'resourceArn', 'id', 'arn'],
]);

/** Calls whose change concerns every workload: access to models, and guardrails that the account enforces. */
const ACCOUNT_WIDE =
  /^(PutUseCaseForModelAccess|(Create|Delete)FoundationModelAgreement|PutFoundationModelEntitlement|(Put|Delete)EnforcedGuardrailConfiguration)$/;

/**
 * What a CloudTrail record says of a workload's change. Everything in it is optional and hostile.
 *
 * @returns undefined when the call failed, or says nothing of what it changed
 */
export function parseWorkloadEvent(record: unknown): WorkloadEvent | undefined {
  if (!isObject(record) || textOf(record.errorCode) !== undefined) return undefined;
  const eventName = textOf(record.eventName)
    ?.replace(/\d{8}(v\d+)?$/, '')
    .slice(0, 100);
  if (eventName === undefined) return undefined;
  const ids = [...new Set([...changedIds(record.requestParameters), ...changedIds(record.responseElements)])];
  if (ids.length === 0 && !ACCOUNT_WIDE.test(eventName)) return undefined;
  const identity = isObject(record.userIdentity) ? record.userIdentity : {};
  return {
    eventId: textOf(record.eventID)?.trim() ?? null,
    eventName,
    eventTime: timeOf(record.eventTime),
    region: textOf(record.awsRegion) ?? null,
    by: textOf(identity.arn) ?? textOf(identity.invokedBy) ?? null,
    ids: ACCOUNT_WIDE.test(eventName) ? [] : ids,
  };
}

/** Answers hold the resource itself one level down: `{"agent":{"agentId":"…"}}`. */
function changedIds(value: unknown): readonly string[] {
  if (!isObject(value)) return [];
  const nested = Object.values(value).filter(isObject);
  return [value, ...nested].flatMap((fields) =>
    Object.entries(fields).flatMap(([name, text]) =>
      NAMES_THE_CHANGED.has(name) && typeof text === 'string' && text.length <= 2048 ? idOf(text) : [],
    ),
  );
}

/**
 * Of `arn:aws:bedrock:us-east-1:111122223333:agent-alias/AGENT00001/ALIAS00001` the id is the one behind the type; of a name
 * with a qualifier, such as `function:live`, it is the name.
 */
function idOf(text: string): readonly string[] {
  const isArn = text.startsWith('arn:');
  const ids = idsIn(isArn ? text.split(':').slice(5).join(':') : text);
  const id = isArn ? (ids[1] ?? ids[0]) : ids[0];
  return id === undefined || id === '' ? [] : [id];
}

const timeOf = (value: unknown): string | null => {
  const text = textOf(value);
  return text === undefined || Number.isNaN(Date.parse(text)) ? null : text;
};
