import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigServiceClient, type Evaluation, PutEvaluationsCommand } from '@aws-sdk/client-config-service';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import { clientConfig, SNAPSHOT } from '../local-account/account-under-test.ts';
import { type Run, runWarden } from './run-warden.ts';

const role = (RoleName: string, RoleId: string) => ({
  ...SNAPSHOT.iam?.RoleDetailList?.[0],
  RoleName,
  RoleId,
  Arn: `arn:aws:iam::111122223333:role/service-role/${RoleName}`,
  AssumeRolePolicyDocument: '{}',
});

const ORDERS = 'AROAORDERS0000000001';
const STOCK = 'AROASTOCK00000000002';
const snapshot = {
  ...SNAPSHOT,
  iam: { RoleDetailList: [role('orders-agent-role', ORDERS), role('stock-agent-role', STOCK)], Policies: [] },
};

let account: LocalAccount;
let client: ConfigServiceClient;

beforeEach(async () => {
  account = await startLocalAccount(snapshot, { pageSize: 2 });
  client = new ConfigServiceClient(clientConfig(account.endpoint));
});

afterEach(() => account.close());

type Result = readonly [id: string, complianceType: NonNullable<Evaluation['ComplianceType']>, annotation?: string];

const rule = (id: string): string => `bedrock-warden-${id}`;

async function put(ruleId: string, ...results: readonly Result[]): Promise<void> {
  const Evaluations = results.map(([id, ComplianceType, Annotation = 'Compliant.']) => ({
    ComplianceResourceType: 'AWS::IAM::Role',
    ComplianceResourceId: id,
    ComplianceType,
    Annotation,
    OrderingTimestamp: new Date('2026-11-22T10:04:30Z'),
  }));
  const ResultToken = account.issueResultToken(rule(ruleId));
  await client.send(new PutEvaluationsCommand({ Evaluations, ResultToken }));
}

const status = (...args: readonly string[]): Promise<Run> =>
  runWarden(['status', ...args], {
    env: {
      AWS_ENDPOINT_URL: account.endpoint,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_MAX_ATTEMPTS: '1',
    },
  });

/** Every kind of result, and every kind of rule that cannot be relied on. */
async function everyKind(): Promise<void> {
  await put('agent-model-supported', [ORDERS, 'COMPLIANT'], [STOCK, 'COMPLIANT']);
  await put(
    'agent-role-least-privilege',
    [ORDERS, 'COMPLIANT', 'Excepted until 2027-01-31 by orders-team: moves in January (1 finding)'],
    [
      STOCK,
      'NON_COMPLIANT',
      'The AWS managed policy AdministratorAccess allows every action on every resource: \u001b[31m|<b>.',
    ],
    ['AROADELETED000000003', 'NON_COMPLIANT', 'Nobody deletes the result of a role that is gone.'],
    ['arn:aws:iam::111122223333:role/not-there', 'NON_COMPLIANT', 'IAM has no role `not-there`.'],
    ['AROAIRRELEVANT000004', 'NOT_APPLICABLE', 'Not applicable: no workload of Amazon Bedrock acts with this role.'],
  );
  await put('agent-role-can-use-its-knowledge-bases', [ORDERS, 'NOT_APPLICABLE', 'Not applicable: none is queried.']);
  await put('agent-role-not-blocked-above', [ORDERS, 'NOT_APPLICABLE', 'Not decided: organization was not read']);
  await put('agent-role-not-shared', [ORDERS, 'COMPLIANT'], [STOCK, 'COMPLIANT']);
  account.failRule(rule('agent-role-not-shared'), {
    time: Date.parse('2026-11-22T11:00:00Z') / 1000,
    error: 'Unhandled',
    message: 'agents were not read',
  });
  await put('agent-role-can-apply-its-guardrails');
  account.putConfigRule({ ConfigRuleName: rule('agent-role-no-open-denials') });
  account.putConfigRule({ ConfigRuleName: 'somebody-elses' });
}

