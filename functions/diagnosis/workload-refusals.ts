import type { StatedCauses } from './stated-cause.ts';

const agentLambda: readonly [string, ...string[]] = [
  "Allow lambda:InvokeFunction to bedrock.amazonaws.com in the function's resource-based policy, with aws:SourceAccount and aws:SourceArn of the agent.",
];

/** Refusals of what a workload stands on: functions, roles, collaborators, images. */
export const workloadRefusals: StatedCauses = {
  'lambda-refused': [
    {
      code: 'LAMBDA_RESOURCE_POLICY',
      certainty: 'likely',
      summary: "The Lambda function's resource-based policy does not let Bedrock invoke it for this agent.",
      who: 'administrator',
      steps: agentLambda,
    },
    {
      code: 'LAMBDA_INVOKE_PERMISSION',
      certainty: 'possible',
      summary: 'The role of the gateway may lack lambda:InvokeFunction on the function.',
      who: 'administrator',
      steps: ['For an AgentCore gateway, allow lambda:InvokeFunction on the function to its execution role.'],
    },
    {
      code: 'RESOURCE_DOES_NOT_EXIST',
      certainty: 'possible',
      summary: 'The function may have been deleted or renamed.',
      who: 'owner',
      steps: ['Look whether the function that the action group names still exists, then prepare the agent again.'],
    },
  ],
  'generic-knowledge-base': [
    {
      code: 'TRUST_POLICY',
      certainty: 'possible',
      summary: 'Bedrock may not be allowed to assume the role of the knowledge base.',
      who: 'administrator',
      steps: ["Compare the trust policy of the knowledge base's role with the knowledge base's ARN."],
    },
    {
      code: 'AOSS_DATA_ACCESS_POLICY',
      certainty: 'possible',
      summary: 'The vector store may refuse the role of the knowledge base.',
      who: 'administrator',
      steps: ['For OpenSearch Serverless, name the role in a data access policy of the collection.'],
    },
  ],
  'agent-profile-refused': [
    {
      code: 'RESOURCE_ARN_MISMATCH',
      certainty: 'possible',
      summary: "The agent's role may not be allowed to use the inference profile, or a model behind it.",
      who: 'administrator',
      steps: [
        'Allow the role bedrock:InvokeModel and bedrock:GetInferenceProfile on the profile, and bedrock:InvokeModel on its model in every destination Region.',
        'If it is allowed already, wait a minute for the change to arrive and try again.',
      ],
    },
    {
      code: 'IAM_PROPAGATION',
      certainty: 'possible',
      summary: "The policies of the agent's role may be too new to have arrived everywhere.",
      who: 'owner',
      steps: ['Repeat the call after a minute.'],
    },
  ],
  'role-not-assumable': [
    {
      code: 'S3_VECTORS_PERMISSION',
      certainty: 'possible',
      summary: "The knowledge base's role may lack a permission on its vector store; the text is used for that too.",
      who: 'administrator',
      steps: ['Compare the role with what its vector store needs; for S3 Vectors, the index as well as the bucket.'],
    },
    {
      code: 'IAM_PROPAGATION',
      certainty: 'possible',
      summary: 'The role may be too new to have arrived everywhere.',
      who: 'owner',
      steps: ['Repeat the call after a minute.'],
    },
    {
      code: 'TRUST_POLICY',
      certainty: 'possible',
      summary: 'The trust policy of the role may not let Bedrock assume it.',
      who: 'administrator',
      steps: [
        'Let bedrock.amazonaws.com assume the role, with aws:SourceAccount and aws:SourceArn of the knowledge base.',
      ],
    },
  ],
  'role-validation-failed': [
    {
      code: 'TRUST_POLICY',
      certainty: 'likely',
      summary: 'The trust policy of the role does not let the service assume it.',
      who: 'administrator',
      steps: [
        'Let the service assume the role in its trust policy, with aws:SourceAccount and aws:SourceArn of the resource.',
      ],
    },
    {
      code: 'CONFUSED_DEPUTY_CONDITION_MISMATCH',
      certainty: 'possible',
      summary: 'The conditions of the trust policy (aws:SourceArn, aws:SourceAccount) may not match the resource.',
      who: 'administrator',
      steps: ['Compare Region, account and id in aws:SourceArn with the ARN of the resource.'],
    },
    {
      code: 'RESOURCE_DOES_NOT_EXIST',
      certainty: 'possible',
      summary: 'The role may not exist, or not under this path.',
      who: 'owner',
      steps: ['Look whether the role exists, and pass its whole ARN, path included.'],
    },
    {
      code: 'IAM_PROPAGATION',
      certainty: 'possible',
      summary: 'The role may be too new to have arrived everywhere.',
      who: 'owner',
      steps: ['Repeat the call after a minute.'],
    },
  ],
  'policy-engine-denied': [
    {
      code: 'OTHER',
      certainty: 'likely',
      summary: 'A Cedar policy of the policy engine of the gateway did not permit the tool call; no policy of IAM did.',
      who: 'owner',
      steps: [
        'Compare the principal, the tool and its arguments with the Cedar policies of the policy engine.',
        'Leave the policies of the role as they are: they do not decide this.',
      ],
    },
  ],
  'policy-engine-failed': [
    {
      code: 'IDENTITY_POLICY_MISSING_ACTION',
      certainty: 'likely',
      summary: 'The role of the gateway may not ask its policy engine.',
      who: 'administrator',
      steps: [
        'Allow bedrock-agentcore:AuthorizeAction, bedrock-agentcore:PartiallyAuthorizeActions and bedrock-agentcore:GetPolicyEngine on the policy engine and the gateway to the role of the gateway.',
      ],
    },
  ],
  'not-found': [
    {
      code: 'RESOURCE_DOES_NOT_EXIST',
      certainty: 'likely',
      summary: 'What was called does not exist in the account and Region of the call.',
      who: 'caller',
      steps: ['Compare the id with what the account has in the Region of the call.'],
    },
  ],
  'execution-role-credentials': [
    {
      code: 'CONFUSED_DEPUTY_CONDITION_MISMATCH',
      certainty: 'likely',
      summary:
        'The conditions of the trust policy (aws:SourceArn, aws:SourceAccount) do not match the resource that assumes the role.',
      who: 'administrator',
      steps: ['Compare Region, account and id in aws:SourceArn with the ARN of the gateway or runtime.'],
    },
  ],
  'collaborator-refused': [
    {
      code: 'COLLABORATOR_PERMISSION',
      certainty: 'likely',
      summary: "The supervisor's role lacks bedrock:GetAgentAlias or bedrock:InvokeAgent on the collaborator's alias.",
      who: 'administrator',
      steps: [
        "Allow bedrock:GetAgentAlias and bedrock:InvokeAgent on the collaborator's alias ARN to the supervisor's role.",
      ],
    },
    {
      code: 'RESOURCE_DOES_NOT_EXIST',
      certainty: 'possible',
      summary: 'The agent alias may not exist.',
      who: 'owner',
      steps: ['Look whether the alias exists in this account and Region.'],
    },
  ],
  'container-image-refused': [
    {
      code: 'IDENTITY_POLICY_MISSING_ACTION',
      certainty: 'likely',
      summary: 'The execution role may not read the container image from Amazon ECR.',
      who: 'administrator',
      steps: [
        'Allow ecr:BatchGetImage and ecr:GetDownloadUrlForLayer on the repository, and ecr:GetAuthorizationToken on `*`, to the execution role.',
      ],
    },
  ],
  'service-linked-role-refused': [
    {
      code: 'IDENTITY_POLICY_MISSING_ACTION',
      certainty: 'likely',
      summary: 'The caller may not create the service-linked role that AgentCore needs.',
      who: 'administrator',
      steps: [
        'Allow iam:CreateServiceLinkedRole to the caller, with iam:AWSServiceName runtime-identity.bedrock-agentcore.amazonaws.com, or have an administrator create it once.',
      ],
    },
  ],
  'cloudformation-refused': [
    {
      code: 'OTHER',
      certainty: 'possible',
      summary:
        'CloudFormation was denied something on the way to the resource; its text names neither action nor service.',
      who: 'administrator',
      steps: ['Find the denied call in CloudTrail at the time of the stack event.'],
    },
    {
      code: 'KMS_KEY_POLICY',
      certainty: 'possible',
      summary: 'The policy of the KMS key that the resource names may not let the caller use it.',
      who: 'administrator',
      steps: [
        'If the resource has a key of your own, allow kms:Decrypt, kms:GenerateDataKey and kms:CreateGrant to the caller in its policy.',
      ],
    },
  ],
};
