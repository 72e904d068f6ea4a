import type { AwsError } from './aws-error.ts';
import { buildXml } from './xml.ts';

/** A bucket's policy is the body itself. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export function s3Answer(output: object): string {
  return 'Policy' in output ? String(output.Policy) : '';
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function s3Error({ code, message }: AwsError, requestId: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${buildXml('Error', { Code: code, Message: message, RequestId: requestId })}`;
}
