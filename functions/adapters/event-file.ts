import { InputError } from './input-error.ts';
import { placeOf, readInputText } from './input-file.ts';
import { parseJson } from './json-text.ts';

/** One JSON document of an event file, or a whole file of plain text as a string, and where it stands. */
export interface EventDocument {
  readonly where: string;
  readonly value: unknown;
}

export interface EventFile {
  readonly documents: readonly EventDocument[];
  /** Lines that are not JSON; the other lines are in `documents` all the same. */
  readonly unreadable: readonly InputError[];
}

const LIMIT = 100;

/**
 * A file of events: one JSON document, one in each line, or the text of a log; any may be compressed (gzip). `-` is standard
 * input.
 *
 * @throws InputError when nothing of it can be read
 */
export async function loadEventFile(path: string): Promise<EventFile> {
  const text = await readInputText(path, LIMIT);
  const where = placeOf(path);
  if (text.trim() === '') throw new InputError('no event', where, 'give a CloudTrail record as JSON; this is empty');
  const whole = parseJson(text);
  if ('value' in whole) return { documents: [{ where, value: whole.value }], unreadable: [] };
  if (hasOneDocumentALine(path, text)) return documentsOfLines(text, where);
  if (isMeantAsJson(path, text)) throw notJson(where, whole.stopsAt);
  return { documents: [{ where, value: text }], unreadable: [] };
}

/** What Python prints of an answer (`{'Error': …}`) begins like JSON, too, and a log may begin with `[ERROR]`. */
const isMeantAsJson = (path: string, text: string): boolean =>
  /\.json(\.gz)?$/i.test(path) || /^\s*(?:\{\s*["}]|\{\s*$|\[\s*[{["\]])/.test(text.slice(0, 1_000));

/** Standard input has no name to tell by, so its first lines do. */
function hasOneDocumentALine(path: string, text: string): boolean {
  if (/\.(jsonl|ndjson)(\.gz)?$/i.test(path)) return true;
  const firstLines = text.split('\n', 50).filter((line) => line.trim() !== '');
  return firstLines.slice(0, 2).some((line) => 'value' in parseJson(line));
}

function documentsOfLines(text: string, where: string): EventFile {
  const documents: EventDocument[] = [];
  const unreadable: InputError[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const place = `${where}, line ${index + 1}`;
    const parsed = parseJson(line);
    if ('value' in parsed) documents.push({ where: place, value: parsed.value });
    else unreadable.push(notJson(place, parsed.stopsAt.replace('line 1, ', '')));
  }
  return { documents, unreadable };
}

function notJson(where: string, stopsAt: string): InputError {
  return new InputError('not JSON', `${where}, ${stopsAt}`, 'correct the text there or leave the record out');
}
