import { objectOf } from './json-value.ts';

/** An array in an envelope in an array …: deeper nesting than this is not CloudTrail's. */
const DEEPEST = 4;
const TOO_DEEP = `lists are nested deeper than ${DEEPEST} levels`;

/**
 * Every record of whatever CloudTrail, EventBridge, S3 or the CLI hands out: one record, an EventBridge event,
 * `{Records: […]}`, the answer of `lookup-events` (`{Events: [{CloudTrailEvent: "…"}]}`), or an array of any of these.
 */
export function cloudTrailRecords(
  input: unknown,
): { readonly records: readonly unknown[] } | { readonly malformed: string } {
  const records: unknown[] = [];
  const malformed = collect(input, records, 0);
  return malformed === undefined ? { records } : { malformed };
}

function collect(input: unknown, records: unknown[], depth: number): string | undefined {
  if (depth > DEEPEST) return TOO_DEEP;
  if (Array.isArray(input)) return collectAll(input, records, depth);
  const object = objectOf(input);
  if (object === undefined) return `expected a CloudTrail record or a list of them, got ${kindOf(input)}`;
  if (Array.isArray(object.Records)) return collectAll(object.Records, records, depth);
  if (Array.isArray(object.Events)) return collectAll(object.Events, records, depth);
  if ('CloudTrailEvent' in object) return collectText(object.CloudTrailEvent, records, depth);
  if ('detail' in object) return collect(object.detail, records, depth + 1);
  records.push(object);
  return undefined;
}

/** An item that is no record stays in the list as it is: whoever reads the records says so, and goes on with the rest. */
function collectAll(items: readonly unknown[], records: unknown[], depth: number): string | undefined {
  for (const item of items) {
    const before = records.length;
    if (collect(item, records, depth + 1) === undefined) continue;
    records.length = before;
    records.push(item);
  }
  return undefined;
}

function collectText(text: unknown, records: unknown[], depth: number): string | undefined {
  if (typeof text !== 'string') return collect(text, records, depth + 1);
  try {
    return collect(JSON.parse(text), records, depth + 1);
  } catch {
    return 'CloudTrailEvent is not JSON';
  }
}

const kindOf = (value: unknown): string => (value === null ? 'null' : value === undefined ? 'nothing' : typeof value);
