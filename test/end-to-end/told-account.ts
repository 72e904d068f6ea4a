import { join } from 'node:path';
import { ConfigServiceClient, PutEvaluationsCommand } from '@aws-sdk/client-config-service';
import { buildIncidentStore, type IncidentStore } from '../../functions/adapters/incident-store.ts';
import { buildComplianceLedger, type ComplianceLedger } from '../../functions/adapters/told-compliance.ts';
import type { Alert } from '../../functions/alerts/alert.ts';
import { drainQueue } from '../../functions/local-account/event-source.ts';
import { type LambdaResult, startLambda } from '../../functions/local-account/lambda-runtime.ts';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { buildBundles } from '../built-bundles.ts';

const QUEUE = 'bedrock-warden-compliance-changes';
const DEAD_LETTERS = 'bedrock-warden-compliance-change-dead-letters';
const TABLE = 'bedrock-warden-incidents';

/** The deployed functions that tell of compliance, beside an embedded account with one rule in AWS Config. */
export interface ToldAccount {
  readonly aws: LocalAccount;
  readonly ledger: ComplianceLedger;
  readonly incidents: IncidentStore;
  /** AWS Config holds this of the rule and the role from now on, and says so. */
  evaluated(roleId: string, complianceType: 'COMPLIANT' | 'NON_COMPLIANT'): Promise<void>;
  /** The schedule lets time pass. */
  tick(): void;
  sendText(body: string): void;
  /** Hands the queue to a function that is not warm, and lets what it failed on become visible again. */
  drain(): Promise<readonly LambdaResult[]>;
  digest(schedule: 'daily' | 'weekly'): Promise<LambdaResult>;
  /** As a topic may deliver them: each time that it was published. */
  told(): readonly Alert[];
  deadLetters(): readonly string[];
  waiting(): number;
  close(): Promise<void>;
}

export async function toldAccount(snapshot: Snapshot, folder: string, ruleId: string): Promise<ToldAccount> {
  const aws = await startLocalAccount(snapshot);
  const { region, accountId } = snapshot;
  const configRuleName = `bedrock-warden-${ruleId}`;
  aws.putConfigRule({ ConfigRuleName: configRuleName, InputParameters: JSON.stringify({ ruleId }) });
  aws.createQueue({ name: DEAD_LETTERS, visibilityMillis: 3_600_000 });
  const deadLetters = { queue: DEAD_LETTERS, maxReceiveCount: 5 };
  aws.createQueue({ name: QUEUE, visibilityMillis: 3_600_000, deadLetters });
  await aws.createIncidentsTable(TABLE);
  const variables = {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_REGION: region,
    ALERT_TOPIC_ARN: aws.createTopic('bedrock-warden-alerts'),
    INCIDENT_TABLE: TABLE,
    EXCEPTIONS_FILE: 'none',
  };
  const connection = { endpoint: aws.endpoint, region, credentials: { accessKeyId: 'a', secretAccessKey: 'b' } };
  const config = new ConfigServiceClient(connection);

  async function withFunction<Result>(
    name: string,
    environment: Readonly<Record<string, string>>,
    use: (lambda: ReturnType<typeof startLambda>) => Promise<Result>,
  ): Promise<Result> {
    const lambda = startLambda({
      bundle: join(folder, 'lambda', name, 'index.mjs'),
      handler: 'index.handler',
      environment: { ...variables, ...environment },
      functionName: `bedrock-warden-${name}`,
      accountId,
      timeoutMillis: 60_000,
    });
    try {
      return await use(lambda);
    } finally {
      await lambda.close();
    }
  }

  const source = { queueName: QUEUE, queueArn: `arn:aws:sqs:${region}:${accountId}:${QUEUE}`, batchSize: 100 };
  const send = (event: object) => void aws.queues.send(QUEUE, JSON.stringify(event));
  return {
    aws,
    ledger: buildComplianceLedger(TABLE, connection, Date.now),
    incidents: buildIncidentStore(TABLE, connection, Date.now),
    async evaluated(resourceId, complianceType) {
      const resource = { ComplianceResourceType: 'AWS::IAM::Role', ComplianceResourceId: resourceId };
      const evaluation = { ...resource, ComplianceType: complianceType, OrderingTimestamp: new Date() };
      const ResultToken = aws.issueResultToken(configRuleName);
      await config.send(new PutEvaluationsCommand({ ResultToken, Evaluations: [evaluation] }));
      const messageType = 'ComplianceChangeNotification';
      send({
        source: 'aws.config',
        'detail-type': 'Config Rules Compliance Change',
        detail: { messageType, configRuleName, resourceType: 'AWS::IAM::Role', resourceId },
      });
    },
    tick: () => send({ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} }),
    sendText: (body) => void aws.queues.send(QUEUE, body),
    async drain() {
      const results = await withFunction('compliance-change', {}, (lambda) => drainQueue(source, aws.queues, lambda));
      aws.queues.expireVisibility(QUEUE);
      return results;
    },
    digest: (schedule) => withFunction('digest', { DIGEST: schedule }, (lambda) => lambda.invoke({})),
    told: () =>
      aws.published.map(
        ({ message }): Alert => JSON.parse((JSON.parse(message) as { readonly lambda: string }).lambda),
      ),
    deadLetters: () => aws.queues.bodies(DEAD_LETTERS),
    waiting: () => aws.queues.depth(QUEUE),
    async close() {
      config.destroy();
      await aws.close();
    },
  };
}

const TELLING = ['compliance-change', 'digest'];

export const buildTellingBundles = async (folder: string) =>
  (await buildBundles(folder)).filter(({ name }) => TELLING.includes(name));
