import { join } from 'node:path';
import { readAccount } from '../../functions/adapters/read-account.ts';
import { judgeSnapshots } from '../../functions/cli/judge-snapshot.ts';
import type { ConfigurationItemStatus } from '../../functions/local-account/configuration-item.ts';
import {
  cloudTrailEnvelope,
  policyChange,
  resourceChange,
  roleChange,
  scheduledNotification,
} from '../../functions/local-account/deliveries.ts';
import { type LambdaResult, type LocalLambda, startLambda } from '../../functions/local-account/lambda-runtime.ts';
import { policyRelationships, roleRelationships } from '../../functions/local-account/relationships.ts';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import { catalogue } from '../../functions/rules/catalogue.ts';
import type { ManagedPolicyDetail, RoleDetail, Snapshot } from '../../functions/workload/snapshot.ts';
import { buildBundles } from '../built-bundles.ts';

/** Compliance by rule and resource. */
export type Compliance = Readonly<Record<string, Readonly<Record<string, string>>>>;

interface Change {
  readonly status?: ConfigurationItemStatus;
  readonly oversized?: boolean;
  /** When it was recorded: now, when absent. */
  readonly captureTime?: string;
}

export interface MonitoredAccount {
  readonly aws: LocalAccount;
  /** The account as it is from now on. */
  become(snapshot: Snapshot): void;
  now(): string;
  /** Everything below goes to the function once for each rule, as AWS Config does it. */
  sweep(): Promise<readonly LambdaResult[]>;
  roleChanged(role: RoleDetail, change?: Change): Promise<readonly LambdaResult[]>;
  policyChanged(policy: ManagedPolicyDetail, change?: Change): Promise<readonly LambdaResult[]>;
  resourceChanged(
    resource: { readonly type: string; readonly arn: string },
    change?: Change,
  ): Promise<readonly LambdaResult[]>;
  /** CloudTrail records of changes, as EventBridge and the queue hand them over together. */
  workloadChanged(...records: readonly Readonly<Record<string, unknown>>[]): Promise<LambdaResult>;
  /** What AWS Config shows. */
  stored(): Compliance;
  /** What a fresh audit of the whole account says; what it leaves open AWS Config cannot show. */
  audited(): Promise<Compliance>;
  close(): Promise<void>;
}

const RULES = catalogue.map(({ id }) => ({ id, configRuleName: `bedrock-warden-${id}` }));
const MINUTE = 60_000;

/**
 * The built functions beside an embedded account. AWS's clock goes a minute ahead of theirs: a sweep shares what was read within a
 * minute before its notification, and here that is what was read since it came.
 */
export async function monitorAccount(
  first: Snapshot,
  folder: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<MonitoredAccount> {
  await buildBundles(folder);
  const aws = await startLocalAccount(first);
  await aws.createIncidentsTable('bedrock-warden-incidents');
  for (const { id, configRuleName } of RULES)
    aws.putConfigRule({ ConfigRuleName: configRuleName, InputParameters: JSON.stringify({ ruleId: id }) });
  const { accountId, region } = first;
  const variables = {
    AWS_ENDPOINT_URL: aws.endpoint,
    AWS_REGION: region,
    ALERT_TOPIC_ARN: aws.createTopic('alerts'),
    INCIDENT_TABLE: 'bedrock-warden-incidents',
    ...environment,
  };
  const start = (name: string): LocalLambda =>
    startLambda({
      bundle: join(folder, 'lambda', name, 'index.mjs'),
      handler: 'index.handler',
      environment: variables,
      functionName: `bedrock-warden-${name}`,
      accountId,
      timeoutMillis: 120_000,
    });
  const functions = { configRule: start('config-rule'), workloadChange: start('workload-change') };
  let snapshot = first;

  const now = () => new Date(Date.now() + MINUTE).toISOString();
  const invocation = ({ id, configRuleName }: (typeof RULES)[number]) => ({
    accountId,
    configRuleName,
    ruleParameters: { ruleId: id },
    resultToken: aws.issueResultToken(configRuleName),
  });

  async function deliver(eventFor: (rule: ReturnType<typeof invocation>) => unknown): Promise<readonly LambdaResult[]> {
    const results: LambdaResult[] = [];
    for (const rule of RULES) results.push(await functions.configRule.invoke(eventFor(invocation(rule))));
    return results;
  }

  return {
    aws,
    now,
    become(next) {
      snapshot = { ...next, takenAt: now() };
      aws.replaceSnapshot(snapshot);
    },
    sweep() {
      const time = now();
      return deliver((rule) => scheduledNotification({ ...rule, time }));
    },
    roleChanged: (role, change = {}) =>
      deliver((rule) =>
        roleChange({
          captureTime: now(),
          relationships: roleRelationships(role, snapshot),
          ...rule,
          ...change,
          role,
        }),
      ),
    policyChanged: (policy, change = {}) =>
      deliver((rule) =>
        policyChange({
          captureTime: now(),
          relationships: policyRelationships(policy, snapshot),
          ...rule,
          ...change,
          policy,
        }),
      ),
    resourceChanged: ({ type, arn }, change = {}) =>
      deliver((rule) => resourceChange({ captureTime: now(), ...rule, ...change, resourceType: type, arn })),
    workloadChanged(...records) {
      const Records = records.map((record, index) => ({
        messageId: `message-${index}`,
        body: JSON.stringify(cloudTrailEnvelope({ recipientAccountId: accountId, eventTime: now(), ...record })),
      }));
      return functions.workloadChange.invoke({ Records });
    },
    stored: () =>
      byRule(
        aws.evaluations.map(({ configRuleName, resourceId, complianceType }) => ({
          ruleId: configRuleName.replace('bedrock-warden-', ''),
          resourceId,
          complianceType,
        })),
      ),
    async audited() {
      const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
      const read = await readAccount({ endpoint: aws.endpoint, region, credentials });
      return byRule(
        judgeSnapshots([read]).evaluations.flatMap(({ rule, role, outcome: { complianceType } }) => {
          const resourceId = 'known' in role.roleId ? (role.roleId.known ?? role.arn) : 'unknown';
          const isShown = complianceType === 'COMPLIANT' || complianceType === 'NON_COMPLIANT';
          return isShown ? [{ ruleId: rule.id, resourceId, complianceType }] : [];
        }),
      );
    },
    async close() {
      await Promise.all(Object.values(functions).map((each) => each.close()));
      await aws.close();
    },
  };
}

function byRule(
  results: readonly { readonly ruleId: string; readonly resourceId: string; readonly complianceType: string }[],
): Compliance {
  return Object.fromEntries(
    RULES.map(({ id }) => [
      id,
      Object.fromEntries(
        results
          .filter(({ ruleId }) => ruleId === id)
          .map(({ resourceId, complianceType }) => [resourceId, complianceType]),
      ),
    ]),
  );
}
