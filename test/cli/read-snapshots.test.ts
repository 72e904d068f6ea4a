import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runWarden } from './run-warden.ts';

/** What AWS STS answers in a Region that the account has not enabled. */
const NOT_VALID = `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type>
<Code>InvalidClientTokenId</Code><Message>The security token included in the request is invalid</Message></Error>
<RequestId>c6104cbe-af31-11e0-8154-cbc7ccf896c7</RequestId></ErrorResponse>`;
const sts = createServer((_, response) => response.writeHead(403, { 'content-type': 'text/xml' }).end(NOT_VALID));
let endpoint = '';
beforeAll(async () => {
  await new Promise<void>((resolve) => sts.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(sts.address() as AddressInfo).port}`;
});
afterAll(() => void sts.close());

it.each([
  ['audit', '--region', 'eu-south-1'],
  ['policy', 'help', '--region', 'eu-south-1'],
  ['snapshot', '--out', 'never.json', '--region', 'eu-south-1'],
])('%s names the Region that credentials are not valid in', async (...args) => {
  const env = { AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' };
  expect(await runWarden(args, { env })).toEqual({
    status: 2,
    stdout: '',
    stderr:
      'warden: The security token included in the request is invalid: --region eu-south-1: give AWS credentials that are valid, and see that the Region is enabled in their account\n',
  });
});
