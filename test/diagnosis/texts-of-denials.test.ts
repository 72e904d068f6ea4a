import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { textsOfDenials } from '../../functions/diagnosis/texts-of-denials.ts';

const model = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0';
const user = 'User: arn:aws:sts::111122223333:assumed-role/orders-role/s';
const because = 'because no identity-based policy allows the bedrock:InvokeModel action';
const denied = `${user} is not authorized to perform: bedrock:InvokeModel on resource: ${model} ${because}`;
const other = `${user} is not authorized to perform: bedrock:Retrieve with an explicit deny in a session policy`;
const boto = `botocore.exceptions.ClientError: An error occurred (AccessDeniedException) when calling the Converse operation: ${denied}`;

describe('the messages in a text', () => {
  it.each<[name: string, text: string, messages: readonly string[]]>([
    ['one message', denied, [denied]],
    ['two messages of a log, with what is none between them', `INFO up\n${denied}\nINFO\n${other}\n`, [denied, other]],
    ['a message that a log repeats', `${denied}\r\n${other}\r\n${denied}`, [denied, other]],
    [
      'a stack trace of Python, which tells it twice',
      `Traceback (most recent call last):\n  File "agent.py", line 7, in <module>\n    run()\n${boto}\n\nDuring handling of the above exception, another exception occurred:\n\n${boto}`,
      [boto],
    ],
    [
      'a stack trace of JavaScript',
      `AccessDeniedException: ${denied}\n    at throwDefaultError (x.js:1:1) {\n  '$fault': 'client',\n  '$metadata': { httpStatusCode: 403 },\n  name: 'AccessDeniedException'\n}`,
      [`AccessDeniedException: ${denied}`],
    ],
    [
      'a message that a terminal broke into three lines',
      `${user} is not authorized to perform: bedrock:InvokeModel on resource:\n  ${model} because no\n  identity-based policy allows the bedrock:InvokeModel action\nDone.`,
      [denied],
    ],
    [
      'what Python prints of a trace',
      "{'failureTrace': {'failureCode': 403, 'failureReason': 'Access denied when calling Bedrock. Check your request permissions'}}",
      [
        "{'failureTrace': {'failureCode': 403, 'failureReason': 'Access denied when calling Bedrock. Check your request permissions'}}",
      ],
    ],
    [
      'an exception that says no more than its name',
      'AccessDeniedException: 403\n  at x',
      ['AccessDeniedException: 403'],
    ],
    ['a text of something else', 'INFO all is well\nThrottlingException: Too many requests', []],
    ['nothing', '', []],
  ])('%s', (_name, text, messages) => {
    expect(textsOfDenials(text)).toEqual(messages);
  });

  it('are found in any text without an exception', () => {
    const parts = fc.constantFrom('\n', denied, 'not authorized to perform: ', 'bedrock:X', ' on resource: ', '…', "'");
    const texts = fc.array(fc.oneof(parts, fc.string()), { maxLength: 20 }).map((all) => all.join(''));
    fc.assert(fc.property(texts, (text) => textsOfDenials(text).every((one) => one.length > 0)));
  });

  it.each([
    ['one endless line', 'not authorized to perform: bedrock:X on resource: '.repeat(20_000)],
    ['endless lines', 'not authorized to perform: bedrock:X on resource:\n'.repeat(5_000)],
    ['endless brackets', '[{('.repeat(200_000)],
  ])('%s are read like any other text', (_name, text) => {
    expect(textsOfDenials(text).length).toBeLessThanOrEqual(2);
  });
});
