import type { DiagnosisContext } from './context.ts';

/**
 * Whether it is a service that could not assume a role: `User: bedrock.amazonaws.com is not authorized to perform:
 * sts:AssumeRole`, a record of such a call, or what a service says of a role that it was given.
 */
export const isAssumedByService = ({ denied, access }: Pick<DiagnosisContext, 'denied' | 'access'>): boolean =>
  access.action?.toLowerCase() === 'sts:assumerole' &&
  (denied.message.template === 'role-validation-failed' ||
    (denied.principalArn === undefined && (denied.caller === 'service' || isNamed(denied.errorMessage))));

const isNamed = (errorMessage = ''): boolean =>
  /\bUser: [a-z0-9.-]{1,100}\.amazonaws\.com is not authorized/i.test(errorMessage.slice(0, 2_048));