describe('the report', () => {
  beforeEach(everyKind);

  it.each([
    ['table', '../fixtures/cli/status.txt'],
    ['json', '../fixtures/cli/status.json'],
    ['markdown', '../fixtures/cli/status.md'],
  ])('as %s says what AWS Config holds, the worst first', async (format, golden) => {
    const { stdout, stderr, status: code } = await status('--format', format);
    expect({ stderr, code }).toEqual({ stderr: '', code: 1 });
    await expect(stdout).toMatchFileSnapshot(golden);
  });

  it('goes to a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'warden-status-'));
    const out = join(folder, 'status.md');
    const run = await status('--format', 'markdown', '--out', out);
    expect(run).toEqual({ stdout: '', stderr: '', status: 1 });
    expect(readFileSync(out, 'utf8')).toBe(readFileSync(new URL('../fixtures/cli/status.md', import.meta.url), 'utf8'));
    rmSync(folder, { recursive: true });
  });

  it('changes nothing: every call of AWS is a read', async () => {
    const before = account.requests.length;
    await status();
    const calls = account.requests.slice(before).map(({ service, operation }) => `${service}:${operation}`);
    expect([...new Set(calls)].toSorted()).toEqual([
      'config:DescribeConfigRuleEvaluationStatus',
      'config:DescribeConfigRules',
      'config:GetComplianceDetailsByConfigRule',
      'config:SelectResourceConfig',
      'iam:ListRoles',
      'sts:GetCallerIdentity',
    ]);
  });
});

describe('the exit status', () => {
  it.each<[name: string, arrange: () => unknown, code: number]>([
    ['every result is compliant', () => put('agent-model-supported', [ORDERS, 'COMPLIANT']), 0],
    ['one is not', () => put('agent-model-supported', [ORDERS, 'NON_COMPLIANT', 'x']), 1],
    ['one was withdrawn', () => put('agent-model-supported', [ORDERS, 'NOT_APPLICABLE', 'Not decided: x']), 3],
    ['a rule has no result', () => put('agent-model-supported'), 3],
    ['a rule never ran', () => account.putConfigRule({ ConfigRuleName: rule('agent-model-supported') }), 3],
    [
      'the latest run of a rule failed',
      async () => {
        await put('agent-model-supported', [ORDERS, 'COMPLIANT']);
        account.failRule(rule('agent-model-supported'), { time: 2e9, error: 'Unhandled', message: '' });
      },
      3,
    ],
    [
      'a run that failed was followed by one that did not',
      async () => {
        account.failRule(rule('agent-model-supported'), { time: 1e9, error: 'Unhandled', message: '' });
        await put('agent-model-supported', [ORDERS, 'COMPLIANT']);
      },
      0,
    ],
    [
      'the results may not be read',
      async () => {
        await put('agent-model-supported', [ORDERS, 'COMPLIANT']);
        account.fault('config:GetComplianceDetailsByConfigRule', { kind: 'deny' });
      },
      3,
    ],
    [
      'the runs may not be read',
      async () => {
        await put('agent-model-supported', [ORDERS, 'COMPLIANT']);
        account.fault('config:DescribeConfigRuleEvaluationStatus', { kind: 'deny' });
      },
      3,
    ],
    [
      'advanced queries may not be made, but roles may be listed',
      async () => {
        await put('agent-model-supported', [ORDERS, 'COMPLIANT']);
        account.fault('config:SelectResourceConfig', { kind: 'deny' });
      },
      0,
    ],
    [
      'neither may be done',
      async () => {
        await put('agent-model-supported', [ORDERS, 'COMPLIANT']);
        account.fault('config:SelectResourceConfig', { kind: 'deny' });
        account.fault('iam:ListRoles', { kind: 'deny' });
      },
      3,
    ],
  ])('when %s', async (_name, arrange, code) => {
    await arrange();
    expect((await status()).status).toBe(code);
  });
});

describe('what cannot be answered', () => {
  it.each<[name: string, arrange: () => unknown, args: readonly string[], message: string]>([
    [
      'nothing is deployed',
      () => account.putConfigRule({ ConfigRuleName: 'somebody-elses' }),
      [],
      'warden: AWS Config has no rule whose name begins with `bedrock-warden-`: account 111122223333, us-east-1: name the Region that it is deployed in with `--region`, or deploy it (README.md, "Deploy it")\n',
    ],
    [
      'the rules may not be listed',
      () => account.fault('config:DescribeConfigRules', { kind: 'deny' }),
      [],
      'warden: the rules of AWS Config were not read (AccessDeniedException): us-east-1: allow `config:DescribeConfigRules`, or use credentials that may\n',
    ],
    [
      'a format that is none',
      () => {},
      ['--format', 'html'],
      'warden: unknown value: --format html: use table, json, markdown\n',
    ],
    [
      'a Region that is none',
      () => {},
      ['--region', 'everywhere'],
      'warden: not a Region: --region everywhere: write it as in us-east-1\n',
    ],
  ])('is one line on standard error: %s', async (_name, arrange, args, stderr) => {
    arrange();
    expect(await status(...args)).toEqual({ stdout: '', stderr, status: 2 });
  });
});
