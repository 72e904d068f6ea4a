import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { SNAPSHOT } from './account-under-test.ts';

let account: LocalAccount;

beforeAll(async () => {
  // A snapshot is hostile text as well.
  const agents = [null, { agent: { agentId: 'AGENT00001' } }] as unknown as NonNullable<Snapshot['agents']>;
  const unread = [{ part: 'flows', error: 'Bad\r\nX-Injected: 1', message: '<&>\u0000' }];
  account = await startLocalAccount({ ...SNAPSHOT, agents, flows: [], unread });
});

afterAll(() => account.close());

function signedFor(service: string) {
  return {
    authorization: `AWS4-HMAC-SHA256 Credential=local/20261124/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
  };
}

const iam = signedFor('iam');
const config = signedFor('config');
const bedrock = signedFor('bedrock');
const large = 'a'.repeat(5 * 1024 * 1024);

describe('what is no request is answered in the words of the protocol', () => {
  it.each([
    ['no signature', 'POST', '/', {}, 'Action=GetRole', 403, 'MissingAuthenticationToken'],
    [
      'a bearer token',
      'GET',
      '/guardrails',
      { authorization: 'Bearer x' },
      undefined,
      403,
      'MissingAuthenticationToken',
    ],
    ['a service that is not here', 'POST', '/', signedFor('glacier'), '', 404, 'service `glacier`'],
    ['an unknown action', 'POST', '/', iam, 'Action=DeleteRole', 400, '<Code>InvalidAction</Code>'],
    ['its name', 'POST', '/', iam, 'Action=DeleteRole', 400, 'operation `DeleteRole` of iam'],
    ['an action that is markup', 'POST', '/', iam, 'Action=%3Cx%3E', 400, '`&lt;x&gt;`'],
    ['no action', 'POST', '/', iam, '%%%', 400, '<Code>InvalidAction</Code>'],
    ['a method of objects', 'POST', '/', iam, 'Action=toString', 400, '<Code>InvalidAction</Code>'],
    ['a read by GET', 'GET', '/?Action=GetRole&RoleName=agent', iam, undefined, 200, '<RoleName>agent</RoleName>'],
    ['no parameters', 'POST', '/', iam, 'Action=GetRole', 404, '<Code>NoSuchEntity</Code>'],
    ['a form that is broken', 'POST', '/', iam, 'Action=GetRole&RoleName=%E0%A4%A', 404, '<Code>NoSuchEntity</Code>'],
    ['no target', 'POST', '/', config, '{}', 400, 'UnknownOperationException'],
    ['an unknown target', 'POST', '/', target('PutConfigRule'), '{}', 400, 'operation `PutConfigRule` of config'],
    ['no JSON', 'POST', '/', target('PutEvaluations'), '{"', 400, 'SerializationException'],
    ['JSON that is a list', 'POST', '/', target('PutEvaluations'), '[]', 400, 'InvalidParameterValueException'],
    [
      'no list',
      'POST',
      '/',
      target('PutEvaluations'),
      '{"ResultToken":"x","TestMode":true,"Evaluations":{}}',
      400,
      'Invalid',
    ],
    ['a table of nothing', 'POST', '/', table('GetItem'), '{}', 400, 'ValidationException'],
    [
      'an item that is none',
      'POST',
      '/',
      table('PutItem'),
      '{"TableName":"x","Item":5}',
      400,
      'SerializationException',
    ],
    ['a transaction of nothing', 'POST', '/', table('TransactWriteItems'), '{}', 400, 'ValidationException'],
    [
      'a transaction of what is no item',
      'POST',
      '/',
      table('TransactWriteItems'),
      '{"TransactItems":[5]}',
      400,
      'ValidationException',
    ],
    [
      'a transaction of half an item',
      'POST',
      '/',
      table('TransactWriteItems'),
      '{"TransactItems":[{"Put":{"TableName":"none"}}]}',
      400,
      'Exception',
    ],
    ['a queue of nothing', 'POST', '/', queue('SendMessage'), '{}', 400, 'QueueDoesNotExist'],
    ['a path of nothing', 'GET', '/nothing', bedrock, undefined, 404, 'UnknownOperationException'],
    ['the wrong method', 'DELETE', '/agents/AGENT00001/', bedrock, undefined, 404, 'UnknownOperationException'],
    ['the wrong method of a list', 'GET', '/agents/', bedrock, undefined, 404, 'GET /agents/'],
    ['a body that is not JSON', 'POST', '/agents/', bedrock, 'x', 400, 'ValidationException'],
    ['a label that is not encoded', 'GET', '/agents/%E0%A4%A/', bedrock, undefined, 500, 'InternalServerException'],
    ['a snapshot that is broken', 'POST', '/agents/', bedrock, '{}', 500, 'InternalServerException'],
    ['an error of the snapshot that is no name', 'GET', '/flows/', bedrock, undefined, 400, 'X-Injected'],
    ['a body that is too large', 'POST', '/', iam, `${large}a`, 413, 'RequestEntityTooLarge'],
    ['a body that is just not', 'POST', '/', iam, `Action=GetRole&RoleName=${large.slice(24)}`, 404, 'NoSuchEntity'],
  ] as const)('%s', async (_, method, path, headers, body, status, text) => {
    const response = await fetch(account.endpoint + path, { method, headers, ...(body !== undefined && { body }) });
    expect([response.status, await response.text()]).toEqual([status, expect.stringContaining(text)]);
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
    expect(response.headers.get('x-injected')).toBeNull();
  });

  function target(operation: string) {
    return { ...config, 'x-amz-target': `StarlingDoveService.${operation}` };
  }

  function table(operation: string) {
    return { ...signedFor('dynamodb'), 'x-amz-target': `DynamoDB_20120810.${operation}` };
  }

  function queue(operation: string) {
    return { ...signedFor('sqs'), 'x-amz-target': `AmazonSQS.${operation}` };
  }
});

it.each([
  ['what is not HTTP', '\u0000\u0001garbage\r\n\r\n'],
  ['half a request', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf'],
])('survives %s', async (_, bytes) => {
  const { port } = new URL(account.endpoint);
  await new Promise<void>((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => socket.end(bytes));
    socket.on('error', () => {});
    socket.on('close', () => resolve());
    socket.resume();
  });
  const response = await fetch(account.endpoint, { method: 'POST', headers: iam, body: 'Action=ListRoles' });
  expect(response.status).toBe(200);
});

it('keeps what it was asked, the unknown included', async () => {
  const fresh = await startLocalAccount(SNAPSHOT);
  await fetch(fresh.endpoint, { method: 'POST', headers: iam, body: 'Action=DeleteRole' });
  expect(fresh.requests).toEqual([{ service: 'iam', operation: 'DeleteRole', ok: false, errorCode: 'InvalidAction' }]);
  await fresh.close();
  await fresh.close(); // a second time does nothing
});
