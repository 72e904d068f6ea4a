import type { DiagnosisContext } from './context.ts';

/**
 * Whether the call went through an inference profile, of which policies often allow only a part: the message names the profile,
 * a model without a Region (of a global profile), or a model in a Region that the call was not made in.
 */
export function wentThroughProfile({ denied, access }: Pick<DiagnosisContext, 'denied' | 'access'>): boolean {
  const resource = access.resource ?? '';
  if (!/^bedrock:InvokeModel/i.test(access.action ?? '')) return false;
  if (/^arn:[a-z-]+:bedrock:[^:]*:[^:]*:(?:application-)?inference-profile\//.test(resource)) return true;
  const region = /^arn:[a-z-]+:bedrock:([a-z0-9-]*)::foundation-model\//.exec(resource)?.[1];
  return region !== undefined && (region === '' || (denied.region !== undefined && region !== denied.region));
}
