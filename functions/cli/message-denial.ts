import { parseCloudTrailRecord } from '../diagnosis/cloudtrail-record.ts';
import { parseDenialMessage } from '../diagnosis/denial-message.ts';
import type { DeniedRequest } from '../diagnosis/diagnosis.ts';

/** A denied request of which only the error message is known. */
export function messageDenial(text: string): DeniedRequest {
  const message = parseDenialMessage(text);
  const parsed = parseCloudTrailRecord({ errorMessage: text });
  const [, accountId] = /^arn:[^:]+:(?:iam|sts)::(\d{12}):/.exec(message.principalArn ?? '') ?? [];
  return {
    ...(accountId === undefined ? {} : { accountId }),
    ...(message.errorCode === undefined ? {} : { errorCode: message.errorCode }),
    ...(message.operation === undefined ? {} : { eventName: message.operation }),
    ...('denied' in parsed ? parsed.denied : { errorMessage: text, message }),
  };
}
