import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  cloudTrailEnvelope,
  policyChange,
  roleChange,
  scheduledNotification,
} from '../../functions/local-account/deliveries.ts';
import { drainQueue } from '../../functions/local-account/event-source.ts';
import { type LocalLambda, startLambda } from '../../functions/local-account/lambda-runtime.ts';
import { policyRelationships } from '../../functions/local-account/relationships.ts';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import { catalogue } from '../../functions/rules/catalogue.ts';
import { buildBundles } from '../built-bundles.ts';
import { account, denial, supportRole, temporaryFolder, withRole } from './sample.ts';

const folder = temporaryFolder();
let aws: LocalAccount;
let configRule: LocalLambda;
let accessDenied: LocalLambda;

beforeAll(async () => {
  await buildBundles(folder.path);
  aws = await startLocalAccount(account);
  aws.createQueue({ name: 'denials', visibilityMillis: 60_000 });
  await aws.createIncidentsTable('incidents');
  const environment = {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_REGION: 'us-east-1',
    ALERT_TOPIC_ARN: aws.createTopic('alerts'),
    INCIDENT_TABLE: 'incidents',
  };
  const start = (name: string) =>
    startLambda({
      bundle: join(folder.path, 'lambda', name, 'index.mjs'),
      handler: 'index.handler',
      environment,
      accountId: account.accountId,
    });
  configRule = start('config-rule');
  accessDenied = start('access-denied');
});

afterAll(async () => {
  await Promise.all([configRule?.close(), accessDenied?.close()]);
  await aws?.close();
  folder.remove();
});

function invocation(ruleId: string) {
  const configRuleName = `bedrock-warden-${ruleId}`;
  return {
    accountId: account.accountId,
    configRuleName,
    ruleParameters: { ruleId },
    resultToken: aws.issueResultToken(configRuleName),
  };
}

const storedFor = (ruleId: string) =>
  Object.fromEntries(
    aws.evaluations
      .filter(({ configRuleName }) => configRuleName === `bedrock-warden-${ruleId}`)
      .map(({ resourceId, complianceType }) => [resourceId, complianceType]),
  );

function roleOf(name: string) {
  const role = account.iam?.RoleDetailList?.find(({ RoleName }) => RoleName === name);
  if (role === undefined) throw new Error(`no role ${name}`);
  return role;
}

const support = 'AROAVVKH7WBX3SUPPORT1';

