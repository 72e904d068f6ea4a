import { expect, test } from 'vitest';
import { cloudTrailRecords } from '../../functions/diagnosis/cloudtrail-records.ts';

const one = { eventName: 'Converse', eventID: '1' };
const two = { eventName: 'InvokeModel', eventID: '2' };

test.each([
  ['one record', one, [one]],
  ['an EventBridge event', { version: '0', 'detail-type': 'AWS API Call via CloudTrail', detail: one }, [one]],
  ['a log file', { Records: [one, two] }, [one, two]],
  ['the answer of lookup-events', { Events: [{ EventId: '1', CloudTrailEvent: JSON.stringify(one) }] }, [one]],
  ['an empty log file', { Records: [] }, []],
  ['an array of any of these', [one, { detail: two }, { Records: [one] }], [one, two, one]],
])('%s', (_, input, records) => {
  expect(cloudTrailRecords(input)).toEqual({ records });
});

test.each([
  ['text', 'x', 'expected a CloudTrail record or a list of them, got string'],
  ['null', null, 'expected a CloudTrail record or a list of them, got null'],
  ['a list with a number', { Records: [one, 7] }, 'item 1: expected a CloudTrail record or a list of them, got number'],
  ['an event that is not JSON', { Events: [{ CloudTrailEvent: '{' }] }, 'item 0: CloudTrailEvent is not JSON'],
  ['lists in lists', [[[[[[one]]]]]], 'item 0: item 0: item 0: item 0: item 0: lists are nested deeper than 4 levels'],
])('%s is malformed', (_, input, malformed) => {
  expect(cloudTrailRecords(input)).toEqual({ malformed });
});
