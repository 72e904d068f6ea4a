import type { DiagnosisContext } from './context.ts';

/** Whether it is a service that could not assume a role: `User: bedrock.amazonaws.com is not authorized to perform: sts:AssumeRole`. */
export const isAssumedByService = ({ denied, access }: Pick<DiagnosisContext, 'denied' | 'access'>): boolean =>
  access.action?.toLowerCase() === 'sts:assumerole' &&
  denied.principalArn === undefined &&
  /\bUser: [a-z0-9.-]{1,100}\.amazonaws\.com is not authorized/i.test((denied.errorMessage ?? '').slice(0, 2_048));
