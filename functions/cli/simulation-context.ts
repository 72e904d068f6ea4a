import type { AccessRequest } from '../iam/decision.ts';
import { isObject, kindOf } from '../iam/policy-document.ts';

export type ContextValues = AccessRequest['context'];

/** What is wrong with it and what to do, as a sentence; `key` is where. */
interface ContextProblem {
  readonly key?: string;
  readonly problem: string;
}

/** A request context whose values are strings, numbers, booleans or lists of them; IAM compares all of them as text. */
export function readContext(written: unknown): { readonly context: ContextValues } | ContextProblem {
  if (!isObject(written)) return { problem: `it is ${kindOf(written)}. Give an object of keys and values.` };
  const entries: [string, string | readonly string[]][] = [];
  const seen = new Set<string>();
  for (const [key, value] of Object.entries(written)) {
    const name = key.toLowerCase();
    if (seen.has(name)) return { key, problem: 'given twice. Keys are compared without case: leave one out.' };
    seen.add(name);
    const values = Array.isArray(value) ? value : [value];
    const problem = values.map(valueProblem).find((found) => found !== undefined);
    if (problem !== undefined) return { key, problem };
    entries.push([key, Array.isArray(value) ? value.map(String) : String(value)]);
  }
  return { context: Object.fromEntries(entries) };
}

function valueProblem(value: unknown): string | undefined {
  if (typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value !== 'number')
    return `a value is ${kindOf(value)}. Write a string, a number, a boolean or a list of them.`;
  return isExact(value) ? undefined : INEXACT;
}

/** JSON holds longer numbers than JavaScript does, and reading rounds them. */
export const isExact = (value: number): boolean =>
  Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value));

export const INEXACT = 'a number too large to be read exactly. Write it as a string.';
