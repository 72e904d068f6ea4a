import type { RequiredRequest } from '../../workload/required-request.ts';
import { severityOf } from './need-severity.ts';

/**
 * Requests that one finding tells of: of one workload, as grave as each other, for one capability, or for several that lack
 * the same actions.
 *
 * @param reasonOf what else they must have in common
 */
export function groupNeeds<Item extends { readonly request: RequiredRequest }>(
  items: readonly Item[],
  reasonOf: (item: Item) => string,
): readonly (readonly Item[])[] {
  const common = (item: Item): readonly string[] => [item.request.workload, severityOf(item.request), reasonOf(item)];
  const byCapability = Map.groupBy(items, (item) => JSON.stringify([...common(item), item.request.capability]));
  const byActions = Map.groupBy([...byCapability.values()], (group) => {
    const actions = [...new Set(group.map(({ request }) => request.action))].toSorted();
    return JSON.stringify([...group.slice(0, 1).flatMap(common), group[0]?.request.kind, ...actions]);
  });
  return [...byActions.values()].map((groups) => groups.flat());
}
