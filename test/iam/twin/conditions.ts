import type { Condition, Policy } from '../../../functions/iam/policy.ts';
import { type Answer, all, any, not } from './answer.ts';
import type { Facts } from './facts.ts';
import { valueAnswer } from './values.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html */
export function conditionAnswer(
  { operator, key, values }: Condition,
  facts: Facts,
  version: Policy['version'],
): Answer {
  const quantifier = /^(ForAllValues|ForAnyValue):/.exec(operator)?.[1];
  const ifExists = operator.endsWith('IfExists');
  const plain = operator.replace(/^[^:]*:/, '').replace(/IfExists$/, '');
  const negated = plain.includes('Not');
  const positive = plain.replace('Not', '');

  const told = facts.valuesOf(key);
  if (plain === 'Null') return nullAnswer(told, key, values);
  if (told === 'not told') return [key];
  if (told.length === 0) return ifExists || quantifier === 'ForAllValues' || (negated && quantifier !== 'ForAnyValue');
  if (quantifier === 'ForAllValues' && told.every((value) => value === '')) return true;
  if (quantifier === undefined && told.length > 1) return [`operator ${operator} on several values of ${key}`];

  const each = told.map((value) => {
    const met = any(
      values.map((written) => valueAnswer(positive, value, written, facts, version) ?? [`operator ${positive}`]),
    );
    return negated ? not(met) : met;
  });
  return quantifier === 'ForAnyValue' ? any(each) : all(each);
}

/** `Null: true` asks for a key that is absent or has only empty values, `Null: false` for one that has a value. */
function nullAnswer(told: readonly string[] | 'not told', key: string, values: readonly string[]): Answer {
  if (told === 'not told') return [key];
  const absent = told.every((value) => value === '');
  return any(
    values.map((value) => {
      if (value.toLowerCase() === 'true') return absent;
      if (value.toLowerCase() === 'false') return !absent;
      return ['operator Null'];
    }),
  );
}