describe('the config-rule bundle', () => {
  it.each(catalogue.map(({ id }) => id))('reports the scheduled sweep of %s to AWS Config', async (ruleId) => {
    const result = await configRule.invoke(
      scheduledNotification({ ...invocation(ruleId), time: '2026-11-22T10:00:00.000Z' }),
    );
    expect(result).toMatchObject({ ok: true });
    // No agent of this account has a guardrail; what does not apply is not stored.
    expect(Object.keys(storedFor(ruleId)).length > 0).toBe(ruleId !== 'agent-role-can-apply-its-guardrails');
    expect(storedFor(ruleId)).not.toHaveProperty('AROAVVKH7WBX3REPORT08');
  });

  it('finds in the sweep what the audit of the same account finds', () => {
    expect(storedFor('agent-model-access-granted')).toMatchObject({
      [support]: 'NON_COMPLIANT',
      AROAVVKH7WBX3ORDERS02: 'COMPLIANT',
    });
    // Its model is past its end of life: there is no access to be had.
    expect(storedFor('agent-model-access-granted')).not.toHaveProperty('AROAVVKH7WBX3ARCHIVE5');
    expect(storedFor('agent-model-supported')).toMatchObject({ AROAVVKH7WBX3ARCHIVE5: 'NON_COMPLIANT' });
    expect(storedFor('agent-role-least-privilege')).toMatchObject({
      [support]: 'NON_COMPLIANT',
      AROAVVKH7WBX3ORDERS02: 'COMPLIANT',
      AROAVVKH7WBX3PEOPLE04: 'NON_COMPLIANT',
    });
    expect(storedFor('agent-role-can-invoke-its-models')).toMatchObject({
      [support]: 'COMPLIANT',
      AROAVVKH7WBX3INVOICE3: 'NON_COMPLIANT',
      AROAVVKH7WBX3TRIAGE06: 'COMPLIANT',
    });
    expect(storedFor('agent-role-not-blocked-above')).toMatchObject({ AROAVVKH7WBX3TRIAGE06: 'NON_COMPLIANT' });
    expect(storedFor('agent-role-trusts-its-service')).toMatchObject({
      AROAVVKH7WBX3CLAIMS07: 'COMPLIANT',
      AROAVVKH7WBX3CLAIMS25: 'NON_COMPLIANT',
    });
    expect(storedFor('agent-role-trust-limits-source')).toMatchObject({
      AROAVVKH7WBX3ORDERS02: 'COMPLIANT',
      AROAVVKH7WBX3PEOPLE04: 'NON_COMPLIANT',
    });
  });

  it('judges a changed role by the configuration item, not by what IAM still says', async () => {
    const ruleId = 'agent-role-least-privilege';
    const changed = withRole(account, 'orders-agent-role', (role) => ({
      ...role,
      AttachedManagedPolicies: [
        { PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      ],
    }));
    const role = changed.iam?.RoleDetailList?.find(({ RoleName }) => RoleName === 'orders-agent-role');
    if (role === undefined) throw new Error('no role');
    const event = roleChange({ ...invocation(ruleId), role, captureTime: '2026-11-22T11:00:00.000Z' });
    expect(await configRule.invoke(event)).toMatchObject({ ok: true });
    expect(storedFor(ruleId)).toMatchObject({ AROAVVKH7WBX3ORDERS02: 'NON_COMPLIANT' });
  });

  it('reads an item that was too large to be sent from its history', async () => {
    const ruleId = 'agent-role-trust-limits-source';
    const event = roleChange({
      ...invocation(ruleId),
      role: roleOf('people-agent-role'),
      captureTime: '2026-11-22T11:00:00.000Z',
      oversized: true,
    });
    expect(await configRule.invoke(event)).toMatchObject({ ok: true });
    expect(storedFor(ruleId)).toMatchObject({ AROAVVKH7WBX3PEOPLE04: 'NON_COMPLIANT' });
  });

  it('judges the roles that a changed policy is attached to', async () => {
    const ruleId = 'agent-role-can-invoke-its-models';
    const policy = account.iam?.Policies?.find(({ Arn }) => Arn.endsWith('/claims-agent'));
    if (policy === undefined) throw new Error('no policy');
    const nothing = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: 's3:*', Resource: '*' }] };
    const event = policyChange({
      ...invocation(ruleId),
      policy: { ...policy, PolicyVersionList: [{ VersionId: 'v1', IsDefaultVersion: true, Document: nothing }] },
      relationships: policyRelationships(policy, account),
      captureTime: '2026-11-22T11:00:00.000Z',
    });
    expect(await configRule.invoke(event)).toMatchObject({ ok: true });
    expect(storedFor(ruleId)).toMatchObject({ AROAVVKH7WBX3CLAIMS07: 'NON_COMPLIANT' });
  });

  it('clears a role that was deleted', async () => {
    const ruleId = 'agent-role-trust-limits-source';
    const event = roleChange({
      ...invocation(ruleId),
      role: roleOf('people-agent-role'),
      captureTime: '2026-11-22T12:00:00.000Z',
      status: 'ResourceDeleted',
    });
    expect(await configRule.invoke(event)).toMatchObject({ ok: true });
    expect(storedFor(ruleId)).not.toHaveProperty('AROAVVKH7WBX3PEOPLE04');
  });

  it('fails, after reporting nothing wrong, when evidence is refused', async () => {
    const ruleId = 'agent-model-access-granted';
    const before = storedFor(ruleId);
    const undo = aws.fault('bedrock:GetFoundationModelAvailability', { kind: 'deny' });
    const fresh = startLambda({
      bundle: join(folder.path, 'lambda', 'config-rule', 'index.mjs'),
      handler: 'index.handler',
      environment: { AWS_ENDPOINT_URL: aws.endpoint, AWS_REGION: 'us-east-1' },
      accountId: account.accountId,
    });
    const result = await fresh.invoke(
      scheduledNotification({ ...invocation(ruleId), time: '2026-11-22T13:00:00.000Z' }),
    );
    await fresh.close();
    undo();
    expect(result).toMatchObject({ ok: false, error: { message: expect.stringContaining(ruleId) } });
    expect(storedFor(ruleId)).toEqual({ ...before, ...storedFor(ruleId) });
    expect(storedFor(ruleId)[support]).toBe('NON_COMPLIANT');
  });
});

/** As EventBridge and the queue hand it over. */
async function deny(record: Readonly<Record<string, unknown>>): Promise<readonly unknown[]> {
  aws.queues.send('denials', JSON.stringify(cloudTrailEnvelope(record)));
  const source = {
    queueName: 'denials',
    queueArn: `arn:aws:sqs:us-east-1:${account.accountId}:denials`,
    batchSize: 10,
  };
  const results = await drainQueue(source, aws.queues, accessDenied);
  return results.map((result) => (result.ok ? result.value : result.error));
}

describe('the access-denied bundle', () => {
  it('sends an alert that names the true cause', async () => {
    expect(await deny(denial)).toEqual([{ batchItemFailures: [] }]);
    const [message] = aws.published;
    expect(message).toMatchObject({ messageStructure: 'json' });
    const { default: text, email, lambda } = JSON.parse(message?.message ?? '{}') as Record<string, string>;
    expect(email).toBe(text);
    expect(email).toContain('USE_CASE_FORM_NOT_SUBMITTED');
    expect(email).toContain(supportRole);
    expect(email).not.toContain('"Resource"');
    expect(message?.subject?.length).toBeLessThan(100);
    expect(JSON.parse(lambda ?? '{}')).toMatchObject({ subject: message?.subject });
  });

  it.each([
    ['a call that succeeded', { ...denial, errorCode: undefined, errorMessage: undefined }],
    [
      'a denial of a role that no agent uses',
      {
        ...denial,
        userIdentity: {
          type: 'AssumedRole',
          arn: 'arn:aws:sts::389743002678:assumed-role/nightly-report-role/nightly',
          sessionContext: {
            sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::389743002678:role/nightly-report-role' },
          },
        },
      },
    ],
  ])('stays silent about %s', async (_name, record) => {
    const before = aws.published.length;
    expect(await deny(record)).toEqual([{ batchItemFailures: [] }]);
    expect(aws.published.length).toBe(before);
  });
});
