import { arnFields } from '../iam/arn.ts';
import type { Needs } from './needs.ts';
import { quoted } from './unread.ts';

const RESOURCE = /^(arn:aws[a-z-]*:|s3:\/\/)\S+$/;

/**
 * The gaps of what a configuration names, by ARN or S3 URI, and no need speaks of: it stands in a member that AWS added
 * later, or that was left over. Where there is a gap already, it is the reason: a store of an unknown type has unknown members.
 *
 * @param of `knowledge base KB12345678`
 */
export function unexplainedResources(configuration: unknown, { requests, gaps }: Needs, of: string): readonly string[] {
  if (gaps.length > 0) return [];
  const spoken = requests
    .flatMap(({ resource, capability, context }) => [resource, capability, ...Object.values(context)])
    .join('\n');
  return resourcesIn(configuration)
    .filter((named) => ![named, nameOf(named)].some((text) => spoken.includes(text)))
    .map((named) => `what ${of} needs ${quoted(named)} for is not known to this version of Warden`);
}

/** `bucket/key`, `foundation-model/MODEL`: needs write an account, a partition or a wildcard around it. */
const nameOf = (resource: string): string =>
  resource.startsWith('s3://') ? resource.slice('s3://'.length) : arnFields(resource).slice(5).join(':');

/** Without recursion: a document may nest without end. */
function resourcesIn(configuration: unknown): readonly string[] {
  const found = new Set<string>();
  const values: unknown[] = [configuration];
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (typeof value === 'string' && RESOURCE.test(value)) found.add(value);
    if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) values.push(inner);
  }
  return [...found];
}
