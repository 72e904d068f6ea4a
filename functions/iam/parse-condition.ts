import { operatorSpelling, operatorSpellings } from './condition-operators.ts';
import { nearest } from './nearest.ts';
import type { Condition } from './policy.ts';
import { isObject, kindOf } from './policy-document.ts';
import { quoted, type Refusal, unusableText } from './refusal.ts';

const element = 'Condition';

/** `{ operator: { key: value or values } }`; numbers and booleans become strings. */
export function parseConditions(written: unknown): { readonly conditions: readonly Condition[] } | Refusal {
  if (written === undefined) return { conditions: [] };
  if (!isObject(written)) {
    return { problem: `\`Condition\` is ${kindOf(written)}`, help: 'Write `{"operator": {"key": "value"}}`.', element };
  }
  const conditions: Condition[] = [];
  for (const [name, keys] of Object.entries(written)) {
    const operator = operatorSpelling(name);
    if (operator === undefined) {
      const meant = nearest(name, operatorSpellings());
      return {
        problem: `\`${quoted(name)}\` is not a condition operator`,
        help:
          meant === undefined ? 'Use an operator that AWS has, such as `StringEquals`.' : `Did you mean \`${meant}\`?`,
        element,
      };
    }
    if (!isObject(keys)) {
      return { problem: `\`${operator}\` holds ${kindOf(keys)}`, help: 'Write `{"key": "value"}`.', element };
    }
    const seen = new Set<string>();
    for (const [key, value] of Object.entries(keys)) {
      if (seen.has(key.toLowerCase())) {
        return {
          problem: `\`${operator}\` names the key \`${quoted(key)}\` twice, spelled differently`,
          help: 'Keys are compared without case: put the values into one array.',
          element,
        };
      }
      seen.add(key.toLowerCase());
      const values = readValues(value);
      if ('problem' in values) return { ...values, element };
      const problem = unusableText(key) ?? values.map(unusableText).find((found) => found !== undefined);
      if (problem !== undefined) return { ...problem, element };
      conditions.push({ operator, key, values });
    }
  }
  return { conditions };
}

function readValues(written: unknown): readonly string[] | Refusal {
  const values: string[] = [];
  for (const value of Array.isArray(written) ? written : [written]) {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      return { problem: `a condition value is ${kindOf(value)}`, help: 'Write strings, numbers or booleans.' };
    }
    values.push(String(value));
  }
  return values;
}
