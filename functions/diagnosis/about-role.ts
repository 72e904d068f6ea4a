import type { DiagnosisContext } from './context.ts';

/** Whether the role may not have been assumed at all. What IAM denied to the role was asked with it: it had been. */
export const isAboutRole = ({ openness, denied, access }: DiagnosisContext): boolean =>
  openness !== 'account' && denied.message.layer === undefined && !(openness === 'iam' && !isAssume(access.action));

export const isAssume = (action: string | undefined): boolean =>
  action !== undefined && /^sts:(?:AssumeRole|TagSession|SetSourceIdentity)/i.test(action);
