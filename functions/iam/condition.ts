import { type ValueTest, valueTest } from './compare-value.ts';
import { type ConditionOperator, conditionOperator } from './condition-operators.ts';
import type { Condition, Policy } from './policy.ts';
import { hasVariable, substituteVariables } from './policy-variable.ts';
import type { RequestContext } from './request-context.ts';
import { and, not, or, type Truth, unknown } from './truth.ts';
import { matchesWildcard } from './wildcard.ts';

/** A condition with its operator taken apart and its values ready to be compared. */
export interface CompiledCondition {
  readonly condition: Condition;
  /** In lower case. */
  readonly key: string;
  /** Undefined when AWS has no such operator. */
  readonly operator: ConditionOperator | undefined;
  readonly values: readonly CompiledValue[];
}

interface CompiledValue {
  readonly wanted: string;
  /** Undefined when the value has policy variables: the test then depends on the request. */
  readonly test: ValueTest | undefined;
}

const NO_VALUES: readonly CompiledValue[] = [];

export function compileCondition(condition: Condition, version: Policy['version']): CompiledCondition {
  const operator = conditionOperator(condition.operator);
  const key = condition.key.toLowerCase();
  if (operator === undefined || operator.comparison === 'Null') return { condition, key, operator, values: NO_VALUES };
  const { comparison } = operator;
  const values = condition.values.map((wanted) => {
    const varies = version !== '2008-10-17' && hasVariable(wanted);
    return { wanted, test: varies ? undefined : valueTest(comparison, wanted) };
  });
  return { condition, key, operator, values };
}

/** Are all conditions of a statement met? */
export function conditionsMet(conditions: readonly CompiledCondition[], context: RequestContext): Truth {
  let met: Truth = true;
  for (const condition of conditions) {
    met = and(met, conditionMet(condition, context));
    if (met === false) return false;
  }
  return met;
}

/**
 * Is one condition met? Unknown when it depends on a key that the context does not tell about.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function conditionMet(compiled: CompiledCondition, context: RequestContext): Truth {
  const { condition, key, operator } = compiled;
  if (operator === undefined) return unknown(`operator ${condition.operator}`);
  const seen = context.valuesOf(key, condition.key);
  if (seen === undefined) return unknown(condition.key);
  if (operator.comparison === 'Null') return nullMet(condition, operator, seen === 'absent' || isNull(seen));

  const { quantifier } = operator;
  if (seen === 'absent') return operator.ifExists || metWhenAbsent(operator);
  if (quantifier === 'ForAnyValue') return anyValueMet(compiled, operator, seen, context);
  if (quantifier === 'ForAllValues') return allValuesMet(compiled, operator, seen, context);
  const [value] = seen;
  if (value === undefined || seen.length > 1) {
    return unknown(`operator ${condition.operator} on several values of ${condition.key}`);
  }
  return valueMet(compiled, operator, value, context);
}

/** Without the key: a negated comparison holds, any other fails; `ForAllValues` holds, `ForAnyValue` fails. */
function metWhenAbsent({ quantifier, negated }: ConditionOperator): boolean {
  return quantifier === undefined ? negated : quantifier === 'ForAllValues';
}

function nullMet({ values, operator: spelling }: Condition, { quantifier }: ConditionOperator, absent: boolean): Truth {
  if (quantifier !== undefined) return unknown(`operator ${spelling}`);
  let met: Truth = false;
  for (const value of values) {
    const wanted = value.toLowerCase();
    met = or(met, wanted === 'true' ? absent : wanted === 'false' ? !absent : unknown(`operator ${spelling}`));
  }
  return met;
}

function anyValueMet(
  compiled: CompiledCondition,
  operator: ConditionOperator,
  seen: readonly string[],
  context: RequestContext,
): Truth {
  let met: Truth = false;
  for (const value of seen) {
    met = or(met, valueMet(compiled, operator, value, context));
    if (met === true) return true;
  }
  return met;
}

/**
 * "… resolves to a null dataset, such as an empty string": `ForAllValues` holds for it, and a `Null` beside it is to notice.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
const isNull = (seen: readonly string[]): boolean => seen.every((value) => value === '');

function allValuesMet(
  compiled: CompiledCondition,
  operator: ConditionOperator,
  seen: readonly string[],
  context: RequestContext,
): Truth {
  if (isNull(seen)) return true;
  let met: Truth = true;
  for (const value of seen) {
    met = and(met, valueMet(compiled, operator, value, context));
    if (met === false) return false;
  }
  return met;
}

/** One value of the request: it equals one of the policy's values or, with a negated operator, none. */
function valueMet(
  { values }: CompiledCondition,
  operator: ConditionOperator,
  seen: string,
  context: RequestContext,
): Truth {
  let equal: Truth = false;
  for (const { wanted, test } of values) {
    equal = or(equal, test === undefined ? varyingMet(operator, wanted, seen, context) : test(seen));
    if (equal === true) break;
  }
  return operator.negated ? not(equal) : equal;
}

/** A value with policy variables is open only where some value of them could meet it. */
function varyingMet({ comparison }: ConditionOperator, wanted: string, seen: string, context: RequestContext): Truth {
  if (comparison === 'Null' || !/^(String|Arn)/.test(comparison)) return unknown(`variable in operator ${comparison}`);
  const isPattern = comparison === 'StringLike' || comparison === 'ArnLike';
  const substituted = substituteVariables(wanted, context, isPattern ? 'pattern' : 'text');
  if (substituted === 'absent') return false;
  const { pattern, open } = substituted;
  const caseInsensitive = comparison === 'StringEqualsIgnoreCase';
  const met =
    comparison === 'ArnLike'
      ? valueTest('ArnLike', pattern)(seen)
      : matchesWildcard(pattern, seen, { caseInsensitive });
  if (met === false || (met === true && open.length === 0)) return met;
  return open.length > 0 ? unknown(...open) : unknown(`wildcard across a colon in ${wanted}`);
}
