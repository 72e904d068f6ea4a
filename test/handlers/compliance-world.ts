import type { AccountReader } from '../../functions/adapters/account-reader.ts';
import type { AlertMessage } from '../../functions/adapters/alert-message.ts';
import type { RecordedResult } from '../../functions/adapters/stored-results.ts';
import type { Settling } from '../../functions/alerts/compliance-settling.ts';
import { reportComplianceChanges } from '../../functions/handlers/report-compliance-changes.ts';
import type { SettleServices } from '../../functions/handlers/settle-compliance.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { noAgentCore } from '../workload/no-agent-core.ts';
import { memoryLedger } from './memory-ledger.ts';

const ACCOUNT = '111122223333';
export const MINUTE = 60_000;
const START = Date.parse('2026-11-22T10:00:00Z');
export const SOURCE = 'agent-role-trust-limits-source';
export const OTHERS = 'agent-role-trusts-no-one-else';

export const idOf = (index: number): string => `AROAAGENT${String(index).padStart(11, '0')}`;
export const nameOf = (index: number): string => `agent-${index}`;
export const arnOf = (index: number): string => `arn:aws:iam::${ACCOUNT}:role/${nameOf(index)}`;

/** Each trusts Amazon Bedrock whatever it asks for, so that it is non-compliant with the first rule and no other. */
const role = (index: number) => ({
  RoleName: nameOf(index),
  RoleId: idOf(index),
  Arn: arnOf(index),
  AssumeRolePolicyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  },
  RolePolicyList: [],
  AttachedManagedPolicies: [],
});

export const indexes = Array.from({ length: 40 }, (_, index) => index);
export const account: Snapshot = {
  format: 'bedrock-warden/snapshot/1',
  takenAt: '2026-11-22T10:00:00Z',
  accountId: ACCOUNT,
  region: 'us-east-1',
  iam: { RoleDetailList: indexes.map(role), Policies: [] },
  agents: indexes.map((index) => ({
    agent: { agentId: `AGENT${String(index).padStart(5, '0')}`, agentName: 'a', agentResourceRoleArn: arnOf(index) },
    actionGroups: [],
    knowledgeBases: [],
    collaborators: [],
    versions: [],
    aliases: [],
  })),
  knowledgeBases: [],
  flows: [],
  agentCore: noAgentCore,
  unread: [],
};

type Type = 'COMPLIANT' | 'NON_COMPLIANT' | 'NOT_APPLICABLE';

export const STEADY: Settling = { version: 1, alone: [] };

interface World {
  publishes: boolean;
  /** As AWS would answer now. */
  account: Snapshot;
  /** Happens while the account is read. */
  whileReading: () => Promise<void>;
}

/** The account without one of its roles and the agent that acted with it. */
export const without = (index: number): Snapshot => ({
  ...account,
  iam: {
    RoleDetailList: account.iam?.RoleDetailList?.filter(({ RoleId }) => RoleId !== idOf(index)) ?? [],
    Policies: [],
  },
  agents: account.agents?.filter(({ agent }) => agent.agentResourceRoleArn !== arnOf(index)) ?? [],
});

/** The account when nothing is told of its roles. */
export const unreadAccount: Snapshot = {
  ...account,
  iam: { RoleDetailList: [], Policies: [] },
  unread: [{ part: 'iam', error: 'TimeoutError' }],
};

/** A role's compliance, from what AWS Config holds to what people are told, with a clock that the test moves. */
export function worldOf(settling: Settling | 'never told' = STEADY) {
  const clock = { time: START };
  const published: AlertMessage[] = [];
  const held = new Map<string, Map<string, RecordedResult>>();
  const memory = memoryLedger(settling === 'never told' ? undefined : settling);
  const world: World = { publishes: true, account, whileReading: async () => {} };
  const reader: AccountReader = {
    accountId: ACCOUNT,
    region: 'us-east-1',
    readWorkloads: async () => world.account,
    async read() {
      await world.whileReading();
      return world.account;
    },
  };
  const services: SettleServices = {
    readers: [reader],
    ledger: memory.ledger,
    readExceptions: async () => [],
    readConfigRules: async () =>
      [SOURCE, OTHERS].map((ruleId) => ({
        configRuleName: `bedrock-warden-${ruleId}`,
        ruleId,
        parameters: {},
      })),
    readResultsOf: async ({ resourceId }) => new Map(held.get(resourceId)),
    readNonCompliant: async (name) =>
      [...held.values()]
        .flatMap((ofRole) => ofRole.get(name) ?? [])
        .filter(({ complianceType }) => complianceType === 'NON_COMPLIANT'),
    readRoleNames: async (ids) =>
      new Map(
        (world.account.iam?.RoleDetailList ?? []).flatMap(({ RoleId = '', RoleName, Arn = '' }) =>
          ids.includes(RoleId) ? [[RoleId, { name: RoleName, arn: Arn }] as const] : [],
        ),
      ),
    publish: async (message) => {
      if (!world.publishes) throw new Error('the topic is away');
      published.push(message);
    },
    log: () => {},
    now: () => clock.time,
  };

  /** AWS Config stores a result and tells of it; the event, as text. */
  function config(index: number, ruleId: string, complianceType: Type): string {
    const name = `bedrock-warden-${ruleId}`;
    const results = held.get(idOf(index)) ?? new Map<string, RecordedResult>();
    held.set(idOf(index), results);
    if (complianceType === 'NOT_APPLICABLE') results.delete(name);
    else
      results.set(name, {
        resourceType: 'AWS::IAM::Role',
        resourceId: idOf(index),
        complianceType,
        annotation: `What AWS Config noted of ${ruleId}.`,
        time: clock.time,
        recorded: clock.time,
      });
    return JSON.stringify({
      source: 'aws.config',
      'detail-type': 'Config Rules Compliance Change',
      detail: {
        messageType: 'ComplianceChangeNotification',
        configRuleName: name,
        resourceType: 'AWS::IAM::Role',
        resourceId: idOf(index),
        newEvaluationResult: { complianceType },
      },
    });
  }

  const report = (...bodies: readonly string[]) =>
    reportComplianceChanges(
      bodies.map((body, index) => ({ messageId: String(index), body })),
      services,
    );
  const tick = () => report(JSON.stringify({ 'detail-type': 'Scheduled Event' }));
  const pass = (minutes: number) => {
    clock.time += minutes * MINUTE;
  };
  const told = () => published.map(({ subject, attributes: { reason } }) => [reason, subject]);
  const ids = () => published.map(({ attributes }) => attributes.alertId);
  return { services, world, memory, clock, published, held, config, report, tick, pass, told, ids };
}
