import type { AwsError } from './aws-error.ts';
import { buildXml } from './xml.ts';

/** https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html */
export function ec2Answer(operation: string, output: object, requestId: string): string {
  const name = `${operation}Response`;
  return buildXml(name, { requestId, ...output }, 'item').replace(
    `<${name}>`,
    `<${name} xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">`,
  );
}

export function ec2Error({ code, message }: AwsError, requestId: string): string {
  const error = buildXml('Error', { Code: code, Message: message });
  return `<Response><Errors>${error}</Errors>${buildXml('RequestID', requestId)}</Response>`;
}
