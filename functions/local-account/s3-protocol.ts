import type { AwsError } from './aws-error.ts';
import { objectOf } from './json-object.ts';
import { buildXml } from './xml.ts';

/** A bucket's policy is the body itself, as JSON. https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetBucketPolicy.html */
export function s3Answer(output: object): { readonly contentType: string; readonly body: string } {
  if ('Policy' in output) return { contentType: 'application/json', body: String(output.Policy) };
  const name = 'ServerSideEncryptionConfiguration';
  const { Rules } = objectOf(objectOf(output)[name]);
  const body = (Array.isArray(Rules) ? Rules : []).map((rule) => buildXml('Rule', rule)).join('');
  return { contentType: 'application/xml', body: `<?xml version="1.0" encoding="UTF-8"?>\n<${name}>${body}</${name}>` };
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html */
export function s3Error({ code, message }: AwsError, requestId: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${buildXml('Error', { Code: code, Message: message, RequestId: requestId })}`;
}
