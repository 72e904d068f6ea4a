import * as z from 'zod';
import type { RuleException } from '../rules/exceptions/exception.ts';
import { placeOf, readInputText } from './input-file.ts';
import { isObject } from './json-fields.ts';
import { parseJson } from './json-text.ts';

const FORMAT = 'bedrock-warden/exceptions/1';
/** Megabytes: far more than anybody answers for. */
const LIMIT = 5;

/** What a file of exceptions holds, and one line for each thing in it that could not be taken. */
export interface ExceptionsReading {
  readonly exceptions: readonly RuleException[];
  readonly problems: readonly string[];
}

/** An entry without an owner, a reason or a last day is read: that is a finding under its rule, not a fault of the file. */
const entry = z.strictObject({
  rule: z.string().min(1, 'expected the id of a rule'),
  role: z
    .string()
    .min(1, 'expected the ARN or the name of a role')
    .refine((role) => !/[*?]/.test(role), 'a wildcard: expected the exact ARN or the exact name of one role'),
  owner: z.string().exactOptional(),
  reason: z.string().exactOptional(),
  until: z.string().exactOptional(),
});

/**
 * The exceptions in the text of a file: `{ "format": "bedrock-warden/exceptions/1", "exceptions": [ … ] }`. An entry that
 * cannot be taken is left out and named; the others count.
 *
 * @param name how messages, and the `source` of each exception, call the file
 */
export function readExceptions(text: string, name = 'exceptions file'): ExceptionsReading {
  const nothing = (problem: string): ExceptionsReading => ({ exceptions: [], problems: [problem] });
  const parsed = parseJson(text);
  if ('stopsAt' in parsed) return nothing(`not JSON: ${name}, ${parsed.stopsAt}: correct the text there`);
  const file = parsed.value;
  if (!isObject(file) || file.format !== FORMAT)
    return nothing(`no "format": "${FORMAT}": ${name}: give a file of exceptions`);
  if (!Array.isArray(file.exceptions)) return nothing(`no list: ${name}, exceptions: write a list of exceptions`);
  const stray = Object.keys(file).filter((key) => key !== 'format' && key !== 'exceptions');
  const read = file.exceptions.map((value: unknown, index) => readEntry(value, `${name}, exceptions[${index}]`));
  return {
    exceptions: read.flatMap((each) => ('exception' in each ? [each.exception] : [])),
    problems: [
      ...stray.map((key) => `unknown key: ${name}, ${key}: remove it`),
      ...read.flatMap((each) => ('problem' in each ? [each.problem] : [])),
    ],
  };
}

function readEntry(
  value: unknown,
  source: string,
): { readonly exception: RuleException } | { readonly problem: string } {
  const checked = entry.safeParse(value);
  if (checked.success) return { exception: { ...checked.data, source } };
  const [issue] = checked.error.issues;
  const at = [source, ...(issue?.path ?? [])].join('.');
  const what = (issue?.message ?? '').replace(/^Invalid input: /, '');
  return { problem: `${what}: ${at}: correct the entry; it is not applied` };
}

/**
 * @param path of a file; `-` is standard input
 * @throws InputError when it cannot be read
 */
export const loadExceptions = async (path: string): Promise<ExceptionsReading> =>
  readExceptions(await readInputText(path, LIMIT), placeOf(path));
