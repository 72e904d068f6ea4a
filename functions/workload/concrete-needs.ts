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
  if (!resource.endsWith('*')) return ONE_RESOURCE.test(resource);
  return HAVE_CONTENTS.has(kind) && CONTAINER.test(resource.slice(0, -1));
}

const ONE_RESOURCE = /^arn:[^:*?]+:[^:*?]+:[^:*?]*:[^:*?]*:[^*?]+$/;

/** `bucket/…`, `api/…`; `type:name…` and `type/name…`; the jobs of a service, which have no names before they run. */
const CONTAINER =
  /^arn:[^:*?]+:(?:(?:s3|execute-api):[^:*?]*:[^:*?]*:[^:/*?]+\/|[^:*?]+:[^:*?]*:[^:*?]*:(?:[^:/*?]+[:/][^*?]+|(?:async-invoke|data-automation-invocation)\/))[^*?]*$/;

/** Its one resource type, a data set, is not what a namespace of metrics is. */
const METRICS = 'cloudwatch:PutMetricData';

const HAVE_CONTENTS: ReadonlySet<RequiredRequest['kind']> = new Set(['dataSource', 'storage', 'telemetry', 'function']);
