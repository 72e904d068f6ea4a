import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { type LambdaOptions, type LocalLambda, startLambda } from '../../functions/local-account/lambda-runtime.ts';

let lambda: LocalLambda | undefined;

function start(handler: string, options: Partial<LambdaOptions> = {}, bundle = 'handlers'): LocalLambda {
  const path = fileURLToPath(new URL(`../fixtures/local-account/lambda/${bundle}.mjs`, import.meta.url));
  lambda = startLambda({ bundle: path, handler, environment: {}, ...options });
  return lambda;
}

afterEach(() => lambda?.close());

function failed(name: string, message: unknown) {
  return { ok: false, error: { name, message } };
}

describe('a local Lambda answers', () => {
  it.each([
    ['an event that went through JSON', 'handlers.echo', { a: [1, undefined], b: undefined }, { a: [1, null] }],
    ['null for no event', 'echo', undefined, null],
    ['null for nothing', 'nothing', {}, null],
    ['a handler that is not async', 'plain', 1, { plain: 1 }],
    ['a value that went through JSON', 'dated', {}, { at: '1970-01-01T00:00:00.000Z', not: null }],
  ])('%s', async (_, handler, event, value) => {
    expect(await start(handler).invoke(event)).toEqual({ ok: true, value });
  });

  it.each([
    ['an error', 'fail', failed('RoleError', 'bad role')],
    ['a text', 'throwText', failed('string', 'text')],
    ['what is not JSON', 'circular', failed('Runtime.MarshalError', expect.stringContaining('circular'))],
    ['no handler', 'absent', failed('Runtime.HandlerNotFound', 'absent is undefined or not exported')],
    ['a handler that is no function', 'value', failed('Runtime.HandlerNotFound', 'value is undefined or not exported')],
    [
      'a handler that takes a callback',
      'callback',
      failed('Runtime.CallbackHandlerDeprecated', 'callback handlers are not supported by nodejs24.x'),
    ],
    ['a process that exits', 'exit', failed('Runtime.ExitError', expect.stringMatching(/error: exit status 3$/))],
    ['a rejection', 'reject', failed('Runtime.ExitError', expect.stringMatching(/error: exit status 1$/))],
  ])('%s, and again', async (_, handler, result) => {
    const { invoke } = start(handler);
    expect([await invoke({}), await invoke({})]).toEqual([result, result]);
  });

  it.each([
    ['broken', failed('Runtime.UserCodeSyntaxError', expect.any(String))],
    ['missing', failed('Runtime.ImportModuleError', expect.stringContaining('nowhere.mjs'))],
    ['throws', failed('RangeError', 'no settings')],
    ['nowhere', failed('Runtime.ImportModuleError', expect.stringContaining('nowhere.mjs'))],
    ['common', { ok: true, value: 'undefined' }],
  ])('the bundle %s', async (bundle, result) => {
    expect(await start('handler', {}, bundle).invoke({})).toEqual(result);
  });

  it('that time is up, even when the handler never yields', async () => {
    const { invoke } = start('spin', { timeoutMillis: 300 });
    expect(await invoke({})).toEqual(
      failed(
        'Sandbox.Timedout',
        expect.stringMatching(/^RequestId: [0-9a-f-]{36} Error: Task timed out after 0\.30 seconds$/),
      ),
    );
  });
});

it('stays warm, one invocation at a time', async () => {
  const { invoke } = start('count');
  const values = await Promise.all([invoke({}), invoke({}), invoke({})]);
  expect(values).toEqual([1, 2, 3].map((value) => ({ ok: true, value })));
});

it('has the environment of Lambda and what it was given, nothing else', async () => {
  process.env.LEAKED = 'secret';
  const given = { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', AWS_REGION: 'eu-west-1' };
  const result = await start('environment', { environment: given, functionName: 'config-rule' }).invoke({});
  delete process.env.LEAKED;
  expect(result).toEqual({
    ok: true,
    value: {
      AWS_ACCESS_KEY_ID: 'ASIALOCALACCOUNT0000',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
      AWS_LAMBDA_FUNCTION_NAME: 'config-rule',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/config-rule',
      AWS_LAMBDA_LOG_STREAM_NAME: 'local',
      AWS_REGION: 'eu-west-1',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_SESSION_TOKEN: 'local',
      LAMBDA_TASK_ROOT: expect.stringMatching(/fixtures\/local-account\/lambda$/),
      TZ: ':UTC',
      _HANDLER: 'environment',
    },
  });
});

it('passes a context', async () => {
  const options = { functionName: 'config-rule', accountId: '444455556666', memorySize: 512 };
  expect(await start('context', options).invoke({})).toEqual({
    ok: true,
    value: {
      awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      callbackWaitsForEmptyEventLoop: true,
      functionName: 'config-rule',
      functionVersion: '$LATEST',
      invokedFunctionArn: 'arn:aws:lambda:us-east-1:444455556666:function:config-rule',
      logGroupName: '/aws/lambda/config-rule',
      logStreamName: 'local',
      memoryLimitInMB: '512',
      remaining: true,
    },
  });
});

it('keeps the logs of an invocation before it answers', async () => {
  const { invoke, logs } = start('log');
  await invoke('one');
  await invoke('two');
  expect([...logs].sort()).toEqual(['err one', 'err two', 'out one', 'out two', 'unfinished', 'unfinished']);
});

it('logs an error that it answers', async () => {
  const { invoke, logs } = start('fail');
  await invoke({});
  expect(logs.join('\n')).toContain('bad role');
});

it('answers nothing after it was closed', async () => {
  const { invoke, close } = start('spin');
  const ends = [invoke({}), invoke({})];
  await close();
  const closed = failed('ResourceNotFoundException', 'The function was closed.');
  expect([...(await Promise.all(ends)), await invoke({})].slice(1)).toEqual([closed, closed]);
});
