import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedPost {
  readonly path: string;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** `hang`: takes the message and never answers. */
export type ReceiverAnswer =
  | 'hang'
  | { readonly status: number; readonly body?: string | object; readonly headers?: Readonly<Record<string, string>> };

/** Plays Slack, or any webhook: answers in turn what it is told, then 200. */
export async function startSlackReceiver(answers: readonly ReceiverAnswer[] = []) {
  const received: ReceivedPost[] = [];
  const left = [...answers];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', () => {
      received.push({ path: request.url ?? '', headers: request.headers, body: JSON.parse(text) });
      const answer = left.shift() ?? { status: 200, body: 'ok' };
      if (answer === 'hang') return;
      const { status, body = '', headers = {} } = answer;
      response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
