import { arnFields } from '../iam/arn.ts';
import type { RequiredRequest } from '../workload/required-request.ts';
import { inCodeUnitOrder } from './policy-literal.ts';

/** A rule of an Amazon OpenSearch Serverless data access policy, as its JSON has it. */
export interface DataAccessRule {
  readonly ResourceType: 'collection' | 'index';
  /** `collection/NAME`, `index/NAME/INDEX` */
  readonly Resource: readonly string[];
  /** `aoss:ReadDocument` */
  readonly Permission: readonly string[];
}

/** By id. */
export type CollectionNames = ReadonlyMap<string, string>;

/**
 * The rules that requests on collections and indexes need. ARNs have a collection's id, and the rules its name.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html
 */
export function dataAccessRules(
  requests: readonly RequiredRequest[],
  names: CollectionNames,
): readonly DataAccessRule[] {
  const resources = Map.groupBy(requests, ({ resource }) => patternOf(resource, names));
  return [...resources]
    .toSorted(([one], [other]) => inCodeUnitOrder(one, other))
    .flatMap(([pattern, group]) =>
      pattern === ''
        ? []
        : [
            {
              ResourceType: pattern.startsWith('index/') ? ('index' as const) : ('collection' as const),
              Resource: [pattern],
              Permission: [...new Set(group.map(({ action }) => action))].toSorted(inCodeUnitOrder),
            },
          ],
    );
}

/** The collections whose names are not known: no rule can be written for them. */
export const unnamedCollections = (requests: readonly RequiredRequest[], names: CollectionNames): readonly string[] => [
  ...new Set(
    requests.flatMap(({ heldBy, necessity, resource }) =>
      heldBy === 'dataAccessPolicy' && necessity === 'required' && patternOf(resource, names) === '' ? [resource] : [],
    ),
  ),
];

/** `index/NAME/INDEX` of `arn:aws:aoss:us-east-1:111122223333:index/ID/INDEX`; empty when the name is not known. */
function patternOf(resource: string, names: CollectionNames): string {
  const [type = '', id = '', ...index] = (arnFields(resource)[5] ?? '').split('/');
  const name = names.get(id);
  return name === undefined ? '' : [type, name, ...index].join('/');
}
