import { arnFields } from '../../iam/arn.ts';

const LONGEST = 512;
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/**
 * What denials of one matter have in common in the resource that they name: not the Region that a cross-Region profile
 * happened to choose, the object, the log stream, the session or the job.
 */
export function resourcePattern(resource: string): string {
  const named = resource.slice(0, LONGEST);
  if (!named.startsWith('arn:')) return named;
  const [, partition, service, region, account, rest = ''] = arnFields(named);
  const head = (place: string | undefined) => `arn:${partition}:${service}:${place}:${account}:`;
  switch (service) {
    case 'bedrock':
      return rest.startsWith('foundation-model/')
        ? `${head('*')}${rest}`
        : `${head(region)}${rest.replace(PASSING, '$1/*').replace(UUID, '*')}`;
    case 'bedrock-agentcore':
      return `${head(region)}${rest.replace(PASSING, '$1/*').replace(UUID, '*')}`;
    case 's3':
      return `${head(region)}${rest.replace(/\/.*$/s, '/*')}`;
    case 'logs':
      return `${head(region)}${rest.replace(/:log-stream:.*$/s, ':log-stream:*')}`;
    case 'sts':
      return `${head(region)}${rest.replace(/^(assumed-role\/[^/]+)\/.*$/s, '$1/*')}`;
    default:
      return named;
  }
}

/** Resources of Amazon Bedrock that live as long as one piece of work. */
const PASSING =
  /\b([\w-]*-job|async-invoke|session|event|execution|evaluation-job|browser-session|code-interpreter-session)\/.*$/s;
