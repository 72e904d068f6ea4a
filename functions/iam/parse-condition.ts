import { operatorSpelling, operatorSpellings } from './condition-operators.ts';
import { nearest } from './nearest.ts';
import type { Condition } from './policy.ts';
import { isObject, kindOf } from './policy-document.ts';
import { quoted, type Refusal, unusableText } from './refusal.ts';

const element = 'Condition';

/** `{ operator: { key: value or values } }`; numbers and booleans become strings. */
export function parseConditions(written: unknown): readonly Condition[] | Refusal {
  const conditions: Condition[] = [];
  if (written === undefined) return conditions;
  if (!isObject(written)) {
    return { problem: `\`Condition\` is ${kindOf(written)}`, help: 'Write `{"operator": {"key": "value"}}`.', element };
  }
  for (const name of Object.keys(written)) {
    const operator = operatorSpelling(name);
    if (operator === undefined) return noOperator(name);
    const block = written[name];
    if (!isObject(block)) {
      return { problem: `\`${operator}\` holds ${kindOf(block)}`, help: 'Write `{"key": "value"}`.', element };
    }
    const keys = Object.keys(block);
    const repeated = keys.length > 1 ? repeatedKey(keys) : undefined;
    if (repeated !== undefined) {
      return {
        problem: `\`${operator}\` names the key \`${quoted(repeated)}\` twice, spelled differently`,
        help: 'Keys are compared without case: put the values into one array.',
        element,
      };
    }
    for (const key of keys) {
      const problem = unusableText(key);
      if (problem !== undefined) return { ...problem, element };
      const values = readValues(block[key]);
      if ('problem' in values) return values;
      conditions.push({ operator, key, values });
    }
  }
  return conditions;
}

function noOperator(name: string): Refusal {
  const problem = `\`${quoted(name)}\` is not a condition operator`;
  if (/IfExists$/i.test(name) && operatorSpelling(name.slice(0, -'IfExists'.length)) !== undefined) {
    return { problem, help: 'Remove `IfExists`: `Null` itself asks whether there is a value.', element };
  }
  const meant = nearest(name, operatorSpellings());
  const help =
    meant === undefined ? 'Use an operator that AWS has, such as `StringEquals`.' : `Did you mean \`${meant}\`?`;
  return { problem, help, element };
}

function repeatedKey(keys: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (const key of keys) {
    const name = key.toLowerCase();
    if (seen.has(name)) return key;
    seen.add(name);
  }
  return undefined;
}

function readValues(written: unknown): readonly string[] | Refusal {
  const values: string[] = [];
  for (const value of Array.isArray(written) ? written : [written]) {
    if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') {
      return { problem: `a condition value is ${kindOf(value)}`, help: 'Write strings, numbers or booleans.', element };
    }
    const text = String(value);
    const problem = unusableText(text);
    if (problem !== undefined) return { ...problem, element };
    values.push(text);
  }
  return values;
}
