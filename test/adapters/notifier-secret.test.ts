import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { withSecretOf } from '../../functions/adapters/notifier-secret.ts';

const ARN = 'arn:aws:secretsmanager:us-east-1:111122223333:secret:one';

let close = async () => {};
afterEach(() => close());

/** A Secrets Manager whose secret is rotated after every read. */
async function rotatingSecret() {
  let reads = 0;
  const server = createServer((_, response) => {
    reads += 1;
    response.setHeader('content-type', 'application/x-amz-json-1.1');
    response.end(JSON.stringify({ ARN, SecretString: JSON.stringify({ webhookUrl: `https://x/${reads}` }) }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  const clock = { time: 0 };
  const aws = {
    region: 'us-east-1',
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    credentials: { accessKeyId: 'made', secretAccessKey: 'up' },
  };
  return { clock, withSecret: withSecretOf(ARN, aws, () => clock.time) };
}

it('is read once in five minutes', async () => {
  const { clock, withSecret } = await rotatingSecret();
  const read = async () => withSecret(async ({ webhookUrl }) => webhookUrl);
  const first = [await read(), await read()];
  clock.time = 300_000;
  expect([...first, await read()]).toEqual(['https://x/1', 'https://x/1', 'https://x/2']);
});

it('is read again after a refusal, which may be of the old one', async () => {
  const { withSecret } = await rotatingSecret();
  const refused = withSecret(async ({ webhookUrl }) => {
    throw new Error(`refused: ${webhookUrl}`);
  });
  await expect(refused).rejects.toThrow('refused: https://x/1');
  expect(await withSecret(async ({ webhookUrl }) => webhookUrl)).toBe('https://x/2');
});
