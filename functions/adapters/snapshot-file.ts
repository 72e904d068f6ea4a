import type { Snapshot } from '../workload/snapshot.ts';
import { takeNullsForAbsent } from './absent-for-null.ts';
import { InputError } from './input-error.ts';
import { placeOf, readInputText } from './input-file.ts';
import { isObject } from './json-fields.ts';
import { parseJson } from './json-text.ts';
import { snapshotSchema } from './snapshot-schema.ts';

const LIMIT = 500;
const FORMAT = 'bedrock-warden/snapshot/1';

/**
 * A snapshot file, every field kept but those that are null, which is to say absent; it may be compressed (gzip). `-` is standard input.
 *
 * @throws InputError when it cannot be read, is not JSON or has not the shape of a snapshot
 */
export async function loadSnapshot(path: string): Promise<Snapshot> {
  const where = placeOf(path);
  const parsed = parseJson(await readInputText(path, LIMIT));
  if ('stopsAt' in parsed)
    throw new InputError(
      'not JSON',
      `${where}, ${parsed.stopsAt}`,
      'take the snapshot again, or correct the text there',
    );
  return snapshotFrom(parsed.value, where);
}

function snapshotFrom(value: unknown, where: string): Snapshot {
  const format = formatOf(value);
  if (format !== FORMAT)
    throw new InputError(`expected ${FORMAT}, found ${worded(format, value)}`, where, 'give a snapshot file');
  if (isObject(value)) takeNullsForAbsent(value);
  const checked = snapshotSchema.safeParse(value);
  // The schema changes nothing, so the file's own objects go on: a copy would double a large snapshot.
  if (checked.success) return value as Snapshot;
  const { issues } = checked.error;
  const reason = reasonOf(issues[0]?.message ?? '');
  const others = issues.length > 1 ? ` (${issues.length - 1} more like it)` : '';
  const part = pathText(issues[0]?.path ?? []);
  throw new InputError(`${reason}${others}`, `${where}, ${part}`, 'correct that part or take the snapshot again');
}

/** zod's words without its preamble; what is not there is called missing. */
function reasonOf(message: string): string {
  const reason = message.replace(/^Invalid input: /, '');
  return / received undefined$/.test(reason) ? 'missing' : reason;
}

function formatOf(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
}

function worded(format: unknown, value: unknown): string {
  if (format !== undefined) return JSON.stringify(format).slice(0, 80);
  return Array.isArray(value) ? 'a list' : typeof value === 'object' && value !== null ? 'no format' : 'no object';
}

/** `iam.RoleDetailList[3].Arn` */
function pathText(path: readonly PropertyKey[]): string {
  return path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .replace(/^\./, '');
}
