import { join } from 'node:path';
import type { Alert } from '../alerts/alert.ts';
import { slackMessage } from '../alerts/slack-message.ts';
import { cloudTrailEnvelope, roleChange, scheduledNotification } from '../local-account/deliveries.ts';
import { drainQueue } from '../local-account/event-source.ts';
import { type LambdaResult, type LocalLambda, startLambda } from '../local-account/lambda-runtime.ts';
import sampleAccount from '../local-account/sample-account.json' with { type: 'json' };
import sampleDenial from '../local-account/sample-denial.json' with { type: 'json' };
import { type LocalAccount, startLocalAccount } from '../local-account/server.ts';
import { catalogue } from '../rules/catalogue.ts';
import type { RoleDetail, Snapshot } from '../workload/snapshot.ts';
import { complianceTable, roleTable } from './compliance-table.ts';
import { demoBundles } from './demo-bundles.ts';
import { slackPreview } from './slack-preview.ts';

const DENIALS = 'bedrock-warden-denials';
const INCIDENTS = 'bedrock-warden-incidents';
const ADMINISTRATOR_ACCESS = 'arn:aws:iam::aws:policy/AdministratorAccess';

/**
 * The whole monitor against the embedded account: the built Lambda bundles receive a scheduled sweep, a role change and
 * a denied call in the shapes that AWS sends, and what they report and publish is printed. Nothing leaves this machine.
 */
export async function demo(): Promise<void> {
  const say = narrator();
  const snapshot = withException(sampleAccount as Snapshot, 'people-agent-role', 'agent-role-trust-limits-source');

  say('Starting an embedded AWS account with seven Bedrock agents (127.0.0.1 only)');
  const account = await startLocalAccount(snapshot);
  const topicArn = account.createTopic('bedrock-warden-alerts');
  account.createQueue({ name: DENIALS, visibilityMillis: 60_000 });
  await account.createIncidentsTable(INCIDENTS);

  say('Building the Lambda bundles');
  const bundles = await demoBundles();
  const environment = {
    AWS_ENDPOINT_URL: account.endpoint,
    AWS_REGION: snapshot.region,
    ALERT_TOPIC_ARN: topicArn,
    INCIDENT_TABLE: INCIDENTS,
  };
  const start = (name: string) =>
    startLambda({
      bundle: join(bundles.folder, name, 'index.mjs'),
      handler: 'index.handler',
      environment,
      functionName: `bedrock-warden-${name}`,
      accountId: snapshot.accountId,
    });
  const configRule = start('config-rule');
  const accessDenied = start('access-denied');

  try {
    say(`AWS Config's schedule: one notification for each of the ${catalogue.length} rules`);
    await deliverToRules(account, configRule, (invocation) =>
      scheduledNotification({ ...invocation, time: '2026-11-22T10:00:00.000Z' }),
    );
    print(complianceTable(account.evaluations, snapshot));

    const changed = withAdministratorAccess(snapshot, 'orders-agent-role');
    say('Somebody attaches AdministratorAccess to orders-agent-role: AWS Config delivers the change');
    account.replaceSnapshot(changed);
    await deliverToRules(account, configRule, (invocation) =>
      roleChange({
        ...invocation,
        role: roleNamed(changed, 'orders-agent-role'),
        captureTime: '2026-11-22T10:04:30.000Z',
      }),
    );
    print(roleTable(account.evaluations, changed, 'orders-agent-role'));

    say('support-agent is denied: EventBridge delivers the CloudTrail record');
    account.queues.send(DENIALS, JSON.stringify(cloudTrailEnvelope(sampleDenial)));
    const queueArn = `arn:aws:sqs:${snapshot.region}:${snapshot.accountId}:${DENIALS}`;
    const source = { queueName: DENIALS, queueArn, batchSize: 10 };
    for (const result of await drainQueue(source, account.queues, accessDenied)) orThrow('access-denied', result);
    printAlert(account);

    print(nextSteps(bundles.isInstalled));
  } finally {
    await Promise.all([configRule.close(), accessDenied.close()]);
    await account.close();
    await bundles.remove();
  }
  say('Done');
}

