import { describe, expect, it } from 'vitest';
import { messageDenial } from '../../functions/cli/message-denial.ts';
import { messageDenials } from '../../functions/cli/message-denials.ts';

const generic = 'Access denied when calling Bedrock. Check your request permissions and retry the request.';
const form = 'ResourceNotFoundException: Model use case details have not been submitted for this account.';

describe('messageDenials', () => {
  it.each<[name: string, text: string, messages: readonly string[]]>([
    ['one message, as it is', `  ${generic}\n`, [`  ${generic}\n`]],
    ['a text of no known words, as it is', 'it does not\nwork', ['it does not\nwork']],
    ['the messages of a log', `INFO\n${generic}\nINFO\n${form}`, [generic, form]],
    ['an error as JSON', JSON.stringify({ Message: generic }), [generic]],
    ['what looks like JSON only', `{"Message": "${generic}"`, [`{"Message": "${generic}"`]],
  ])('reads %s', (_name, text, messages) => {
    expect(messageDenials(text).map(({ errorMessage }) => errorMessage)).toEqual(messages);
  });

  it('reads a record like one of a file', () => {
    const record = {
      eventID: '1',
      eventName: 'Converse',
      eventSource: 'bedrock.amazonaws.com',
      errorCode: 'AccessDenied',
    };
    expect(messageDenials(JSON.stringify({ detail: record }))).toEqual([
      {
        eventId: '1',
        eventName: 'Converse',
        eventSource: 'bedrock.amazonaws.com',
        errorCode: 'AccessDenied',
        message: { template: 'absent' },
      },
    ]);
  });

  it('reads a single message like messageDenial', () => {
    expect(messageDenials(form)).toEqual([messageDenial(form)]);
  });

  it('refuses nothing at all', () => {
    expect(() => messageDenials(' \n')).toThrow('no text: --message: paste the error message behind it');
  });
});
