import type { Certainty } from './diagnosis.ts';
import type { StatedCause, StatedCauses } from './stated-cause.ts';

/**
 * Refusals of the account, its credentials or its place.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/troubleshooting-api-error-codes.html
 */
export const accountRefusals: StatedCauses = {
  'geo-restriction': [
    {
      code: 'GEO_RESTRICTION',
      certainty: 'proven',
      summary: "The model's provider does not serve the country or Region that the call came from.",
      who: 'administrator',
      steps: [
        'Look at the country of the account and at the place the call is made from; a proxy or VPN counts.',
        "Use another provider's model, or make the call from a supported country.",
      ],
    },
  ],
  'agents-maintenance-mode': [
    {
      code: 'SERVICE_QUOTA_OR_ACCOUNT_BLOCK',
      certainty: 'proven',
      summary:
        'Agents for Amazon Bedrock is closed to accounts without agent activity in the last 12 months; no permission is missing.',
      who: 'owner',
      steps: ['Build the agent on Amazon Bedrock AgentCore, or in an account that already runs agents.'],
    },
  ],
  'account-blocked': [block('AWS refuses the model to this account as a whole.', 'proven')],
  'account-not-authorized-feature': [block('AWS refuses this feature to the account as a whole.', 'likely')],
  'operation-not-allowed': [block('AWS has restricted this account; the text names no reason.', 'likely')],
  'quota-zero': [
    {
      code: 'SERVICE_QUOTA_OR_ACCOUNT_BLOCK',
      certainty: 'likely',
      summary: 'The daily token quota of the account is used up, or is zero, as in new accounts.',
      who: 'administrator',
      steps: [
        'Look up the tokens-per-day quota of the model in Service Quotas; if it is 0, ask AWS Support to raise it.',
      ],
    },
  ],
  'account-not-authorized': [
    credentials('likely', 'The call went to a Region or account in which Bedrock or the model is not enabled.'),
    block('AWS may have restricted this account.', 'possible'),
  ],
  'no-model-access': [
    credentials(
      'possible',
      'The call may have gone to another Region, or with credentials of another account, than meant.',
    ),
  ],
  'api-key-format': [
    credentials(
      'likely',
      'The bearer token is not one of Amazon Bedrock, or its owner lacks bedrock:CallWithBearerToken.',
    ),
  ],
  'credentials-refused': [
    {
      code: 'WRONG_CREDENTIALS_OR_REGION',
      certainty: 'likely',
      summary:
        'AWS did not accept the credentials of the call: expired, deactivated, incomplete, or of another partition.',
      who: 'caller',
      steps: [
        'Get new credentials, and ask `aws sts get-caller-identity` where the call is made; the clock of the machine counts too.',
        'Leave the policies as they are: the call did not get as far as IAM.',
      ],
    },
  ],
  'iam-cut-explicit': [
    {
      code: 'SCP_DENY',
      certainty: 'possible',
      summary: 'A service control policy of the organization may deny it; the message was cut before it says so.',
      who: 'administrator',
      steps: [
        'Find the denied call in CloudTrail: its error message names the kind of the policy, and often the policy.',
      ],
    },
    {
      code: 'EXPLICIT_DENY_IDENTITY',
      certainty: 'possible',
      summary: 'An identity-based policy of the caller may deny it; the message was cut before it says so.',
      who: 'administrator',
      steps: ['Look for a Deny in the policies of the caller; no Allow outweighs it.'],
    },
  ],
  'account-not-subscribed': [
    block('The account is not signed up for the service, or is suspended or not yet activated.', 'likely'),
    credentials('possible', 'The credentials may be of another account than the one that was meant.'),
  ],
  'api-key-refused': [credentials('likely', 'The Bedrock API key is expired, or was made in another Region.')],
  'bearer-token-refused': [
    {
      code: 'WRONG_CREDENTIALS_OR_REGION',
      certainty: 'likely',
      summary:
        'The inbound authorizer did not accept the bearer token of the caller: expired, or of another issuer, audience or client.',
      who: 'caller',
      steps: [
        'Get a new token, and compare its issuer, audience, client and scopes with the authorizer configuration of the gateway or runtime.',
        'Leave the policies of the role as they are: the call did not get as far as IAM.',
      ],
    },
  ],
  's3-redirect': [
    {
      code: 'OTHER',
      certainty: 'likely',
      summary: 'Amazon S3 sent the call on to another Region; nothing was refused.',
      who: 'caller',
      steps: [
        'Repeat the call after half a minute: a bucket is redirected when it is new, or first used from a Region.',
      ],
    },
    credentials('possible', 'The bucket may be in another Region than the one the call was made in.'),
  ],
  'marketplace-permissions': [
    {
      code: 'MARKETPLACE_SUBSCRIPTION_PENDING_OR_PAYMENT',
      certainty: 'possible',
      summary: 'The subscription may still be under way, or the account may have no valid payment method.',
      who: 'administrator',
      steps: ['Look at the payment methods of the account that pays, and repeat the call after 15 minutes.'],
    },
  ],
};

function block(summary: string, certainty: Certainty): StatedCause {
  const steps = ['Open a case with AWS Support (account and billing); no policy changes it.'] as const;
  return { code: 'SERVICE_QUOTA_OR_ACCOUNT_BLOCK', certainty, summary, who: 'administrator', steps };
}

function credentials(certainty: Certainty, summary: string): StatedCause {
  const steps = [
    'Ask `aws sts get-caller-identity` where the call is made, and compare account and Region with those that were meant.',
  ] as const;
  return { code: 'WRONG_CREDENTIALS_OR_REGION', certainty, summary, who: 'caller', steps };
}
