/** One of Bedrock's own refusals: the text contains every phrase of one of the lists. */
export interface MessageTemplate {
  readonly template: string;
  /** Lower case. */
  readonly phrases: readonly (readonly string[])[];
  /** Its text holds words of IAM, and says more than they do. */
  readonly quotesIam?: true;
}

/**
 * Refusals that are not IAM's wording. The first that matches counts, so the more exact ones come first.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html
 */
export const messageTemplates: readonly MessageTemplate[] = [
  { template: 'use-case-form', phrases: [['use case details have not been submitted'], ['ftuformnotfilled']] },
  {
    template: 'marketplace-payment',
    quotesIam: true,
    phrases: [['invalid_payment_instrument'], ['valid payment instrument must be provided']],
  },
  {
    template: 'marketplace-pending',
    quotesIam: true,
    phrases: [
      ['aws marketplace subscription for this model is still being processed'],
      ['mpagreementbeingcreated'],
      ['aws marketplace agreement', 'pending'],
    ],
  },
  { template: 'marketplace-failed', quotesIam: true, phrases: [['aws marketplace agreement', 'failed']] },
  {
    template: 'marketplace-permissions',
    quotesIam: true,
    phrases: [
      ['required aws marketplace actions'],
      ['model access is denied due to', 'aws-marketplace:'],
      ['model access is denied due to iam user or service role'],
      // Whatever a log has left of it; what payment and pending agreements say stands above.
      ['api model access is deni'],
    ],
  },
  { template: 'model-legacy', phrases: [['marked by provider as legacy']] },
  { template: 'model-end-of-life', phrases: [['reached the end of its life']] },
  { template: 'geo-restriction', phrases: [['not allowed from unsupported countries']] },
  {
    template: 'agents-maintenance-mode',
    phrases: [['bedrock agents is in maintenance mode']],
  },
  {
    template: 'account-blocked',
    phrases: [
      ['badcscoreexception'],
      ['account is not authorized to access this model'],
      ['access to bedrock models is not allowed for this account'],
    ],
  },
  {
    template: 'account-not-authorized-feature',
    phrases: [['account is not authorized to invoke this api operation with']],
  },
  { template: 'account-not-authorized', phrases: [['account is not authorized to invoke this api operation']] },
  {
    template: 'no-model-access',
    phrases: [['have access to the model with the specified model id']],
  },
  { template: 'model-id-invalid', phrases: [['provided model identifier is invalid']] },
  {
    template: 'model-needs-profile',
    phrases: [['on-demand throughput isn', 'inference profile']],
  },
  { template: 'generic-knowledge-base', phrases: [['access denied when calling bedrock knowledgebase retrieve']] },
  { template: 'generic-bedrock', phrases: [['access denied when calling bedrock']] },
  {
    template: 'lambda-refused',
    phrases: [['access denied while invoking lambda function'], ['access denied when invoking lambda function']],
  },
  { template: 'agent-profile-refused', phrases: [['access denied while trying to create/update an agent using']] },
  { template: 'role-not-assumable', phrases: [['knowledge base was unable to assume the given role']] },
  {
    template: 'role-validation-failed',
    phrases: [
      ['role validation failed'],
      ['trust policy allows assumption by this service'],
      ['role cannot be assumed'],
    ],
  },
  { template: 'execution-role-credentials', phrases: [['failed to obtain execution role credentials']] },
  {
    template: 'vector-store-refused',
    phrases: [
      ['storage configuration provided is invalid', 'security_exception'],
      ['storage configuration provided is invalid', '403 forbidden'],
      ['storage configuration provided is invalid', 'bad authorization'],
      ['[security_exception]'],
      ['storage configuration provided is invalid', '[security_ex'],
      ['"reason":"403 forbidden"', '"type":"forbidden"'],
      ['authorization_exception'],
    ],
  },
  { template: 'vector-index-missing', phrases: [['storage configuration provided is invalid', 'no such index']] },
  { template: 'source-s3-refused', phrases: [['call to amazon s3 source did not succeed']] },
  {
    template: 'collaborator-refused',
    phrases: [['sufficient permissions to collaborate with this agent alias']],
  },
  { template: 'schema-unreadable', phrases: [['failed to create openapi 3 model']] },
  { template: 'container-image-refused', phrases: [['access denied while validating ecr uri']] },
  // Before the text that an application may put around it.
  { template: 's3-redirect', phrases: [['s3 operation failed: moved permanently']] },
  { template: 'code-archive-refused', phrases: [['access denied when trying to retrieve zip file from s3']] },
  { template: 'service-linked-role-refused', phrases: [['failed creating service linked role']] },
  { template: 'api-key-format', phrases: [['invalid api key format']] },
  {
    template: 'api-key-refused',
    phrases: [['authentication failed: please make sure your api key is valid'], ['bearer token has expired']],
  },
  {
    template: 'bearer-token-refused',
    phrases: [['invalid bearer token'], ['missing bearer token'], ['insufficient scope'], ['insufficient_scope']],
  },
  {
    template: 'credentials-refused',
    phrases: [
      ['security token included in the request is invalid'],
      ['security token included in the request is expired'],
      ['request signature we calculated does not match'],
      ['signature expired:'],
      ['missing authentication token'],
      ['unable to locate credentials'],
      ['could not load credentials from any providers'],
    ],
  },
  { template: 'account-not-subscribed', phrases: [['access key id needs a subscription for the service']] },
  // Cedar policies of a gateway's policy engine are no policies of IAM.
  {
    template: 'policy-engine-denied',
    phrases: [['not allowed due to policy enforcement'], ['authorizeactionexception', 'tool execution denied']],
  },
  { template: 'policy-engine-failed', phrases: [['internalserverexception', 'policy evaluation failed for']] },
  {
    template: 'batch-storage-refused',
    phrases: [['could not validate getobject permissions'], ['could not validate putobject permissions']],
  },
  {
    template: 'not-found',
    phrases: [
      ['failed to retrieve resource', "because it doesn't exist"],
      ['failed to retrieve resource', 'because it doesn’t exist'],
    ],
  },
  { template: 'cloudformation-refused', phrases: [["access denied for operation 'aws::"]] },
  { template: 'quota-zero', phrases: [['too many tokens per day']] },
  { template: 'operation-not-allowed', phrases: [['operation not allowed']] },
  { template: 'vpc-endpoint-record', phrases: [['denied due to a vpc endpoint policy']] },
  // AWS KMS does not tell which of the three it is.
  {
    template: 'iam-resource-hidden',
    quotesIam: true,
    phrases: [['on this resource because the resource does not exist in this region']],
  },
  { template: 'key-hidden', phrases: [['ciphertext refers to a customer master key that does not exist']] },
  {
    template: 'agent-not-prepared',
    phrases: [
      ['agent', 'not prepared'],
      ['agent', 'not_prepared'],
      // https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_PrepareAgent.html
      ["operation can't be performed on agent", 'state'],
    ],
  },
];