interface RuleInvocation {
  readonly accountId: string;
  readonly configRuleName: string;
  readonly ruleParameters: Readonly<Record<string, string>>;
  readonly resultToken: string;
}

/** AWS Config invokes the function once for each rule, and learns of the results by PutEvaluations only. */
async function deliverToRules(
  account: LocalAccount,
  configRule: LocalLambda,
  event: (invocation: RuleInvocation) => unknown,
): Promise<void> {
  for (const { id } of catalogue) {
    const configRuleName = `bedrock-warden-${id}`;
    const invocation = {
      accountId: account.accountId,
      configRuleName,
      ruleParameters: { ruleId: id },
      resultToken: account.issueResultToken(configRuleName),
    };
    orThrow(configRuleName, await configRule.invoke(event(invocation)));
  }
}

function orThrow(name: string, result: LambdaResult): void {
  if (!result.ok) throw new Error(`${name} failed: ${result.error.name}: ${result.error.message}`);
}

function printAlert({ published }: LocalAccount): void {
  const [message] = published;
  if (message === undefined) throw new Error('no alert was published');
  const byProtocol = JSON.parse(message.message) as { readonly email: string; readonly lambda: string };
  print(framed(`Email: ${message.subject ?? ''}`, byProtocol.email));
  print(framed('Slack', slackPreview(slackMessage(JSON.parse(byProtocol.lambda) as Alert))));
}

function withAdministratorAccess(snapshot: Snapshot, roleName: string): Snapshot {
  return withRole(snapshot, roleName, {
    AttachedManagedPolicies: [{ PolicyName: 'AdministratorAccess', PolicyArn: ADMINISTRATOR_ACCESS }],
  });
}

const MONTH = 30 * 24 * 60 * 60 * 1000;

/** An exception is of a year at most, so the sample account cannot hold one that stays in force. */
function withException(snapshot: Snapshot, roleName: string, ruleId: string): Snapshot {
  const until = new Date(Date.now() + MONTH).toISOString().slice(0, 10);
  const Value = `owner=people-team until=${until} reason=moves to a role of its own`;
  return withRole(snapshot, roleName, { Tags: [{ Key: `bedrock-warden:exception:${ruleId}`, Value }] });
}

function withRole(snapshot: Snapshot, roleName: string, change: Partial<RoleDetail>): Snapshot {
  const RoleDetailList = (snapshot.iam?.RoleDetailList ?? []).map((role) =>
    role.RoleName === roleName ? { ...role, ...change } : role,
  );
  return { ...snapshot, iam: { ...snapshot.iam, RoleDetailList } };
}

function roleNamed(snapshot: Snapshot, roleName: string): RoleDetail {
  const role = snapshot.iam?.RoleDetailList?.find(({ RoleName }) => RoleName === roleName);
  if (role === undefined) throw new Error(`the sample account has no role ${roleName}`);
  return role;
}

function nextSteps(isInstalled: boolean): string {
  const command = isInstalled ? 'warden' : 'npm run --silent warden --';
  const sample = isInstalled ? 'YOUR-SNAPSHOT.json' : 'functions/local-account/sample-account.json';
  return [
    'What to do next',
    '  Judge an account role by role:',
    `    ${command} audit --snapshot ${sample}`,
    '  Ask what a denial means:',
    `    ${command} diagnose --message "the error that you see"`,
    '  Put the monitor into your account: README.md, "Deploy it"',
  ].join('\n');
}

function framed(title: string, body: string): string {
  const lines = body.trimEnd().split('\n');
  return [`┌─ ${title}`, ...lines.map((line) => `│ ${line}`.trimEnd()), '└─', ''].join('\n');
}

function narrator(): (step: string) => void {
  const startedAt = Date.now();
  return (step) => print(`\n[${((Date.now() - startedAt) / 1000).toFixed(1).padStart(4)} s] ${step}`);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
