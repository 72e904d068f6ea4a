import type { RequiredRequest } from '../../workload/required-request.ts';
import { listValues } from '../findings/list-values.ts';
import { byResources } from './allow-statement.ts';

/** `` `s3:GetObject` on `arn:…`, which API schema s3://… needs `` */
export const neededText = (requests: readonly RequiredRequest[]): string =>
  `${whatText(requests)}, ${whoText(requests)}`;

/** `which API schema s3://… needs` */
export function whoText(requests: readonly RequiredRequest[]): string {
  const capabilities = [...new Set(requests.map(({ capability }) => capability))];
  const [first = '', second, ...more] = capabilities.map((capability) => shortened(capability));
  const who =
    second === undefined
      ? `${first} needs`
      : `${first}${more.length === 0 ? ` and ${second}` : `, ${second} and ${more.length} more`} need`;
  return `which ${who}`;
}

/** `` `s3:GetObject` on `arn:…` `` */
export const whatText = (requests: readonly RequiredRequest[]): string =>
  byResources(requests)
    .map(([actions, resources]) => `${listValues(actions, 5)} on ${listValues(resources, 5)}`)
    .join(', ');

const shortened = (text: string): string => (text.length > 160 ? `${text.slice(0, 159)}…` : text);
