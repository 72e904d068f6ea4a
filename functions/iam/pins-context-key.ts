import { conditionOperator } from './condition-operators.ts';
import type { Condition } from './policy.ts';
import { hasVariable } from './policy-variable.ts';

const PINNING = new Set(['StringEquals', 'StringEqualsIgnoreCase', 'StringLike', 'ArnLike']);

/**
 * The values to which the conditions of a statement hold a context key: those of a positive, non-`IfExists` equality or
 * like operator. Undefined when none does; a value of only `*`, or one with a policy variable, holds nothing. Two such
 * conditions must both be met; the shorter list is returned.
 */
export function pinsContextKey(conditions: readonly Condition[], key: string): readonly string[] | undefined {
  const wanted = key.toLowerCase();
  let pinned: readonly string[] | undefined;
  for (const condition of conditions) {
    if (condition.key.toLowerCase() !== wanted) continue;
    const operator = conditionOperator(condition.operator);
    if (operator === undefined || operator.negated || operator.ifExists || !PINNING.has(operator.comparison)) continue;
    // ForAllValues also holds for a request without the key.
    if (operator.quantifier === 'ForAllValues' || condition.values.length === 0) continue;
    if (condition.values.some((value) => /^\*+$/.test(value) || hasVariable(value))) continue;
    if (pinned === undefined || condition.values.length < pinned.length) pinned = condition.values;
  }
  return pinned;
}
