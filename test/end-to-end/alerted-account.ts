import { join } from 'node:path';
import { buildIncidentStore, type IncidentStore } from '../../functions/adapters/incident-store.ts';
import type { Alert } from '../../functions/alerts/alert.ts';
import { cloudTrailEnvelope } from '../../functions/local-account/deliveries.ts';
import { drainQueue, snsEvent } from '../../functions/local-account/event-source.ts';
import { type LambdaResult, type LocalLambda, startLambda } from '../../functions/local-account/lambda-runtime.ts';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { buildBundles } from '../built-bundles.ts';

const QUEUE = 'bedrock-warden-denials';
const DEAD_LETTERS = 'bedrock-warden-denials-dead-letters';
const TABLE = 'bedrock-warden-incidents';

const secretOf = (accountId: string): string =>
  `arn:aws:secretsmanager:us-east-1:${accountId}:secret:bedrock-warden-slack-a1b2c3`;

/** The deployed pipeline of alerts beside an embedded account: queue, table and topic are spoken to as AWS speaks. */
export interface AlertedAccount {
  readonly aws: LocalAccount;
  readonly store: IncidentStore;
  /** CloudTrail records, as EventBridge puts them into the queue. */
  send(...records: readonly Readonly<Record<string, unknown>>[]): void;
  sendText(body: string): void;
  /** Hands the queue to so many functions at once, until nothing is visible. */
  drain(functions?: number, environment?: Readonly<Record<string, string>>): Promise<readonly LambdaResult[]>;
  /** The messages that a function holds become visible again. */
  becomeVisible(): void;
  /** Ends every function in the middle of what it does. */
  crash(): void;
  sweep(environment?: Readonly<Record<string, string>>): Promise<LambdaResult>;
  /** Hands what the topic has taken since to the function that posts to Slack, each message twice, as a topic may. */
  deliverToSlack(): Promise<readonly LambdaResult[]>;
  /** What a subscriber keeps who drops an alert that it has had. */
  told(): readonly Alert[];
  deadLetters(): readonly string[];
  waiting(): number;
  close(): Promise<void>;
}

/** @param slack the address of a webhook */
export async function alertedAccount(
  snapshot: Snapshot,
  folder: string,
  slack = 'http://127.0.0.1:9/none',
): Promise<AlertedAccount> {
  const aws = await startLocalAccount(snapshot);
  aws.createQueue({ name: DEAD_LETTERS, visibilityMillis: 3_600_000 });
  aws.createQueue({
    name: QUEUE,
    visibilityMillis: 3_600_000,
    deadLetters: { queue: DEAD_LETTERS, maxReceiveCount: 5 },
  });
  await aws.createIncidentsTable(TABLE);
  const { region, accountId } = snapshot;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const variables = {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_REGION: region,
    ALERT_TOPIC_ARN: aws.createTopic('bedrock-warden-alerts'),
    INCIDENT_TABLE: TABLE,
    SLACK_SECRET_ARN: secretOf(accountId),
  };
  aws.putSecretValue(secretOf(accountId), JSON.stringify({ webhookUrl: slack }));
  let delivered = 0;
  const running = new Map<string, LocalLambda>();

  /** Warm from one call to the next, unless its environment is another. */
  function lambda(name: string, number: number, environment: Readonly<Record<string, string>>): LocalLambda {
    const key = JSON.stringify([name, number, environment]);
    const known = running.get(key);
    if (known !== undefined) return known;
    const started = startLambda({
      bundle: join(folder, 'lambda', name, 'index.mjs'),
      handler: 'index.handler',
      environment: { ...variables, ...environment },
      functionName: `bedrock-warden-${name}`,
      accountId,
      timeoutMillis: 60_000,
    });
    running.set(key, started);
    return started;
  }

  const source = { queueName: QUEUE, queueArn: `arn:aws:sqs:${region}:${accountId}:${QUEUE}`, batchSize: 10 };
  return {
    aws,
    store: buildIncidentStore(TABLE, { endpoint: aws.endpoint, region, credentials }, Date.now),
    send(...records) {
      for (const record of records) aws.queues.send(QUEUE, JSON.stringify(cloudTrailEnvelope(record)));
    },
    sendText: (body) => void aws.queues.send(QUEUE, body),
    async drain(functions = 1, environment = {}) {
      const drained = Array.from({ length: functions }, (_, number) =>
        drainQueue(source, aws.queues, lambda('access-denied', number, environment)),
      );
      return (await Promise.all(drained)).flat();
    },
    becomeVisible: () => aws.queues.expireVisibility(QUEUE),
    crash() {
      for (const one of running.values()) one.crash();
    },
    sweep: (environment = {}) => lambda('incident-sweep', 0, environment).invoke({}),
    async deliverToSlack() {
      const results: LambdaResult[] = [];
      for (const message of aws.published.slice(delivered))
        for (const event of [snsEvent(message), snsEvent(message)])
          results.push(await lambda('slack-notifier', 0, {}).invoke(event));
      delivered = aws.published.length;
      return results;
    },
    told() {
      const alerts = aws.published.map(
        ({ message }): Alert => JSON.parse((JSON.parse(message) as { readonly lambda: string }).lambda),
      );
      return [...new Map(alerts.map((alert) => [alert.id, alert])).values()];
    },
    deadLetters: () => aws.queues.bodies(DEAD_LETTERS),
    waiting: () => aws.queues.depth(QUEUE),
    async close() {
      await Promise.all([...running.values()].map((one) => one.close()));
      await aws.close();
    },
  };
}

const OF_ALERTS = ['access-denied', 'incident-sweep', 'slack-notifier'];

export const buildAlertBundles = async (folder: string) =>
  (await buildBundles(folder)).filter(({ name }) => OF_ALERTS.includes(name));
