import { InputError } from '../adapters/input-error.ts';
import { parseCloudTrailRecord } from '../diagnosis/cloudtrail-record.ts';
import { parseDenialMessage } from '../diagnosis/denial-message.ts';
import type { DeniedRequest } from '../diagnosis/diagnosis.ts';

/**
 * A denied request of which only the error message is known. Whoever asks says that it is a denial, so a text that is not
 * recognised as one is explained all the same.
 *
 * @throws InputError when there is no text
 */
export function messageDenial(text: string): DeniedRequest {
  if (text.trim() === '') throw new InputError('no text', '--message', 'paste the error message behind it');
  const message = parseDenialMessage(text);
  const parsed = parseCloudTrailRecord({ errorMessage: text });
  const [, accountId] = /^arn:[^:]+:(?:iam|sts)::(\d{12}):/.exec(message.principalArn ?? '') ?? [];
  return {
    ...(accountId === undefined ? {} : { accountId }),
    ...(message.errorCode === undefined ? {} : { errorCode: message.errorCode }),
    ...('denied' in parsed ? parsed.denied : { errorMessage: text, message }),
  };
}
