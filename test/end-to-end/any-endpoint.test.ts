import { join } from 'node:path';
import {
  CreateTableCommand,
  type CreateTableCommandInput,
  DeleteTableCommand,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cloudTrailEnvelope, roleChange } from '../../functions/local-account/deliveries.ts';
import { incidentsTable } from '../../functions/local-account/incidents-table.ts';
import { startLambda } from '../../functions/local-account/lambda-runtime.ts';
import { startLocalAccount } from '../../functions/local-account/server.ts';
import { buildBundles } from '../built-bundles.ts';
import { account, denial, supportRole, temporaryFolder, warden } from './sample.ts';

/**
 * What must hold at every AWS-compatible endpoint, however little of Bedrock it offers. Set AWS_ENDPOINT_URL to run this
 * file against one (it then gets a role, a topic and a table of ours); without it, the embedded account answers.
 */
const outside = process.env.AWS_ENDPOINT_URL;
const folder = temporaryFolder();
const TABLE = 'bedrock-warden-incidents';
const ending: (() => Promise<void> | void)[] = [() => folder.remove()];
const credentials = { AWS_ACCESS_KEY_ID: 'test', AWS_SECRET_ACCESS_KEY: 'test', AWS_SESSION_TOKEN: 'test' };
let environment: Readonly<Record<string, string>>;

const role = account.iam?.RoleDetailList?.find(({ RoleName }) => RoleName === supportRole);

beforeAll(async () => {
  await buildBundles(folder.path);
  environment = { ...credentials, AWS_REGION: account.region, ...(await (outside ? seeded(outside) : embedded())) };
});

afterAll(async () => {
  for (const end of ending) await end();
});

async function embedded() {
  const local = await startLocalAccount(account);
  ending.push(() => local.close());
  await local.createIncidentsTable(TABLE);
  return { AWS_ENDPOINT_URL: local.endpoint, ALERT_TOPIC_ARN: local.createTopic('alerts'), INCIDENT_TABLE: TABLE };
}

async function seeded(endpoint: string) {
  const client = { region: account.region, endpoint, credentials: { accessKeyId: 'test', secretAccessKey: 'test' } };
  const iam = new IAMClient(client);
  const decoded = (document: unknown) => decodeURIComponent(String(document));
  const created = iam.send(
    new CreateRoleCommand({
      RoleName: supportRole,
      Path: '/service-role/',
      AssumeRolePolicyDocument: decoded(role?.AssumeRolePolicyDocument),
    }),
  );
  await created.catch((error: unknown) => {
    if (!(error instanceof Error && error.name.startsWith('EntityAlreadyExists'))) throw error;
  });
  for (const { PolicyName, PolicyDocument } of role?.RolePolicyList ?? [])
    await iam.send(
      new PutRolePolicyCommand({ RoleName: supportRole, PolicyName, PolicyDocument: decoded(PolicyDocument) }),
    );
  const topic = await new SNSClient(client).send(new CreateTopicCommand({ Name: 'bedrock-warden-alerts' }));
  const tables = new DynamoDBClient(client);
  await tables.send(new DeleteTableCommand({ TableName: TABLE })).catch((error: unknown) => {
    if (!(error instanceof Error && error.name.startsWith('ResourceNotFound'))) throw error;
  });
  await tables.send(new CreateTableCommand(incidentsTable(TABLE) as CreateTableCommandInput));
  return { AWS_ENDPOINT_URL: endpoint, ALERT_TOPIC_ARN: topic.TopicArn ?? '', INCIDENT_TABLE: TABLE };
}

async function invoke(name: string, event: unknown) {
  const bundle = join(folder.path, 'lambda', name, 'index.mjs');
  const lambda = startLambda({
    bundle,
    handler: 'index.handler',
    environment,
    accountId: account.accountId,
    timeoutMillis: 60_000,
  });
  const result = await lambda.invoke(event);
  await lambda.close();
  return { result, logs: lambda.logs.join('\n') };
}

interface ListedIncident {
  readonly id: string;
  readonly action: string;
  readonly state: string;
}

const inAWeek = () => new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);

const delivery = (record: object) => {
  const body = JSON.stringify(cloudTrailEnvelope({ ...denial, ...record }));
  return { Records: [{ messageId: 'message', body, attributes: { ApproximateReceiveCount: '1' } }] };
};

/** What the command says of the incidents of an action. */
async function incidentsOf(action: string) {
  const { stdout } = await warden(['incidents', 'list', '--format', 'json', '--state', 'all'], environment);
  const { incidents } = JSON.parse(stdout) as { readonly incidents: readonly ListedIncident[] };
  return incidents.filter((incident) => incident.action === action);
}

describe(outside === undefined ? 'the embedded account' : outside, () => {
  it('gets an alert published for a denied agent', async () => {
    const { result, logs } = await invoke('access-denied', delivery({}));
    expect(result).toEqual({ ok: true, value: { batchItemFailures: [] } });
    expect(logs).toContain('ALERT_PUBLISHED');
  });

  it('keeps one incident of what is denied again, counts each event once, and takes what people say of it', async () => {
    const seen = { eventName: 'InvokeModel', eventTime: new Date().toISOString() };
    for (const eventID of ['first', 'second', 'first']) {
      const { result } = await invoke('access-denied', delivery({ ...seen, eventID }));
      expect(result).toEqual({ ok: true, value: { batchItemFailures: [] } });
    }
    const [incident, ...others] = await incidentsOf('bedrock:InvokeModel');
    expect([incident, ...others]).toMatchObject([{ count: 2, state: 'open' }]);

    const id = incident?.id ?? '';
    const states: unknown[] = [];
    for (const said of [['ack'], ['mute', '--until', inAWeek()], ['resolve']]) {
      const [verb = '', ...options] = said;
      const ran = await warden(['incidents', verb, id, ...options, '--why', 'a test'], environment);
      states.push(ran.status, ...(await incidentsOf('bedrock:InvokeModel')).map(({ state }) => state));
    }
    expect(states).toEqual([0, 'acknowledged', 0, 'muted', 0, 'resolved']);
    expect(await invoke('incident-sweep', {})).toMatchObject({ result: { ok: true } });
  });

  it('gets a result for a changed role, or an error that says what could not be read', async () => {
    if (role === undefined) throw new Error('the sample account has lost its role');
    const event = roleChange({
      accountId: account.accountId,
      configRuleName: 'bedrock-warden-agent-role-trust-limits-source',
      ruleParameters: { ruleId: 'agent-role-trust-limits-source' },
      resultToken: 'TESTMODE',
      role,
      captureTime: '2026-11-22T10:00:00.000Z',
    });
    const { result } = await invoke('config-rule', event);
    if (outside === undefined) expect(result).toMatchObject({ ok: true });
    else if (!result.ok) expect(result.error.message).toMatch(/not read|unknown|evidence/);
  });

  it('is audited live: what it does not answer is named, and nothing is called compliant for want of evidence', async () => {
    const { status, stdout } = await warden(['audit', '--format', 'json', '--region', account.region], environment);
    const report = JSON.parse(stdout) as {
      readonly evaluations: readonly { readonly complianceType: string }[];
      readonly unread: readonly unknown[];
    };
    expect(report.evaluations.length + report.unread.length).toBeGreaterThan(0);
    if (report.evaluations.length === 0) expect(status).toBe(3);
    else expect(status).toBe(1);
  });
});
