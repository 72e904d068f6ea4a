import type { EventDocument, EventFile } from '../adapters/event-file.ts';
import { InputError } from '../adapters/input-error.ts';
import { parseCloudTrailRecord } from '../diagnosis/cloudtrail-record.ts';
import { cloudTrailRecords } from '../diagnosis/cloudtrail-records.ts';
import type { DeniedRequest } from '../diagnosis/diagnosis.ts';

export interface Denials {
  /** How many records could be read, denials or not. */
  readonly records: number;
  readonly denied: readonly DeniedRequest[];
  /** What is no CloudTrail record, each with its place; the rest is read all the same. */
  readonly unreadable: readonly InputError[];
}

export function readDenials({ documents, unreadable }: EventFile): Denials {
  const read = documents.map(denialsOf);
  return {
    records: read.reduce((sum, { records }) => sum + records, 0),
    denied: read.flatMap(({ denied }) => denied),
    unreadable: [...unreadable, ...read.flatMap((one) => one.unreadable)],
  };
}

function denialsOf({ where, value }: EventDocument): Denials {
  const found = cloudTrailRecords(value);
  if ('malformed' in found) return { records: 0, denied: [], unreadable: [noRecord(found.malformed, where)] };
  const denied: DeniedRequest[] = [];
  const unreadable: InputError[] = [];
  for (const [index, record] of found.records.entries()) {
    const parsed = parseCloudTrailRecord(record);
    if ('denied' in parsed) denied.push(parsed.denied);
    if ('malformed' in parsed) {
      const place = found.records.length === 1 ? where : `${where}, record ${index + 1}`;
      unreadable.push(noRecord(parsed.malformed, place));
    }
  }
  return { records: found.records.length - unreadable.length, denied, unreadable };
}

function noRecord(malformed: string, where: string): InputError {
  return new InputError(malformed, where, 'give CloudTrail records');
}
