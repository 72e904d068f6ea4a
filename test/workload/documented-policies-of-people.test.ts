import { expect, test } from 'vitest';
import { difference, documentedNames, documentedPolicy, needsOfRoles } from './documented-difference.ts';

interface Surplus {
  readonly reason: string;
  /** What the statement grants that is needed, or inert. */
  readonly but?: Readonly<Record<string, string>>;
}

interface ForPeople {
  /** The workloads whose roles might be thought to need the policy: names of documented fixtures. */
  readonly workloads: readonly string[];
  /** By statement: why no role needs what it grants, as it grants it. */
  readonly surplus: Readonly<Record<string, Surplus>>;
  readonly wider: Readonly<Record<string, string>>;
  readonly open?: Readonly<Record<string, string>>;
}

const PERSON = 'needed by whoever creates and changes resources, not by a role of a workload';
const CONSOLE = 'needed by whoever works in the console, to choose from lists';
const ENDPOINTS = 'Bedrock Marketplace endpoints: needed by whoever deploys a model to SageMaker AI';
const MANTLE = 'needed by callers of the endpoint bedrock-mantle: no need of a workload on it is documented';
const OTHER_SERVICE = 'it grants nothing in this service: the role needs a statement of its own';
const NO_AGENTS = 'it is for models: agents, knowledge bases and prompts are not in it';
const OBSERVER = 'needed by whoever looks at logs, metrics and traces, not by what writes them';
const SET_UP = 'needed once in an account, by whoever turns Transaction Search or AgentCore on';
const BUCKET_OWNER = 'AWS compares the owner of the bucket by a key that no page tells to be sent';

const KEY_STATEMENT: Surplus = {
  reason: 'inert',
  but: { 'kms:DescribeKey on arn:*:kms:*:::*': 'inert: no key has an ARN of this form' },
};
const SUBSCRIPTIONS: Surplus = {
  reason: 'once in an account, by whoever calls a third-party model first, and never to end a subscription',
};
const KEY = 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
const elsewhere = {
  [`kms:Decrypt on ${KEY}`]: OTHER_SERVICE,
  [`kms:GenerateDataKey on ${KEY}`]: OTHER_SERVICE,
  'lambda:InvokeFunction on arn:aws:lambda:us-east-1:111122223333:function:classify:7': OTHER_SERVICE,
  'lex:RecognizeUtterance on arn:aws:lex:us-east-1:111122223333:bot-alias/BOT1234567/TSTALIASID': OTHER_SERVICE,
  's3:GetObject on arn:aws:s3:::amzn-s3-demo-bucket/schemas/orders.json': OTHER_SERVICE,
  's3:GetObject on arn:aws:s3:::amzn-s3-demo-source/*': OTHER_SERVICE,
  's3:PutObject on arn:aws:s3:::amzn-s3-demo-results/*': OTHER_SERVICE,
};
const inBedrock = ['agent', 'agent-inference-profile', 'agent-guardrail', 'flow'];
const withoutResources = (actions: readonly string[], resources: readonly string[]) =>
  Object.fromEntries(
    actions.flatMap((action) =>
      resources.map((resource) => [`${action} on ${resource}`, 'inert: the action takes no resource'] as const),
    ),
  );

