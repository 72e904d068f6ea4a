import { BedrockAgentClient, GetAgentCommand } from '@aws-sdk/client-bedrock-agent';
import { ConfigServiceClient, DescribeConfigRulesCommand } from '@aws-sdk/client-config-service';
import { GetRoleCommand, IAMClient, ListRolesCommand } from '@aws-sdk/client-iam';
import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import { answerOf, clientConfig, SNAPSHOT } from './account-under-test.ts';

let account: LocalAccount;

beforeEach(async () => {
  account = await startLocalAccount(SNAPSHOT);
});

afterEach(() => account.close());

const getRole = new GetRoleCommand({ RoleName: 'other' });
const notFound = { error: 'NoSuchEntityException' };

function iam(maxAttempts = 1): IAMClient {
  return new IAMClient({ ...clientConfig(account.endpoint), maxAttempts });
}

/** Name, HTTP status and message of the error that a client raises. */
async function errorOf(sent: Promise<unknown>) {
  const error = await sent.then(
    () => undefined,
    (thrown: { name: string; message: string; $metadata?: { httpStatusCode?: number; requestId?: string } }) => thrown,
  );
  expect(error?.$metadata?.requestId).toMatch(/^[0-9a-f-]{36}$/);
  return [error?.name, error?.$metadata?.httpStatusCode, error?.message];
}

const send = {
  'iam:GetRole': () => iam().send(getRole),
  'sns:Publish': () =>
    new SNSClient(clientConfig(account.endpoint)).send(new PublishCommand({ TopicArn: 'x', Message: 'text' })),
  'config:DescribeConfigRules': () =>
    new ConfigServiceClient(clientConfig(account.endpoint)).send(new DescribeConfigRulesCommand({})),
  'bedrock-agent:GetAgent': () =>
    new BedrockAgentClient(clientConfig(account.endpoint)).send(new GetAgentCommand({ agentId: 'AGENT00001' })),
};

const denied = (action: string) =>
  `User: arn:aws:sts::111122223333:assumed-role/local-account/caller is not authorized to perform: ${action} because no identity-based policy allows the ${action} action`;
const internal = 'The request processing has failed because of an unknown error, exception or failure.';
const expired = 'The security token included in the request is expired';

describe('each fault in the words of each protocol', () => {
  it.each([
    ['iam:GetRole', 'throttle', 'Throttling', 400, 'Rate exceeded'],
    ['iam:GetRole', 'fail', 'InternalFailure', 500, internal],
    ['iam:GetRole', 'deny', 'AccessDenied', 403, denied('iam:GetRole')],
    ['iam:GetRole', 'expired', 'ExpiredToken', 403, expired],
    ['sns:Publish', 'throttle', 'Throttling', 400, 'Rate exceeded'],
    ['sns:Publish', 'fail', 'InternalFailure', 500, internal],
    ['sns:Publish', 'deny', 'AuthorizationErrorException', 403, denied('sns:Publish')],
    ['sns:Publish', 'expired', 'ExpiredToken', 403, expired],
    ['config:DescribeConfigRules', 'throttle', 'ThrottlingException', 400, 'Rate exceeded'],
    ['config:DescribeConfigRules', 'fail', 'InternalFailure', 500, internal],
    ['config:DescribeConfigRules', 'deny', 'AccessDeniedException', 400, denied('config:DescribeConfigRules')],
    ['config:DescribeConfigRules', 'expired', 'ExpiredTokenException', 400, expired],
    ['bedrock-agent:GetAgent', 'throttle', 'ThrottlingException', 429, 'Rate exceeded'],
    ['bedrock-agent:GetAgent', 'fail', 'InternalServerException', 500, internal],
    ['bedrock-agent:GetAgent', 'deny', 'AccessDeniedException', 403, denied('bedrock:GetAgent')],
    ['bedrock-agent:GetAgent', 'expired', 'ExpiredTokenException', 403, expired],
  ] as const)('%s: %s', async (operation, kind, name, status, message) => {
    account.fault(operation, { kind });
    expect(await errorOf(send[operation]())).toEqual([name, status, message]);
  });
});

describe('how far a fault reaches', () => {
  it.each([
    ['the operation', 'iam:GetRole', { error: 'AccessDenied' }],
    ['every operation of the service', 'iam:*', { error: 'AccessDenied' }],
    ['every operation', '*', { error: 'AccessDenied' }],
    ['not another operation', 'iam:GetPolicy', notFound],
    ['not another service', 'sns:*', notFound],
  ])('%s', async (_, operation, answer) => {
    account.fault(operation, { kind: 'deny' });
    expect(await answerOf(iam().send(getRole))).toEqual(answer);
  });

  it('as many requests as it says, so that a retry succeeds', async () => {
    account.fault('iam:ListRoles', { kind: 'throttle', times: 2 });
    const answer = await iam(3).send(new ListRolesCommand({}));
    expect(answer.Roles?.map(({ RoleName }) => RoleName)).toEqual(['agent']);
    const refused = { service: 'iam', operation: 'ListRoles', ok: false, errorCode: 'Throttling' };
    expect(account.requests).toEqual([refused, refused, { service: 'iam', operation: 'ListRoles', ok: true }]);
  });

  it('until it is undone', async () => {
    const undo = account.fault('iam:GetRole', { kind: 'deny' });
    undo();
    expect(await answerOf(iam().send(getRole))).toEqual(notFound);
  });
});

describe('hang', () => {
  it('answers when it is undone', async () => {
    const undo = account.fault('iam:GetRole', { kind: 'hang' });
    const sent = answerOf(iam().send(getRole));
    // Another request is answered meanwhile.
    expect(await answerOf(iam().send(new ListRolesCommand({ PathPrefix: '/none/' })))).toEqual({
      Roles: [],
      IsTruncated: false,
    });
    undo();
    expect(await sent).toEqual(notFound);
  });

  it('ends when the account is closed', async () => {
    account.fault('iam:GetRole', { kind: 'hang' });
    const sent = iam()
      .send(getRole)
      .catch((error: { code?: string }) => error.code);
    await answerOf(iam().send(new ListRolesCommand({}))); // the first is on its way by now
    await account.close();
    expect(['ECONNRESET', 'ECONNREFUSED']).toContain(await sent);
  });

  it('outlives a client that gives up', async () => {
    const undo = account.fault('iam:GetRole', { kind: 'hang' });
    const controller = new AbortController();
    const sent = answerOf(iam().send(getRole, { abortSignal: controller.signal }));
    await answerOf(iam().send(new ListRolesCommand({}))); // the first is on its way by now
    controller.abort();
    expect(await sent).toEqual({ error: 'AbortError' });
    undo();
    expect(await answerOf(iam().send(getRole))).toEqual(notFound);
  });
});
