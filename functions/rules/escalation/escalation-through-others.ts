import {
  AGENT_CORE,
  BEDROCK_API,
  chain,
  type EscalationPath,
  RHINO,
  RHINO_2,
  SONRAI,
  single,
} from './escalation-path.ts';

/** Paths that use what somebody else made: its role, its policy, its organization. */
export const throughOthers: readonly EscalationPath[] = [
  ...single('runs-code-of-another-role', RHINO, {
    'lambda:UpdateFunctionCode': 'replace the code of a function, which runs with its own role',
  }),
  ...single('runs-code-of-another-role', RHINO_2, {
    'lambda:UpdateFunctionConfiguration': 'put a layer before the code of a function',
    'glue:UpdateDevEndpoint': 'put its SSH key on a development endpoint',
    'glue:UpdateJob': 'replace the script of a Glue job',
    'sagemaker:CreatePresignedNotebookInstanceUrl': 'open a notebook that runs with its own role',
    'codestar:AssociateTeamMember': 'make itself the owner of a CodeStar project',
  }),
  ...single(
    'runs-code-of-another-role',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/security_iam_id-based-policy-examples.html',
    {
      'ssm:SendCommand': 'run commands on an instance, which has its own role',
      'ssm:StartSession': 'open a shell on an instance, which has its own role',
    },
  ),
  ...single(
    'runs-code-of-another-role',
    'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/connect-linux-inst-eic.html',
    {
      'ec2-instance-connect:SendSSHPublicKey': 'put its SSH key on an instance, which has its own role',
      'ec2-instance-connect:SendSerialConsoleSSHPublicKey': 'put its SSH key on the serial console of an instance',
    },
  ),
  ...single(
    'runs-code-of-another-role',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html',
    {
      'cloudformation:UpdateStack': 'change a stack, which keeps the role that it was made with',
      'cloudformation:ExecuteChangeSet': 'run a change set with the role of its stack',
    },
  ),
  ...single('runs-code-of-another-role', 'https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html', {
    'ecs:ExecuteCommand': 'run commands in a task, which has its own role',
  }),
  ...single(
    'runs-code-of-another-role',
    'https://docs.aws.amazon.com/step-functions/latest/dg/procedure-create-iam-role.html',
    {
      'states:UpdateStateMachine': 'rewrite a state machine, which keeps its role',
    },
  ),
  ...single(
    'runs-code-of-another-role',
    'https://docs.aws.amazon.com/codebuild/latest/userguide/setting-up-service-role.html',
    {
      'codebuild:StartBuild': 'override what a project builds with its role',
      'codebuild:UpdateProject': 'replace what a project builds with its role',
    },
  ),
  ...single('runs-code-of-another-role', SONRAI, {
    'bedrock-agentcore:InvokeAgentRuntimeCommand': 'run commands in an AgentCore runtime, which has its own role',
    'bedrock-agentcore:InvokeAgentRuntimeCommandShell': 'open a shell in an AgentCore runtime, which has its own role',
  }),
  chain('runs-code-of-another-role', 'run code in a code interpreter, which has its own role', SONRAI, [
    'bedrock-agentcore:StartCodeInterpreterSession',
    'bedrock-agentcore:InvokeCodeInterpreter',
  ]),
  ...single('runs-code-of-another-role', AGENT_CORE, {
    'bedrock-agentcore:UpdateAgentRuntime': 'replace the code of an AgentCore runtime, which keeps its role',
  }),

  chain('steers-another-workload', 'rewrite an agent, which keeps its role', `${BEDROCK_API}UpdateAgent.html`, [
    'bedrock:UpdateAgent',
    'bedrock:PrepareAgent',
  ]),
  chain('steers-another-workload', "give an agent's role another tool", `${BEDROCK_API}CreateAgentActionGroup.html`, [
    'bedrock:CreateAgentActionGroup|bedrock:UpdateAgentActionGroup',
    'bedrock:PrepareAgent',
  ]),
  chain('steers-another-workload', 'rewrite a flow, which keeps its role', `${BEDROCK_API}UpdateFlow.html`, [
    'bedrock:UpdateFlow',
    'bedrock:PrepareFlow',
  ]),
  ...single('steers-another-workload', AGENT_CORE, {
    'bedrock-agentcore:UpdateGateway': 'change a gateway, which keeps its role',
    'bedrock-agentcore:CreateGatewayTarget': "have a gateway's role call another target",
    'bedrock-agentcore:UpdateGatewayTarget': "have a gateway's role call another target",
    'bedrock-agentcore:UpdateHarness': 'change a harness, which keeps its role',
  }),

  ...single(
    'opens-a-resource-policy',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html',
    {
      's3:PutBucketPolicy': 'rewrite the policy of a bucket',
      's3:PutBucketAcl': 'rewrite the access control list of a bucket',
      'kms:PutKeyPolicy': 'rewrite the policy of a key',
      'kms:CreateGrant': 'grant the use of a key',
      'lambda:AddPermission': 'let anybody invoke a function',
      'lambda:PutResourcePolicy': 'rewrite the policy of a function',
      'secretsmanager:PutResourcePolicy': 'rewrite the policy of a secret',
      's3vectors:PutVectorBucketPolicy': 'rewrite the policy of a vector bucket',
      'dynamodb:PutResourcePolicy': 'rewrite the policy of a table',
      'sns:AddPermission': 'rewrite the policy of a topic',
      'sqs:AddPermission': 'rewrite the policy of a queue',
      'ecr:SetRepositoryPolicy': 'rewrite the policy of a repository',
      'bedrock:PutResourcePolicy': 'rewrite the policy of a resource of Amazon Bedrock',
      'bedrock-agentcore:PutResourcePolicy': 'rewrite the policy of an AgentCore resource',
      'aoss:UpdateAccessPolicy': 'rewrite a data access policy of OpenSearch Serverless',
      'aoss:CreateAccessPolicy': 'write a data access policy of OpenSearch Serverless',
      'lakeformation:GrantPermissions': 'grant permissions of Lake Formation',
      'lakeformation:PutDataLakeSettings': 'make itself an administrator of Lake Formation',
    },
  ),

  ...single(
    'changes-the-organization',
    'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html',
    {
      'organizations:DetachPolicy': 'take a service control policy away',
      'organizations:UpdatePolicy': 'rewrite a service control policy',
      'organizations:LeaveOrganization':
        'take the account out of its organization, and of its service control policies',
      'organizations:RegisterDelegatedAdministrator':
        'make an account the administrator of a service for the organization',
    },
  ),
  chain(
    'changes-the-organization',
    'have the service-linked roles of CloudFormation StackSets make anything in every account',
    'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-orgs-enable-trusted-access.html',
    [
      'iam:CreateServiceLinkedRole|organizations:EnableAWSServiceAccess',
      'cloudformation:CreateStackSet',
      'cloudformation:CreateStackInstances',
    ],
  ),
];
