import { join } from 'node:path';
import { roleChange, scheduledNotification } from '../../functions/local-account/deliveries.ts';
import { startLambda } from '../../functions/local-account/lambda-runtime.ts';
import { startLocalAccount } from '../../functions/local-account/server.ts';
import { catalogue } from '../../functions/rules/catalogue.ts';
import type { AgentEntry, RoleDetail, Snapshot } from '../../functions/workload/snapshot.ts';
import { noAgentCore } from '../workload/no-agent-core.ts';

export interface Counted {
  readonly what: string;
  readonly calls: number;
  readonly services: Readonly<Record<string, number>>;
}

const ACCOUNT = '111122223333';
const REGION = 'us-east-1';
const MODEL = 'amazon.nova-lite-v1:0';

/** What one function does in an account of so many agents, each with a role of its own, and one role that serves none. */
export async function countConfigCalls(agentRoles: number, bundles: string): Promise<readonly Counted[]> {
  const snapshot = accountOf(agentRoles);
  const [agentRole, stranger] = [roleNamed(snapshot, 'agent-0'), roleNamed(snapshot, 'stranger')];
  const aws = await startLocalAccount(snapshot);
  const counted: Counted[] = [];
  const invocation = (ruleId: string) => ({
    accountId: ACCOUNT,
    configRuleName: `bedrock-warden-${ruleId}`,
    ruleParameters: { ruleId },
    resultToken: aws.issueResultToken(`bedrock-warden-${ruleId}`),
  });
  const changeOf = (role: RoleDetail) => (ruleId: string) =>
    roleChange({ ...invocation(ruleId), role, captureTime: new Date().toISOString() });
  const sweep = (ruleId: string) => scheduledNotification({ ...invocation(ruleId), time: new Date().toISOString() });
  const [first] = catalogue.map(({ id }) => id);
  const all = catalogue.map(({ id }) => id);

  async function count(what: string, eventFor: (ruleId: string) => unknown, ruleIds: readonly (string | undefined)[]) {
    const names: string[] = [];
    const lambda = startLambda({
      bundle: join(bundles, 'lambda', 'config-rule', 'index.mjs'),
      handler: 'index.handler',
      environment: { AWS_ENDPOINT_URL: aws.endpoint, AWS_REGION: REGION },
      accountId: ACCOUNT,
      timeoutMillis: 300_000,
    });
    try {
      for (const ruleId of ruleIds) {
        const last = aws.requests.at(-1);
        const result = await lambda.invoke(eventFor(ruleId ?? ''));
        if (!result.ok) throw new Error(result.error.message);
        const from = last === undefined ? 0 : aws.requests.lastIndexOf(last) + 1;
        names.push(...aws.requests.slice(from).map(({ service }) => service));
      }
    } finally {
      await lambda.close();
    }
    const services = [...Map.groupBy(names, (name) => name)].map(([name, of]) => [name, of.length] as const);
    counted.push({ what, calls: names.length, services: Object.fromEntries(services.toSorted()) });
  }

  try {
    await count('a change of a role that serves no agent, cold', changeOf(stranger), [first]);
    await count('the same for all rules', changeOf(stranger), all);
    await count('a change of a role that serves an agent, for all rules', changeOf(agentRole), all);
    await count('the first sweep of all rules', sweep, all);
    await count('the next sweep, with nothing new', sweep, all);
  } finally {
    await aws.close();
  }
  return counted;
}

function accountOf(agentRoles: number): Snapshot {
  const indices = Array.from({ length: agentRoles }, (_, index) => index);
  return {
    format: 'bedrock-warden/snapshot/1',
    takenAt: '2026-11-22T10:00:00.000Z',
    partition: 'aws',
    accountId: ACCOUNT,
    region: REGION,
    iam: { RoleDetailList: [...indices.map((index) => roleOf(`agent-${index}`)), roleOf('stranger')], Policies: [] },
    bedrock: {
      foundationModels: { [MODEL]: { modelId: MODEL, modelLifecycle: { status: 'ACTIVE' } } },
      modelAvailability: {
        [MODEL]: {
          modelId: MODEL,
          agreementAvailability: { status: 'AVAILABLE' },
          authorizationStatus: 'AUTHORIZED',
          entitlementAvailability: 'AVAILABLE',
          regionAvailability: 'AVAILABLE',
        },
      },
      useCaseForModelAccess: { submitted: true },
      inferenceProfiles: [],
      guardrails: [],
      enforcedGuardrails: [],
    },
    agents: indices.map(agentOf),
    knowledgeBases: [],
    flows: [],
    agentCore: noAgentCore,
    organization: { serviceControlPolicies: [], resourceControlPolicies: [] },
    resourcePolicies: {},
    vpcEndpointPolicies: {},
  };
}

function agentOf(index: number): AgentEntry {
  const agentId = `AGENT${String(index).padStart(5, '0')}`;
  return {
    agent: {
      agentId,
      agentName: `agent-${index}`,
      agentArn: `arn:aws:bedrock:${REGION}:${ACCOUNT}:agent/${agentId}`,
      agentStatus: 'PREPARED',
      agentResourceRoleArn: `arn:aws:iam::${ACCOUNT}:role/agent-${index}`,
      foundationModel: MODEL,
      agentCollaboration: 'DISABLED',
    },
    actionGroups: [],
    knowledgeBases: [],
    collaborators: [],
    versions: [],
    aliases: [],
  };
}

function roleOf(name: string): RoleDetail {
  const trust = {
    Effect: 'Allow',
    Principal: { Service: 'bedrock.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
  };
  const invoke = {
    Effect: 'Allow',
    Action: 'bedrock:InvokeModel*',
    Resource: `arn:aws:bedrock:${REGION}::foundation-model/${MODEL}`,
  };
  return {
    RoleName: name,
    RoleId: `AROA${name.toUpperCase().replace(/\W/g, '').padStart(17, '0')}`,
    Arn: `arn:aws:iam::${ACCOUNT}:role/${name}`,
    Path: '/',
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [trust] },
    RolePolicyList: [{ PolicyName: 'own', PolicyDocument: { Version: '2012-10-17', Statement: [invoke] } }],
    AttachedManagedPolicies: [],
  };
}

function roleNamed({ iam }: Snapshot, name: string): RoleDetail {
  const role = iam?.RoleDetailList?.find(({ RoleName }) => RoleName === name);
  if (role === undefined) throw new Error(`no role ${name}`);
  return role;
}
