import type { IncomingMessage } from 'node:http';
import { AwsError } from './aws-error.ts';

const MAX_BYTES = 5 * 1024 * 1024;

/** The whole body, or the error for one that is larger than any request of these services. */
export async function readBody(request: IncomingMessage): Promise<string | AwsError> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    // What is too large is read to its end and thrown away: a sender that is cut off never reads the answer.
    if (size <= MAX_BYTES) chunks.push(chunk);
  }
  if (size > MAX_BYTES) return new AwsError('RequestEntityTooLarge', 413, 'The request is larger than 5 MiB.');
  return Buffer.concat(chunks).toString('utf8');
}
