import { serviceAuthorization } from '../iam/service-authorization.ts';
import type { Needs } from './needs.ts';
import type { RequiredRequest } from './required-request.ts';

/** The needs without those whose resource is no resource: they are gaps. Names in a configuration are anybody's text. */
export function concreteNeeds<Some extends Needs>(needs: Some): Some {
  const unusable = needs.requests.filter((request) => !isConcrete(request));
  const gaps = unusable.map(
    ({ capability, resource }) => `\`${resource.slice(0, 80)}\` is no ARN of a resource (${capability})`,
  );
  return { ...needs, requests: needs.requests.filter(isConcrete), gaps: [...needs.gaps, ...gaps] };
}

/**
 * A name with a wildcard in it is no resource: as a need, it would excuse a grant on all resources. A `*` at the end stands
 * for all that is in a named resource: `arn:aws:s3:::bucket/prefix*`.
 */
function isConcrete({ action, resource, kind }: RequiredRequest): boolean {
  if (resource === '*') return action === METRICS || serviceAuthorization.resourceTypesOf(action)?.length === 0;
  const whole = HAVE_CONTENTS.has(kind) ? resource.replace(/(?<=[/:][^*?/:]*)\*$/, '') : resource;
  return /^arn:[^*?]+$/.test(whole);
}

/** Its one resource type, a data set, is not what a namespace of metrics is. */
const METRICS = 'cloudwatch:PutMetricData';

const HAVE_CONTENTS: ReadonlySet<RequiredRequest['kind']> = new Set(['dataSource', 'storage', 'telemetry', 'function']);
