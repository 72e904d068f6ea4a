import { arnFields } from '../iam/arn.ts';
import { matchesWildcard } from '../iam/wildcard.ts';
import type { AgentRole } from './agent-role.ts';
import type { AccessRule, NetworkRule } from './open-search-evidence.ts';
import type { RequiredRequest } from './required-request.ts';

type Judged = Pick<AgentRole, 'arn' | 'accountId' | 'openSearch'>;

export type DataAccess =
  | { readonly answer: 'granted' }
  | { readonly answer: 'open'; readonly reasons: readonly string[] }
  | { readonly answer: 'noSuchCollection' | 'notGranted'; readonly pattern: string };

/**
 * Does a data access policy of OpenSearch Serverless grant a request? Policies only add to each other, and name collections
 * by name; a pattern is a prefix with a `*` behind it.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html
 */
export function dataAccess(
  { arn, accountId, openSearch }: Judged,
  { action, resource, principal = arn }: RequiredRequest,
): DataAccess {
  const [, , , region = '', owner = '', path = ''] = arnFields(resource);
  if (owner !== accountId)
    return { answer: 'open', reasons: [`the data access policies of account ${owner} were not read`] };
  const [type = '', id = '', ...index] = path.split('/');
  const name = openSearch.collections.items.find((one) => one.region === region && one.id === id)?.name;
  if (name === undefined) {
    const { missing } = openSearch.collections;
    return missing.length > 0 ? { answer: 'open', reasons: missing } : { answer: 'noSuchCollection', pattern: id };
  }
  const pattern = [type, name, ...index].join('/');
  const grants = ({ region: where, resourceType, resources, permissions, principals }: AccessRule): boolean =>
    where === region &&
    resourceType === type &&
    resources.some((written) => matchesWildcard(written, pattern)) &&
    permissions.some((written) => matchesWildcard(written, action)) &&
    principals.some((written) => written === principal);
  if (openSearch.dataAccess.items.some(grants)) return { answer: 'granted' };
  const { missing } = openSearch.dataAccess;
  return missing.length > 0 ? { answer: 'open', reasons: missing } : { answer: 'notGranted', pattern };
}

export type NetworkAccess =
  | { readonly answer: 'reached' }
  | { readonly answer: 'open'; readonly reasons: readonly string[] }
  | { readonly answer: 'shut'; readonly rule?: NetworkRule; readonly name: string };

/**
 * Can Amazon Bedrock reach a collection? From public networks, or because a policy names the service.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-network.html
 *
 * @param collection its id; one that is not listed is the subject of `dataAccess`
 */
export function networkAccess({ openSearch }: Pick<AgentRole, 'openSearch'>, collection: string): NetworkAccess {
  const found = openSearch.collections.items.find(({ id }) => id === collection);
  if (found === undefined) return { answer: 'reached' };
  const { name, region } = found;
  const rules = openSearch.networkAccess.items.filter(
    ({ region: where, resourceType, resources }) =>
      where === region &&
      resourceType === 'collection' &&
      resources.some((written) => matchesWildcard(written, `collection/${name}`)),
  );
  if (rules.some(({ isPublic, services }) => isPublic || services.includes('bedrock.amazonaws.com')))
    return { answer: 'reached' };
  const { missing } = openSearch.networkAccess;
  if (missing.length > 0) return { answer: 'open', reasons: missing };
  const [rule] = rules;
  return { answer: 'shut', name, ...(rule === undefined ? {} : { rule }) };
}