const policies: Readonly<Record<string, ForPeople>> = {
  'managed-bedrock-full-access': {
    workloads: inBedrock,
    surplus: {
      Bedrock: { reason: `wider: every action on everything; most are ${PERSON}` },
      Mantle: { reason: MANTLE },
      WebSearch: { reason: 'needed by callers of web search: no configuration of a workload names it' },
      DescribeKey: KEY_STATEMENT,
      Console: { reason: CONSOLE },
      EndpointWrites: { reason: ENDPOINTS },
      EndpointTags: { reason: ENDPOINTS },
      EndpointUntags: { reason: ENDPOINTS },
      EndpointReads: { reason: ENDPOINTS },
      EndpointCalls: { reason: ENDPOINTS },
      Hub: { reason: ENDPOINTS },
      ListHub: { reason: ENDPOINTS },
      PassToSageMaker: { reason: ENDPOINTS },
      PassToBedrock: { reason: PERSON },
      Subscriptions: SUBSCRIPTIONS,
    },
    wider: elsewhere,
  },
  'managed-bedrock-limited-access': {
    workloads: inBedrock,
    surplus: {
      Bedrock: { reason: `wider: the actions on models and guardrails on everything; most are ${PERSON}` },
      DescribeKey: KEY_STATEMENT,
      Console: { reason: CONSOLE },
      Mantle: { reason: MANTLE },
      Subscriptions: SUBSCRIPTIONS,
    },
    wider: {
      ...elsewhere,
      'bedrock:InvokeAgent on arn:aws:bedrock:us-east-1:111122223333:agent-alias/AGENT00001/ALIAS00001': NO_AGENTS,
      'bedrock:RenderPrompt on arn:aws:bedrock:us-east-1:111122223333:prompt/PROMPT0001': NO_AGENTS,
      'bedrock:Retrieve on arn:aws:bedrock:us-east-1:111122223333:knowledge-base/KB12345678': NO_AGENTS,
      'bedrock:Retrieve on arn:aws:bedrock:us-east-1:111122223333:knowledge-base/KB1A2B3C4D': NO_AGENTS,
    },
  },
  'managed-agent-core-full-access': {
    workloads: documentedNames.filter((name) => /^(managed-)?agent-core-/.test(name) && !name.endsWith('-access')),
    surplus: {
      AgentCore: { reason: `wider: every action on everything; most are ${PERSON}` },
      Roles: {
        reason: CONSOLE,
        but: withoutResources(['iam:ListRoles'], ['arn:aws:iam::*:role/*']),
      },
      PassRole: { reason: PERSON },
      Secrets: { reason: 'wider: every secret of AgentCore Identity, and its writes; a gateway reads its own' },
      ReadKeys: { reason: PERSON, but: withoutResources(['kms:ListKeys'], ['arn:aws:kms:*:*:key/*']) },
      UseKeys: { reason: 'wider: every key; a gateway or a memory has one, and its key policy names the role' },
      GrantKeys: { reason: 'wider: every key; a gateway or a memory has one, and its key policy names the role' },
      GatewaySchemas: { reason: 'wider: every such bucket; a target names one object' },
      ListFunctions: {
        reason: CONSOLE,
        but: withoutResources(['lambda:ListFunctions'], ['arn:aws:lambda:*:*:*']),
      },
      ApiExports: { reason: 'only for a target that is a REST API: none of these is one' },
      ReadLogs: {
        reason: OBSERVER,
        but: withoutResources(
          ['logs:StopQuery', 'logs:TestMetricFilter'],
          ['/aws/bedrock-agentcore/*', '/aws/application-signals/data:*', 'aws/spans:*'].map(
            (group) => `arn:aws:logs:*:*:log-group:${group}`,
          ),
        ),
      },
      Observe: { reason: OBSERVER, but: { 'logs:DescribeLogGroups on *': 'needed by runtimes and evaluations' } },
      SearchTraces: { reason: SET_UP },
      SearchLogs: { reason: SET_UP },
      SearchPolicies: { reason: SET_UP },
      Discover: { reason: SET_UP },
      SignalsRole: { reason: SET_UP },
      ReadSignalsRole: { reason: SET_UP },
      NetworkRole: { reason: SET_UP },
      IdentityRole: { reason: SET_UP },
      SignalsChannel: { reason: SET_UP },
      WriteCode: { reason: 'needed by whoever deploys the code of a runtime' },
      ReadBuckets: { reason: 'wider: every bucket of the account; a schema or a recording is in one place' },
      ListBuckets: { reason: CONSOLE },
      Repositories: { reason: CONSOLE },
      ResultGroups: { reason: 'wider: every account and Region' },
      Index: { reason: 'wider: every account and Region' },
      Models: { reason: 'wider: every model and profile' },
    },
    wider: {
      'ecr:BatchGetImage on arn:aws:ecr:us-east-1:111122223333:repository/agents/help': OTHER_SERVICE,
      'ecr:GetAuthorizationToken on *': OTHER_SERVICE,
      'ecr:GetDownloadUrlForLayer on arn:aws:ecr:us-east-1:111122223333:repository/agents/help': OTHER_SERVICE,
      'lambda:InvokeFunction on arn:aws:lambda:us-east-1:111122223333:function:orders': OTHER_SERVICE,
      ...Object.fromEntries(
        ['CreateLogStream', 'PutLogEvents'].map((name) => [
          `logs:${name} on arn:aws:logs:us-east-1:111122223333:log-group:/aws/bedrock-agentcore/evaluations/*`,
          'whoever sets an evaluation up makes the log group; only its role writes into it',
        ]),
      ),
      ...Object.fromEntries(
        ['AbortMultipartUpload', 'ListMultipartUploadParts', 'PutObject'].map((name) => [
          `s3:${name} on arn:aws:s3:::amzn-s3-demo-recordings/web/*`,
          'it writes to the buckets with code of runtimes alone',
        ]),
      ),
    },
    open: {
      's3:GetObject on arn:aws:s3:::amzn-s3-demo-recordings/web/*': BUCKET_OWNER,
      's3:GetObject on arn:aws:s3:::amzn-s3-demo-schemas/github/openapi.json': BUCKET_OWNER,
      's3:ListBucket on arn:aws:s3:::amzn-s3-demo-recordings': BUCKET_OWNER,
    },
  },
};

test.each(Object.entries(policies))('no role needs %s', (name, { workloads, surplus, wider, open = {} }) => {
  const policy = documentedPolicy(name);
  expect(policy.statements.map(({ location }) => location.sid)).toEqual(Object.keys(surplus));
  const granted = policy.statements.flatMap(({ location, actions, resources }) => {
    const { but = {} } = surplus[location.sid ?? ''] ?? {};
    return actions.patterns
      .flatMap((action) => (resources?.patterns ?? []).map((resource) => `${action} on ${resource}`))
      .filter((pair) => !(pair in but));
  });
  expect(difference(policy, workloads.flatMap(needsOfRoles))).toEqual({
    narrower: [...new Set(granted)].toSorted(),
    wider: Object.keys(wider).toSorted(),
    open: Object.keys(open).toSorted(),
  });
});

test('every managed policy for people is compared', () => {
  expect(Object.keys(policies).toSorted()).toEqual(
    documentedNames.filter((name) => name.endsWith('-access')).toSorted(),
  );
});
