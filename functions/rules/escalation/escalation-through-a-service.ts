import {
  AGENT_CORE,
  BEDROCK_API,
  type EscalationPath,
  RHINO,
  RHINO_2,
  SONRAI,
  type Steps,
  step,
} from './escalation-path.ts';

const PASS_ROLE = 'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html';

/** Paths that pass a role to a service. */
export const throughAService = (): readonly EscalationPath[] => [
  passed(
    'lambda',
    'a Lambda function and run it',
    RHINO,
    'lambda:CreateFunction',
    'lambda:InvokeFunction|lambda:CreateEventSourceMapping|lambda:AddPermission|lambda:CreateFunctionUrlConfig',
  ),
  passed(
    'ec2',
    'an EC2 instance',
    RHINO,
    'ec2:RunInstances|ec2:AssociateIamInstanceProfile|ec2:ReplaceIamInstanceProfileAssociation',
  ),
  passed('ecs-tasks', 'a task of Amazon ECS', RHINO_2, 'ecs:RunTask|ecs:StartTask'),
  passed(
    'ecs-tasks',
    'a task definition, and put it behind a service of Amazon ECS',
    RHINO_2,
    'ecs:RegisterTaskDefinition',
    'ecs:CreateService|ecs:UpdateService',
  ),
  passed('glue', 'a Glue development endpoint', RHINO, 'glue:CreateDevEndpoint'),
  passed(
    'glue',
    'a Glue job and run it',
    RHINO_2,
    'glue:CreateJob|glue:UpdateJob',
    'glue:StartJobRun|glue:CreateTrigger',
  ),
  passed('glue', 'a Glue session and run statements in it', PASS_ROLE, 'glue:CreateSession', 'glue:RunStatement'),
  passed(
    'cloudformation',
    'a CloudFormation stack',
    RHINO,
    'cloudformation:CreateStack|cloudformation:UpdateStack|cloudformation:CreateChangeSet|cloudformation:CreateStackSet',
  ),
  passed(
    'datapipeline',
    'a pipeline of AWS Data Pipeline',
    RHINO,
    'datapipeline:CreatePipeline',
    'datapipeline:PutPipelineDefinition',
  ),
  passed(
    'sagemaker',
    'a SageMaker notebook or job',
    RHINO_2,
    'sagemaker:CreateNotebookInstance|sagemaker:CreateTrainingJob|sagemaker:CreateProcessingJob',
  ),
  passed(
    'states',
    'a state machine and run it',
    PASS_ROLE,
    'states:CreateStateMachine|states:UpdateStateMachine',
    'states:StartExecution|states:StartSyncExecution',
  ),
  passed(
    'codebuild',
    'a CodeBuild project and build it',
    RHINO_2,
    'codebuild:CreateProject|codebuild:UpdateProject',
    'codebuild:StartBuild|codebuild:StartBuildBatch',
  ),
  passed('codestar', 'a CodeStar project', RHINO_2, 'codestar:CreateProject'),
  passed(
    'ssm',
    'an automation of Systems Manager',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/automation-setup-iam.html',
    'ssm:StartAutomationExecution',
  ),
  passed(
    'bedrock',
    'an agent and invoke it',
    `${BEDROCK_API}CreateAgent.html`,
    'bedrock:CreateAgent|bedrock:UpdateAgent',
    'bedrock:PrepareAgent',
    'bedrock:InvokeAgent',
  ),
  passed(
    'bedrock',
    'a knowledge base',
    `${BEDROCK_API}CreateKnowledgeBase.html`,
    'bedrock:CreateKnowledgeBase|bedrock:UpdateKnowledgeBase',
    'bedrock:Retrieve|bedrock:StartIngestionJob',
  ),
  passed(
    'bedrock',
    'a flow and invoke it',
    `${BEDROCK_API}CreateFlow.html`,
    'bedrock:CreateFlow|bedrock:UpdateFlow',
    'bedrock:PrepareFlow',
    'bedrock:InvokeFlow',
  ),
  passed(
    'bedrock-agentcore',
    'an AgentCore runtime and invoke it',
    AGENT_CORE,
    'bedrock-agentcore:CreateAgentRuntime|bedrock-agentcore:UpdateAgentRuntime',
    'bedrock-agentcore:InvokeAgentRuntime|bedrock-agentcore:InvokeAgentRuntimeCommand|bedrock-agentcore:InvokeAgentRuntimeWithWebSocketStream',
  ),
  passed(
    'bedrock-agentcore',
    'a code interpreter and run code in it',
    SONRAI,
    'bedrock-agentcore:CreateCodeInterpreter',
    'bedrock-agentcore:InvokeCodeInterpreter',
  ),
  passed(
    'bedrock-agentcore',
    'an AgentCore browser',
    AGENT_CORE,
    'bedrock-agentcore:CreateBrowser',
    'bedrock-agentcore:StartBrowserSession',
  ),
  passed(
    'bedrock-agentcore',
    'an AgentCore gateway with targets of its own',
    AGENT_CORE,
    'bedrock-agentcore:CreateGateway|bedrock-agentcore:UpdateGateway',
    'bedrock-agentcore:CreateGatewayTarget|bedrock-agentcore:UpdateGatewayTarget',
  ),
  passed(
    'bedrock-agentcore',
    'a harness and invoke it',
    AGENT_CORE,
    'bedrock-agentcore:CreateHarness|bedrock-agentcore:UpdateHarness',
    'bedrock-agentcore:InvokeHarness',
  ),
];

/** A service is given a role, and then made to act with it. */
const passed = (service: string, what: string, source: string, ...calls: Steps): EscalationPath => {
  const [first, ...others] = calls;
  return {
    kind: 'passes-a-role',
    does: `pass a role to ${what}`,
    steps: [{ anyOf: ['iam:PassRole'], passedTo: `${service}.amazonaws.com` }, step(first), ...others.map(step)],
    source,
  };
};
