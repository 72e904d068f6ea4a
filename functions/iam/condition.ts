import { compareValue } from './compare-value.ts';
import { type ConditionOperator, conditionOperator } from './condition-operators.ts';
import type { Condition, Policy } from './policy.ts';
import { hasVariable, substituteVariables } from './policy-variable.ts';
import type { RequestContext } from './request-context.ts';
import { and, not, or, type Truth, unknown } from './truth.ts';

/** Are all conditions of a statement met? */
export const conditionsMet = (
  conditions: readonly Condition[],
  context: RequestContext,
  version: Policy['version'],
): Truth => and(conditions.map((condition) => conditionMet(condition, context, version)));

/**
 * Is one condition met? Unknown when it depends on a key that the context does not tell about.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function conditionMet(condition: Condition, context: RequestContext, version: Policy['version']): Truth {
  const operator = conditionOperator(condition.operator);
  if (operator === undefined) return unknown(`operator ${condition.operator}`);
  const seen = context.valuesOf(condition.key);
  if (seen === undefined) return unknown(condition.key);
  if (operator.comparison === 'Null') return nullMet(condition, operator, seen === 'absent');

  const { quantifier } = operator;
  if (seen === 'absent') return operator.ifExists || metWhenAbsent(operator);
  const anyWanted = (value: string): Truth =>
    or(condition.values.map((wanted) => valueMet(operator, wanted, value, context, version)));
  const met = (value: string): Truth => (operator.negated ? not(anyWanted(value)) : anyWanted(value));
  if (quantifier === 'ForAnyValue') return or(seen.map(met));
  if (quantifier === 'ForAllValues') {
    // "… or if the context key value resolves to a null dataset, such as an empty string."
    return seen.every((value) => value === '') ? true : and(seen.map(met));
  }
  const [value, ...more] = seen;
  if (value === undefined || more.length > 0)
    return unknown(`operator ${condition.operator} on several values of ${condition.key}`);
  return met(value);
}

/** Without the key: a negated comparison holds, any other fails; `ForAllValues` holds, `ForAnyValue` fails. */
function metWhenAbsent({ quantifier, negated }: ConditionOperator): boolean {
  return quantifier === undefined ? negated : quantifier === 'ForAllValues';
}

function nullMet({ values, operator: spelling }: Condition, { quantifier }: ConditionOperator, absent: boolean): Truth {
  if (quantifier !== undefined) return unknown(`operator ${spelling}`);
  return or(
    values.map((value) => {
      const wanted = value.toLowerCase();
      return wanted === 'true' ? absent : wanted === 'false' ? !absent : unknown(`operator ${spelling}`);
    }),
  );
}

function valueMet(
  { comparison }: ConditionOperator,
  wanted: string,
  seen: string,
  context: RequestContext,
  version: Policy['version'],
): Truth {
  if (comparison === 'Null') return false;
  if (version === '2008-10-17' || !hasVariable(wanted)) return compareValue(comparison, wanted, seen);
  if (!/^(String|Arn)/.test(comparison)) return unknown(`variable in operator ${comparison}`);
  const substituted = substituteVariables(wanted, context);
  if (substituted === 'absent') return false;
  return 'text' in substituted ? compareValue(comparison, substituted.text, seen) : substituted;
}

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
