import type { Input } from './account.ts';
import type { AwsError } from './aws-error.ts';
import { buildXml } from './xml.ts';

const NAMESPACES: Readonly<Record<string, string>> = {
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  sns: 'http://sns.amazonaws.com/doc/2010-03-31/',
};

/** The form fields of a request; of a field that is given twice, the first. */
export function parseForm(body: string): Input {
  return Object.fromEntries([...new URLSearchParams(body)].reverse());
}

/** The list that the query protocol spells `Name.member.1`, `Name.member.2`, … */
export function membersOf(input: Input, name: string): readonly string[] {
  const members: string[] = [];
  for (let index = 1; ; index += 1) {
    const member = input[`${name}.member.${index}`];
    if (member === undefined) return members;
    members.push(String(member));
  }
}

export function queryAnswer(service: string, operation: string, output: object, requestId: string): string {
  return [
    `<${operation}Response xmlns="${NAMESPACES[service]}">`,
    buildXml(`${operation}Result`, output),
    buildXml('ResponseMetadata', { RequestId: requestId }),
    `</${operation}Response>`,
  ].join('');
}

export function queryError(service: string, { code, status, message }: AwsError, requestId: string): string {
  const type = status >= 500 ? 'Receiver' : 'Sender';
  return [
    `<ErrorResponse xmlns="${NAMESPACES[service]}">`,
    buildXml('Error', { Type: type, Code: code, Message: message }),
    buildXml('RequestId', requestId),
    '</ErrorResponse>',
  ].join('');
}
