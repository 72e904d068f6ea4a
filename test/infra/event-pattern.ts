type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * Does an event match an EventBridge pattern? Fields of a pattern are all required, values of a list are alternatives, an
 * array in the event matches by any of its elements. Only what infra/ uses is known; anything else throws.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matchesPattern(pattern: unknown, event: unknown): boolean {
  if (!isObject(pattern) || Array.isArray(pattern)) throw new Error(`not an event pattern: ${JSON.stringify(pattern)}`);
  return Object.entries(pattern).every(([key, wanted]) => {
    if (key === '$or') return alternatives(wanted).some((other) => matchesPattern(other, event));
    const found = isObject(event) ? event[key] : undefined;
    if (!Array.isArray(wanted)) return matchesPattern(wanted, found);
    const values = Array.isArray(found) ? found : [found];
    return values.some((value) => wanted.some((matcher) => matchesValue(matcher as Json, value)));
  });
}

function matchesValue(matcher: Json, value: unknown): boolean {
  if (!isObject(matcher)) return matcher === value;
  const [[operator, operand] = [], ...more] = Object.entries(matcher);
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html: on leaves only
  if (operator === 'exists' && typeof operand === 'boolean' && more.length === 0 && !isObject(value))
    return operand === (value !== undefined);
  if (typeof operand !== 'string' || more.length > 0) throw new Error(`not a matcher: ${JSON.stringify(matcher)}`);
  if (typeof value !== 'string') return false;
  switch (operator) {
    case 'prefix':
      return value.startsWith(operand);
    case 'suffix':
      return value.endsWith(operand);
    case 'wildcard':
      return wildcard(operand).test(value);
    default:
      throw new Error(`an operator that this matcher does not know: ${operator}`);
  }
}

function wildcard(operand: string): RegExp {
  if (operand.includes('**')) throw new Error(`EventBridge refuses consecutive wildcards: ${operand}`);
  const literals = operand.split('*').map((part) => part.replaceAll(/[^\w]/g, '\\$&'));
  return new RegExp(`^${literals.join('.*')}$`, 's');
}

function alternatives(wanted: unknown): readonly unknown[] {
  if (!Array.isArray(wanted) || wanted.length < 2) throw new Error('$or takes a list of two patterns or more');
  return wanted;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
