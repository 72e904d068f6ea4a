import { expect, test } from 'vitest';
import { cloudTrailRecords } from '../../functions/diagnosis/cloudtrail-records.ts';

const one = { eventName: 'Converse', eventSource: 'bedrock.amazonaws.com', eventID: '1' };
const two = { eventName: 'InvokeModel', eventSource: 'bedrock.amazonaws.com', eventID: '2' };

test.each([
  ['one record', one, [one]],
  ['an EventBridge event', { version: '0', 'detail-type': 'AWS API Call via CloudTrail', detail: one }, [one]],
  ['a log file', { Records: [one, two] }, [one, two]],
  ['the answer of lookup-events', { Events: [{ EventId: '1', CloudTrailEvent: JSON.stringify(one) }] }, [one]],
  ['an empty log file', { Records: [] }, []],
  ['an array of any of these', [one, { detail: two }, { Records: [one] }], [one, two, one]],
  ['a list with a number, which stays to be named', { Records: [one, 7, two] }, [one, 7, two]],
  [
    'a list with an event that is not JSON',
    { Events: [{ CloudTrailEvent: '{' }, { CloudTrailEvent: JSON.stringify(two) }] },
    [{ CloudTrailEvent: '{' }, two],
  ],
  [
    'a message of SQS as Lambda gets it',
    { Records: [{ messageId: 'm', eventSource: 'aws:sqs', body: JSON.stringify({ detail: one }) }] },
    [one],
  ],
  ['a message of SQS as the CLI prints it', { Messages: [{ MessageId: 'm', Body: JSON.stringify(one) }] }, [one]],
  [
    'a message of SNS',
    { Records: [{ EventSource: 'aws:sns', Sns: { Message: JSON.stringify({ detail: one }) } }] },
    [one],
  ],
  [
    'a message of SNS in one of SQS',
    { Records: [{ body: JSON.stringify({ Type: 'Notification', Message: JSON.stringify({ detail: one }) }) }] },
    [one],
  ],
  ['what Lambda sends on after a failure', { requestContext: {}, requestPayload: { detail: one } }, [one]],
  [
    'a log group',
    { events: [{ timestamp: 1, message: JSON.stringify(one) }, { message: JSON.stringify(two) }] },
    [one, two],
  ],
  ['a message that only looks like JSON', { message: '{no' }, [{ errorMessage: '{no' }]],
])('%s', (_, input, records) => {
  expect(cloudTrailRecords(input)).toEqual({ records });
});

test.each([
  ['text', 'x', 'expected a CloudTrail record or a list of them, got string'],
  ['null', null, 'expected a CloudTrail record or a list of them, got null'],
  ['an event that is not JSON', { CloudTrailEvent: '{' }, 'CloudTrailEvent is not JSON'],
  [
    'an envelope in an envelope',
    { detail: { detail: { detail: { detail: { detail: { detail: { detail: one } } } } } } },
    'lists are nested deeper than 6 levels',
  ],
])('%s is malformed', (_, input, malformed) => {
  expect(cloudTrailRecords(input)).toEqual({ malformed });
});
