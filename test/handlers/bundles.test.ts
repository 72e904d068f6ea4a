import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Bundle } from '../../functions/cli/build-bundles.ts';
import { cloudTrailEnvelope, roleChange } from '../../functions/local-account/deliveries.ts';
import { type LambdaResult, startLambda } from '../../functions/local-account/lambda-runtime.ts';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import { account, documents, role } from '../adapters/account-under-test.ts';
import { buildBundles } from '../built-bundles.ts';

let folder: string;
let bundles: readonly Bundle[];
let local: LocalAccount;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bedrock-warden-bundles-'));
  [bundles, local] = await Promise.all([buildBundles(folder), startLocalAccount(account)]);
});
afterAll(async () => {
  await Promise.all([local?.close(), rm(folder, { recursive: true, force: true })]);
});

const entryOf = (name: string) => bundles.find((bundle) => bundle.name === name)?.entry ?? '';

async function invoke(
  name: string,
  event: unknown,
  environment: Readonly<Record<string, string>> = {},
): Promise<{ readonly result: LambdaResult; readonly logs: readonly string[] }> {
  const lambda = startLambda({
    bundle: entryOf(name),
    handler: 'index.handler',
    environment: { AWS_ENDPOINT_URL: local.endpoint, AWS_LAMBDA_LOG_FORMAT: '', ...environment },
  });
  try {
    return { result: await lambda.invoke(event), logs: lambda.logs };
  } finally {
    await lambda.close();
  }
}

describe('as Lambda runs it', () => {
  it('the Config rule reports a role that changed', async () => {
    const configRuleName = 'bedrock-warden-agent-role-trust-limits-source';
    const event = roleChange({
      accountId: account.accountId,
      configRuleName,
      ruleParameters: { ruleId: 'agent-role-trust-limits-source' },
      resultToken: local.issueResultToken(configRuleName),
      captureTime: '2026-11-22T10:00:00.000Z',
      role: { ...role, AssumeRolePolicyDocument: documents.trust },
    });
    const { result } = await invoke('config-rule', event);
    expect(result).toMatchObject({ ok: true });
    expect(local.evaluations.map(({ resourceId, complianceType }) => [resourceId, complianceType])).toEqual([
      [role.RoleId, 'NON_COMPLIANT'],
    ]);
  });

  it.each([
    ['bedrock:InvokeModel', 'COMPLIANT'],
    ['bedrock:QueryKnowledgeBase', 'NON_COMPLIANT'],
  ])('the Config rule knows which actions there are: %s', async (action, complianceType) => {
    const configRuleName = 'bedrock-warden-agent-role-policies-mean-something';
    const document = JSON.stringify(documents.allow).replace('bedrock:InvokeModel', action);
    const event = roleChange({
      accountId: account.accountId,
      configRuleName,
      ruleParameters: { ruleId: 'agent-role-policies-mean-something' },
      resultToken: local.issueResultToken(configRuleName),
      captureTime: '2026-11-22T10:00:00.000Z',
      role: { ...role, RolePolicyList: [{ PolicyName: 'one', PolicyDocument: document }] },
    });
    expect((await invoke('config-rule', event)).result).toMatchObject({ ok: true });
    const found = local.evaluations.filter((evaluation) => evaluation.configRuleName === configRuleName);
    expect(found.map((evaluation) => evaluation.complianceType)).toEqual([complianceType]);
  });

  it('a denial becomes an alert', async () => {
    const topic = local.createTopic('alerts');
    const session = 'BedrockAgents-AGENT00001-1f4c33b8-3a69-42be-bae0-c3e8d43a231a';
    const record = {
      eventID: '11111111-2222-3333-4444-555555555555',
      eventSource: 'bedrock.amazonaws.com',
      eventName: 'Converse',
      errorCode: 'AccessDenied',
      recipientAccountId: account.accountId,
      userIdentity: {
        type: 'AssumedRole',
        arn: `arn:aws:sts::${account.accountId}:assumed-role/agent/${session}`,
        sessionContext: { sessionIssuer: { type: 'Role', arn: role.Arn, userName: 'agent' } },
      },
    };
    await local.createIncidentsTable('incidents');
    const body = JSON.stringify(cloudTrailEnvelope(record));
    const Records = [{ messageId: 'message', body, attributes: { ApproximateReceiveCount: '1' } }];
    const environment = { ALERT_TOPIC_ARN: topic, INCIDENT_TABLE: 'incidents' };
    const { result } = await invoke('access-denied', { Records }, environment);
    expect(result).toEqual({ ok: true, value: { batchItemFailures: [] } });
    const [message] = local.published;
    expect([message?.topicArn, message?.messageStructure, message?.messageAttributes.eventId?.value]).toEqual([
      topic,
      'json',
      record.eventID,
    ]);
    expect(Object.keys(JSON.parse(message?.message ?? '{}'))).toEqual([
      'default',
      'email',
      'sms',
      'https',
      'lambda',
      'sqs',
    ]);
  });

  it('a setting that is missing is named', async () => {
    const { result } = await invoke('access-denied', {});
    expect(result).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('environment variables are not set: ALERT_TOPIC_ARN, INCIDENT_TABLE') },
    });
  });

  it('credentials that are missing are an error, not a search for others', async () => {
    const event = roleChange({
      accountId: account.accountId,
      configRuleName: 'rule',
      ruleParameters: { ruleId: 'agent-role-trust-limits-source' },
      resultToken: local.issueResultToken('rule'),
      captureTime: '2026-11-22T10:00:00.000Z',
      role,
    });
    const { result } = await invoke('config-rule', event, { AWS_ACCESS_KEY_ID: '' });
    expect(result).toMatchObject({ ok: false, error: { name: 'InputError' } });
  });

  it('starts and ends with a line of its own', async () => {
    const { logs } = await invoke('config-rule', {});
    const codes = logs.flatMap((line) => /"code":"(\w+)"/.exec(line)?.[1] ?? []);
    expect(codes).toEqual(['STARTED', 'FAILED']);
  });
});

