/** Spellings of one refusal; services and interfaces differ, in their capitals too. */
const DENIALS: ReadonlySet<string> = new Set([
  'accessdenied',
  'accessdeniedexception',
  'unauthorizedoperation',
  'client.unauthorizedoperation',
  'unauthorizedexception',
  'forbiddenexception',
  'kmsaccessdeniedexception',
  'vpceaccessdenied',
]);

/** Templates that say "no" for certain, under whatever error code they come. */
const REFUSALS: ReadonlySet<string> = new Set([
  'use-case-form',
  'model-legacy',
  'model-end-of-life',
  'model-id-invalid',
  'model-needs-profile',
  'geo-restriction',
  'no-model-access',
  'account-not-authorized',
  'account-not-authorized-feature',
  'account-blocked',
  'agents-maintenance-mode',
  'agent-not-prepared',
  'operation-not-allowed',
  'role-not-assumable',
  'role-validation-failed',
  'vector-store-refused',
  'source-s3-refused',
  'collaborator-refused',
  'schema-unreadable',
  'container-image-refused',
  'code-archive-refused',
  'service-linked-role-refused',
  'cloudformation-refused',
  'generic-bedrock',
  'generic-knowledge-base',
  'lambda-refused',
  'agent-profile-refused',
  'execution-role-credentials',
  'api-key-format',
  'api-key-refused',
  'bearer-token-refused',
  'credentials-refused',
  'account-not-subscribed',
  'policy-engine-denied',
  'policy-engine-failed',
  'batch-storage-refused',
  'not-found',
  'vector-index-missing',
  'key-hidden',
  's3-redirect',
  'vpc-endpoint-record',
  'quota-zero',
]);

/** Whether an error code, in any of its spellings, is a refusal. */
export const isDenialCode = (errorCode: string | undefined): boolean =>
  errorCode !== undefined && DENIALS.has(errorCode.toLowerCase());

/** Whether the words of a message are a refusal, whatever the code beside them. */
export const isRefusal = (template: string): boolean =>
  REFUSALS.has(template) || template.startsWith('iam-') || template.startsWith('marketplace-');
