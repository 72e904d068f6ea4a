import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Snapshot } from '../workload/snapshot.ts';
import { type Account, callerArn, type InvokedFunction, type Operations, type Service } from './account.ts';
import { agentCore } from './agent-core.ts';
import { agentCoreIdentity } from './agent-core-identity.ts';
import { aoss } from './aoss.ts';
import { AwsError, UnknownPart } from './aws-error.ts';
import { bedrock } from './bedrock.ts';
import { bedrockAgent } from './bedrock-agent.ts';
import { config } from './config.ts';
import { buildConfigStore, type ConfigRule, type RuleRuns, type StoredEvaluation } from './config-store.ts';
import { dynamodb } from './dynamodb.ts';
import { ec2 } from './ec2.ts';
import { ec2Answer, ec2Error } from './ec2-protocol.ts';
import { buildFaults, type Fault, faultError } from './faults.ts';
import { iam } from './iam.ts';
import { incidentsTable } from './incidents-table.ts';
import { organizations } from './organizations.ts';
import { queryAnswer, queryError } from './query-protocol.ts';
import { buildQueueStore, type QueueSettings, type QueueStore } from './queue-store.ts';
import { readBody } from './read-body.ts';
import { kms, lambda, lambdaInvocations, s3 } from './resource-policies.ts';
import { type Call, type Protocol, routeRequest } from './router.ts';
import { s3Answer, s3Error } from './s3-protocol.ts';
import { secretsmanager } from './secrets-manager.ts';
import { sns, topicArn } from './sns.ts';
import { sqs } from './sqs.ts';
import { sts } from './sts.ts';
import { buildTables } from './tables.ts';
import { buildTopicStore, type PublishedMessage } from './topic-store.ts';

export interface LocalAccountOptions {
  /** 0, the default: whichever is free. */
  readonly port?: number;
  /** The most that a page of any list holds; AWS's own limits when absent. */
  readonly pageSize?: number;
  /** Whether lists contain pages without items that are not the last one; true when absent. */
  readonly emptyPages?: boolean;
}

/** An AWS account inside this process. */
export interface LocalAccount {
  /** The value of `AWS_ENDPOINT_URL`. */
  readonly endpoint: string;
  readonly accountId: string;
  /** The latest requests, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** What AWS Config has stored, for every rule. */
  readonly evaluations: readonly StoredEvaluation[];
  /** What SNS has accepted. */
  readonly published: readonly PublishedMessage[];
  /** What functions were invoked with by functions, oldest first. Whoever delivers one takes it out. */
  readonly invoked: InvokedFunction[];
  /** The rules that AWS Config was told to run again, which from then on it may be told anew. */
  takeStartedRules(): readonly string[];
  /** Makes requests fail: `iam:GetRole`, `bedrock-agent:*` or `*`. Returns what undoes it. */
  fault(operation: string, fault: Fault): () => void;
  /** Names the evaluations that PutEvaluations answers with in `FailedEvaluations`. Returns what undoes it. */
  failEvaluations(fails: (evaluation: StoredEvaluation) => boolean): () => void;
  putConfigRule(rule: ConfigRule): void;
  /** The function of a rule failed; time in seconds since the epoch. */
  failRule(configRuleName: string, failure: NonNullable<RuleRuns['failed']>): void;
  /** The token of one invocation of a Config rule; makes the rule when there is none of that name. */
  issueResultToken(configRuleName: string): string;
  /** Returns the topic's ARN. */
  createTopic(name: string): string;
  putSecretValue(secretArn: string, text: string): void;
  readonly queues: QueueStore;
  createQueue(settings: QueueSettings): void;
  /** A table with the key `id`, and the index of it that infra/incidents.yml has. */
  createIncidentsTable(name: string): Promise<void>;
  /** The account as it is from now on; what was evaluated and published stays. */
  replaceSnapshot(snapshot: Snapshot): void;
  close(): Promise<void>;
}

export interface RecordedRequest {
  readonly service: Service;
  /** Empty when the request named none. */
  readonly operation: string;
  readonly ok: boolean;
  readonly errorCode?: string;
}

const OPERATIONS: Readonly<Record<Service, Operations>> = {
  iam,
  sts,
  sns,
  config,
  bedrock,
  'bedrock-agent': bedrockAgent,
  'bedrock-agentcore': { ...agentCore, ...agentCoreIdentity },
  lambda: { ...lambda, ...lambdaInvocations },
  kms,
  s3,
  organizations,
  aoss,
  secretsmanager,
  dynamodb,
  sqs,
  ec2,
};

const CONTENT_TYPES: Readonly<Record<Protocol, string>> = {
  query: 'text/xml',
  ec2: 'text/xml',
  restXml: 'application/xml',
  json: 'application/x-amz-json-1.1',
  rest: 'application/json',
};

const MOST_REQUESTS = 10_000;

