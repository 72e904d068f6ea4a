import { at, objectOf } from './json-value.ts';
import { toldFailures } from './told-failures.ts';

/** An array in an envelope in an array …: deeper nesting than this is not CloudTrail's. */
const DEEPEST = 6;
const TOO_DEEP = `lists are nested deeper than ${DEEPEST} levels`;

/**
 * Every record of whatever CloudTrail, EventBridge, S3 or the CLI hands out: one record, an EventBridge event,
 * `{Records: […]}`, the answer of `lookup-events` (`{Events: [{CloudTrailEvent: "…"}]}`), messages of SQS and SNS around any of
 * them, what Lambda sends on after a failure, events of CloudWatch Logs, or an array of any of these. A document that tells of
 * a failure in another shape (a trace, an ingestion job) becomes a record of it.
 */
export function cloudTrailRecords(
  input: unknown,
): { readonly records: readonly unknown[] } | { readonly malformed: string } {
  const records: unknown[] = [];
  const malformed = collect(input, records, 0);
  return malformed === undefined ? { records } : { malformed };
}

/** Members that hold lists, and those that hold one event, as it is or as text. */
const LISTS = ['Records', 'Events', 'Messages', 'events', 'logEvents'] as const;
const ENVELOPES = ['detail', 'requestPayload'] as const;
const TEXTS = ['CloudTrailEvent', 'body', 'Body'] as const;

function collect(input: unknown, records: unknown[], depth: number): string | undefined {
  if (depth > DEEPEST) return TOO_DEEP;
  if (Array.isArray(input)) return collectAll(input, records, depth);
  const object = objectOf(input);
  if (object === undefined) return `expected a CloudTrail record or a list of them, got ${kindOf(input)}`;
  if ('eventName' in object && 'eventSource' in object) return found(records, [object]);
  for (const name of LISTS) {
    const list = object[name];
    if (Array.isArray(list)) return collectAll(list, records, depth);
  }
  const notification = at(object, 'Sns', 'Message') ?? (object.Type === 'Notification' ? object.Message : undefined);
  if (notification !== undefined) return collectText('Message', notification, records, depth);
  for (const name of TEXTS) if (name in object) return collectText(name, object[name], records, depth);
  for (const name of ENVELOPES) if (name in object) return collect(object[name], records, depth + 1);
  // CloudTrail writes its records into a log group of CloudWatch as text.
  const logged = object['@message'] ?? object.message;
  if (typeof logged === 'string' && logged.trimStart().startsWith('{')) {
    const before = records.length;
    if (collectText('message', logged, records, depth) === undefined) return undefined;
    records.length = before;
  }
  const told = toldFailures(object);
  return found(records, told.length === 0 ? [object] : told);
}

function found(records: unknown[], more: readonly unknown[]): undefined {
  records.push(...more);
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

function collectText(name: string, text: unknown, records: unknown[], depth: number): string | undefined {
  if (typeof text !== 'string') return collect(text, records, depth + 1);
  try {
    return collect(JSON.parse(text), records, depth + 1);
  } catch {
    return `${name} is not JSON`;
  }
}

const kindOf = (value: unknown): string => (value === null ? 'null' : value === undefined ? 'nothing' : typeof value);
