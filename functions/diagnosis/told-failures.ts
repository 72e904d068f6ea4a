import { at, given, objectOf, textOf } from './json-value.ts';

type Fields = Readonly<Record<string, unknown>>;

/** The members of a CloudTrail record that a failure told elsewhere can have. */
interface ToldRecord {
  readonly eventID?: string;
  readonly eventTime?: string;
  readonly eventSource?: string;
  readonly eventName?: string;
  readonly awsRegion?: string;
  readonly recipientAccountId?: string;
  readonly errorCode?: string;
  readonly errorMessage?: string;
  readonly userIdentity?: { readonly arn: string };
  readonly requestParameters?: Fields;
}

const BEDROCK = 'bedrock.amazonaws.com';
const AGENT_CORE = 'bedrock-agentcore.amazonaws.com';

/**
 * Failures that documents other than CloudTrail's tell, in the shape of its records: the trace of an agent, an ingestion job, a
 * gateway's or runtime's reasons, a model invocation log, an error of an SDK, a line of a log. Empty: it tells of none.
 */
export function toldFailures(document: Fields): readonly ToldRecord[] {
  for (const tells of [trace, reasons, invocationLog, sdkError, logLine]) {
    const records = tells(document);
    if (records.length > 0) return records;
  }
  return [];
}

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent-runtime_FailureTrace.html */
function trace(document: Fields): readonly ToldRecord[] {
  const part = objectOf(at(document, 'trace', 'trace')) === undefined ? document : objectOf(document.trace);
  const failure = at(part, 'trace', 'failureTrace') ?? at(part, 'failureTrace');
  const errorMessage = textOf(at(failure, 'failureReason'));
  if (errorMessage === undefined) return [];
  const status = Number(at(failure, 'failureCode'));
  return [
    given<ToldRecord>({
      eventSource: BEDROCK,
      eventName: 'InvokeAgent',
      eventTime: textOf(at(part, 'eventTime')),
      errorCode: status === 401 || status === 403 ? 'AccessDeniedException' : undefined,
      errorMessage,
      requestParameters: given<Fields>({
        agentId: textOf(at(part, 'agentId')),
        agentAliasId: textOf(at(part, 'agentAliasId')),
        agentVersion: textOf(at(part, 'agentVersion')),
      }),
    }),
  ];
}

/** Answers that hold a resource, or its status alone, and why it failed. */
const RESOURCES: Readonly<Record<string, readonly [eventSource: string, eventName: string]>> = {
  ingestionJob: [BEDROCK, 'StartIngestionJob'],
  knowledgeBase: [BEDROCK, 'CreateKnowledgeBase'],
  dataSource: [BEDROCK, 'CreateDataSource'],
  agent: [BEDROCK, 'PrepareAgent'],
};

function reasons(document: Fields): readonly ToldRecord[] {
  const [name] = Object.keys(RESOURCES).filter((key) => objectOf(document[key]) !== undefined);
  const resource = objectOf(name === undefined ? document : document[name]) ?? {};
  const texts = [
    resource.failureReasons,
    resource.statusReasons,
    resource.statusReason,
    resource.failureReason,
  ].flatMap((value) => (Array.isArray(value) ? value.slice(0, 50) : [value]).flatMap((text) => textOf(text) ?? []));
  const [eventSource, eventName] = name === undefined ? kindOfResource(resource) : (RESOURCES[name] ?? []);
  return [...new Set(texts)].map((errorMessage) =>
    given<ToldRecord>({
      eventSource,
      eventName,
      awsRegion: regionOf(resource),
      errorMessage,
      requestParameters: parametersOf(resource),
    }),
  );
}

function kindOfResource(resource: Fields): readonly [string?, string?] {
  if ('ingestionJobId' in resource) return [BEDROCK, 'StartIngestionJob'];
  if ('targetId' in resource) return [AGENT_CORE, 'CreateGatewayTarget'];
  if ('gatewayId' in resource) return [AGENT_CORE, 'CreateGateway'];
  return 'agentRuntimeId' in resource ? [AGENT_CORE, 'CreateAgentRuntime'] : [];
}

const parametersOf = (resource: Fields): Fields =>
  Object.fromEntries(Object.entries(resource).filter(([name]) => !/^(?:failure|status)Reasons?$/.test(name)));

const regionOf = (resource: Fields): string | undefined => {
  const arn = Object.values(resource).find((value) => /^arn:[a-z-]+:bedrock/.test(textOf(value) ?? ''));
  return textOf(arn)?.split(':')[3];
};

/** https://docs.aws.amazon.com/bedrock/latest/userguide/model-invocation-logging.html */
function invocationLog(document: Fields): readonly ToldRecord[] {
  if (document.schemaType !== 'ModelInvocationLog') return [];
  const arn = textOf(at(document, 'identity', 'arn'));
  return [
    given<ToldRecord>({
      eventID: textOf(document.requestId),
      eventTime: textOf(document.timestamp),
      eventSource: BEDROCK,
      eventName: textOf(document.operation),
      awsRegion: textOf(document.region),
      recipientAccountId: textOf(document.accountId),
      errorCode: textOf(document.errorCode),
      errorMessage: textOf(document.errorMessage),
      userIdentity: arn === undefined ? undefined : { arn },
      requestParameters: given<Fields>({ modelId: textOf(document.modelId) }),
    }),
  ];
}

/** boto3: `{"Error":{"Code":…,"Message":…}}`; JavaScript: `{"name":…,"message":…,"$fault":…}`. */
function sdkError(document: Fields): readonly ToldRecord[] {
  const errorMessage = textOf(at(document, 'Error', 'Message'));
  if (errorMessage !== undefined)
    return [given<ToldRecord>({ errorCode: textOf(at(document, 'Error', 'Code')), errorMessage })];
  const name = textOf(document.name) ?? textOf(document.__type)?.split('#').at(-1);
  const text = textOf(document.message) ?? textOf(document.Message);
  return name === undefined || text === undefined ? [] : [{ errorCode: name, errorMessage: text }];
}

/** What a structured log calls its text. */
const LINE_TEXTS = ['errorMessage', 'message', 'Message', 'msg', 'error', 'exception', 'log'] as const;

function logLine(document: Fields): readonly ToldRecord[] {
  if (textOf(document.eventName) !== undefined) return [];
  const [errorMessage] = LINE_TEXTS.flatMap(
    (name) => textOf(document[name]) ?? textOf(at(document, name, 'message')) ?? [],
  );
  if (errorMessage === undefined || textOf(document.errorMessage) !== undefined) return [];
  return [{ errorMessage }];
}