/** Serves one snapshot on 127.0.0.1 in AWS's own protocols. No signature is verified. */
export async function startLocalAccount(snapshot: Snapshot, options: LocalAccountOptions = {}): Promise<LocalAccount> {
  let current = snapshot;
  const configStore = buildConfigStore(snapshot);
  const topics = buildTopicStore();
  const faults = buildFaults();
  const secretValues = new Map<string, string>();
  const requests: RecordedRequest[] = [];

  const account: Account = {
    get snapshot() {
      return current;
    },
    pageSize: options.pageSize ?? Number.POSITIVE_INFINITY,
    emptyPages: options.emptyPages ?? true,
    config: configStore,
    topics,
    queues: buildQueueStore(Date.now),
    tables: buildTables(),
    secretValues,
    invoked: [],
  };

  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    const { method = '', url: target = '/', headers } = request;
    const call = body instanceof AwsError ? body : routeRequest({ method, target, headers, body });
    if (call instanceof AwsError) return send(response, undefined, call);

    const fault = faults.meet(call.service, call.operation);
    if (fault?.kind === 'hang') await fault.undone;
    const refusal = fault === undefined || fault.kind === 'hang' ? undefined : fault.kind;
    const output = refusal
      ? faultError(refusal, call.service, call.operation, callerArn(account))
      : await perform(call, account);

    const failed = output instanceof AwsError;
    requests.push({ ...named(call), ok: !failed, ...(failed && { errorCode: output.code }) });
    if (requests.length > MOST_REQUESTS) requests.shift();
    send(response, call, output);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;

  return {
    endpoint: `http://127.0.0.1:${port}`,
    accountId: snapshot.accountId,
    requests,
    published: topics.published,
    invoked: account.invoked,
    takeStartedRules: configStore.takeStartedRules,
    get evaluations() {
      return configStore.evaluations();
    },
    fault: faults.add,
    failEvaluations: configStore.failEvaluations,
    putConfigRule: configStore.putConfigRule,
    failRule: (configRuleName, failed) => configStore.addRun(configRuleName, { failed }),
    issueResultToken: configStore.issueResultToken,
    createTopic(name) {
      const arn = topicArn(name, account);
      topics.createTopic(arn);
      return arn;
    },
    putSecretValue: (secretArn, text) => void secretValues.set(secretArn, text),
    queues: account.queues,
    createQueue: account.queues.create,
    createIncidentsTable: (name) => account.tables.createTable(incidentsTable(name)),
    replaceSnapshot(next) {
      current = next;
      configStore.record(next);
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function named({ service, operation }: Call): Pick<RecordedRequest, 'service' | 'operation'> {
  return { service, operation };
}

async function perform({ service, operation, protocol, input }: Call, account: Account): Promise<object | AwsError> {
  const operations = OPERATIONS[service];
  const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (run === undefined) return unknownOperation(protocol, service, operation);
  if (input instanceof AwsError) return input;
  try {
    return await run(input, account);
  } catch (error) {
    if (error instanceof AwsError) return error;
    if (!(error instanceof UnknownPart)) return faultError('fail', service, operation, callerArn(account));
    const denied = faultError('deny', service, operation, callerArn(account));
    return new AwsError(denied.code, denied.status, `${denied.message} (${error.message})`);
  }
}

function unknownOperation(protocol: Protocol, service: Service, operation: string): AwsError {
  const message = `The local account does not have the operation \`${operation}\` of ${service}.`;
  return protocol === 'query' || protocol === 'ec2'
    ? new AwsError('InvalidAction', 400, message)
    : new AwsError('UnknownOperationException', protocol === 'rest' || protocol === 'restXml' ? 404 : 400, message);
}

function send(response: ServerResponse, call: Call | undefined, output: object | AwsError): void {
  const requestId = randomUUID();
  const { protocol = 'rest', service = 'bedrock', operation = '' } = call ?? {};
  const failed = output instanceof AwsError;
  response.statusCode = failed ? output.status : 200;
  response.setHeader('content-type', CONTENT_TYPES[protocol]);
  response.setHeader('x-amzn-RequestId', requestId);
  if (protocol === 'query') {
    response.end(failed ? queryError(service, output, requestId) : queryAnswer(service, operation, output, requestId));
    return;
  }
  if (protocol === 'ec2') {
    response.end(failed ? ec2Error(output, requestId) : ec2Answer(operation, output, requestId));
    return;
  }
  if (protocol === 'restXml') {
    if (failed) {
      response.end(s3Error(output, requestId));
      return;
    }
    const { contentType, body } = s3Answer(output);
    response.setHeader('content-type', contentType);
    response.end(body);
    return;
  }
  if (failed && protocol === 'rest' && /^[\w.]+$/.test(output.code)) {
    response.setHeader('x-amzn-ErrorType', output.code);
  }
  response.end(JSON.stringify(failed ? { __type: output.code, message: output.message, ...output.details } : output));
}
