import { completedFields } from './arn.ts';
import { covers, intersects } from './cover.ts';
import { isEverything } from './wildcard.ts';

/**
 * A pattern for what two Resource patterns have in common, or undefined when no ARN matches both. Field by field it is the
 * narrower one; where each reaches beyond the other, it is the first's, which is wider than what they have in common.
 */
export function narrowerResource(one: string, other: string): string | undefined {
  if (isEverything(other)) return one;
  if (isEverything(one)) return other;
  const fields = completedFields(other);
  const common = completedFields(one).map((field, index) => narrowerField(field, fields[index] ?? '*'));
  return common.includes(undefined) ? undefined : common.join(':');
}

function narrowerField(one: string, other: string): string | undefined {
  if (covers(one, other)) return other;
  return intersects(one, other) ? one : undefined;
}