/** What each function may begin with, in KB: what it judges, diagnoses or tells rarely is loaded when it does. */
const MOST_LOADED = {
  'config-rule': 80,
  'access-denied': 450,
  'incident-sweep': 100,
  'workload-change': 80,
  'slack-notifier': 250,
  'webhook-notifier': 250,
  'compliance-change': 100,
  digest: 100,
};

describe('what is built', () => {
  it.each(Object.entries(MOST_LOADED))('%s begins with at most %i KB', (name, most) => {
    const loaded = (bundles.find((bundle) => bundle.name === name)?.loadedBytes ?? Number.NaN) / 1024;
    expect([loaded > 10, loaded < most]).toEqual([true, true]);
  });

  it('is a limit for each function', () => {
    expect(bundles.map(({ name }) => name)).toEqual([...Object.keys(MOST_LOADED), 'warden']);
  });

  it('loads no client before it is needed', async () => {
    const entries = await Promise.all(bundles.slice(0, 2).map(({ entry }) => readFile(entry, 'utf8')));
    expect(entries.map((text) => /\bfrom"node:https?"/.test(text))).toEqual([false, false]);
  });

  it('takes the process from the global, not by an import that reads all of it', async () => {
    const folders = bundles.slice(0, 2).map(({ entry }) => join(dirname(entry), 'chunks'));
    const files = await Promise.all(
      folders.map(async (chunks) => (await readdir(chunks)).map((file) => join(chunks, file))),
    );
    const texts = await Promise.all(files.flat().map((file) => readFile(file, 'utf8')));
    expect(texts.filter((text) => /from ?"node:process"/.test(text))).toEqual([]);
  });

  it('has no other way to credentials than the environment', async () => {
    const chunks = join(dirname(entryOf('config-rule')), 'chunks');
    const texts = await Promise.all((await readdir(chunks)).map((file) => readFile(join(chunks, file), 'utf8')));
    const others = /credential_process|fromInstanceMetadata|sso_account_id|AWS_WEB_IDENTITY_TOKEN_FILE/;
    expect(texts.map((text) => others.exec(text)?.[0]).filter((found) => found !== undefined)).toEqual([]);
  });

  it('has the embedded Lambda’s worker beside the code that starts it', async () => {
    const cli = dirname(entryOf('warden'));
    const files = await readdir(cli, { recursive: true });
    const texts = await Promise.all(
      files
        .filter((file) => file.endsWith('.mjs'))
        .map(async (file) => [file, await readFile(join(cli, file), 'utf8')] as const),
    );
    const starters = texts.filter(([, text]) => text.includes('lambda-worker.mjs')).map(([file]) => dirname(file));
    expect([starters, files.includes('lambda-worker.mjs')]).toEqual([['.'], true]);
  });

  it('starts as a program', async () => {
    expect((await readFile(entryOf('warden'), 'utf8')).split('\n')[0]).toBe('#!/usr/bin/env node');
  });
});
