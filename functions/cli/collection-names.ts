import { isObject, textOf } from '../adapters/json-fields.ts';
import type { Snapshot } from '../workload/snapshot.ts';

/** The names of the OpenSearch Serverless collections that were read, by id: `batch-get-collection` answers. */
export function collectionNames(snapshots: readonly Snapshot[]): ReadonlyMap<string, string> {
  const details = snapshots.flatMap(({ openSearchServerless }) => {
    const collections = isObject(openSearchServerless) ? openSearchServerless.collections : undefined;
    return Array.isArray(collections) ? collections.filter(isObject) : [];
  });
  return new Map(
    details.flatMap((detail) => {
      const [id, name] = [textOf(detail.id), textOf(detail.name)];
      return id === undefined || name === undefined ? [] : [[id, name] as const];
    }),
  );
}
