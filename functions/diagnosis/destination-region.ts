import type { DiagnosisContext } from './context.ts';

/** A model in a Region that the call was not made in was reached through a profile, whose home Region was allowed. */
export function inOtherRegion({ denied, access }: Pick<DiagnosisContext, 'denied' | 'access'>): boolean {
  const region = /^arn:[a-z-]+:bedrock:([a-z0-9-]*)::foundation-model\//.exec(access.resource ?? '')?.[1];
  return region !== undefined && denied.region !== undefined && region !== denied.region;
}
