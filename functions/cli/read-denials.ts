import type { EventDocument, EventFile } from '../adapters/event-file.ts';
import { InputError } from '../adapters/input-error.ts';
import { parseCloudTrailRecord } from '../diagnosis/cloudtrail-record.ts';
import { cloudTrailRecords } from '../diagnosis/cloudtrail-records.ts';
import type { DeniedRequest } from '../diagnosis/diagnosis.ts';
import { textsOfDenials } from '../diagnosis/texts-of-denials.ts';
import { messageDenial } from './message-denial.ts';

export interface Denials {
  /** How many records could be read, denials or not. */
  readonly records: number;
  readonly denied: readonly DeniedRequest[];
  /** What is no CloudTrail record, each with its place; the rest is read all the same. */
  readonly unreadable: readonly InputError[];
  /** Why the records that are no denials are none, each reason once. */
  readonly ignored: readonly string[];
}

export function readDenials({ documents, unreadable }: EventFile): Denials {
  const read = documents.map(denialsOf);
  return {
    records: read.reduce((sum, { records }) => sum + records, 0),
    denied: read.flatMap(({ denied }) => denied),
    unreadable: [...unreadable, ...read.flatMap((one) => one.unreadable)],
    ignored: [...new Set(read.flatMap(({ ignored }) => ignored))],
  };
}

function denialsOf({ where, value }: EventDocument): Denials {
  if (typeof value === 'string') return denialsOfText(value, where);
  const found = cloudTrailRecords(value);
  if ('malformed' in found)
    return { records: 0, denied: [], unreadable: [noRecord(found.malformed, where)], ignored: [] };
  const denied: DeniedRequest[] = [];
  const unreadable: InputError[] = [];
  const ignored: string[] = [];
  for (const [index, record] of found.records.entries()) {
    const parsed = parseCloudTrailRecord(record);
    if ('denied' in parsed) denied.push(parsed.denied);
    if ('ignored' in parsed) ignored.push(parsed.ignored);
    if ('malformed' in parsed) {
      const place = found.records.length === 1 ? where : `${where}, record ${index + 1}`;
      unreadable.push(noRecord(parsed.malformed, place));
    }
  }
  return { records: found.records.length - unreadable.length, denied, unreadable, ignored };
}

/** Each message of a log counts as a record of its own. */
function denialsOfText(text: string, where: string): Denials {
  const texts = textsOfDenials(text);
  const unreadable = texts.length > 0 ? [] : [noRecord('no message of a denial in this text', where)];
  return { records: texts.length, denied: texts.map(messageDenial), unreadable, ignored: [] };
}

function noRecord(malformed: string, where: string): InputError {
  return new InputError(malformed, where, 'give CloudTrail records or error messages');
}
