import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { collectLines } from './collect-lines.ts';

export interface LambdaOptions {
  /** Path of the `.mjs` bundle. */
  readonly bundle: string;
  /** `handler`, or `config-rule.handler` as Lambda spells it. */
  readonly handler: string;
  /** The function's own variables; they win over those that Lambda sets. */
  readonly environment: Readonly<Record<string, string>>;
  readonly functionName?: string;
  readonly accountId?: string;
  readonly memorySize?: number;
  /** 30 seconds when absent. */
  readonly timeoutMillis?: number;
}

export interface LocalLambda {
  /** One at a time, as one warm environment does: a call waits for those before it. Never rejects for the handler's sake. */
  invoke(event: unknown): Promise<LambdaResult>;
  /** Ends the process in the middle of whatever it does; the next call starts another. */
  crash(): void;
  /** What the function wrote, line by line; the latest lines only. */
  readonly logs: readonly string[];
  close(): Promise<void>;
}

export type LambdaResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: LambdaError };

export interface LambdaError {
  readonly name: string;
  readonly message: string;
}

/** What the worker receives. */
export interface Invocation {
  readonly requestId: string;
  readonly event: unknown;
  /** Milliseconds since the epoch. */
  readonly deadline: number;
  readonly context: object;
  /** The line that ends the logs of this invocation. */
  readonly endMark: string;
}

/** What the worker sends back. */
export type Answer =
  | { readonly requestId: string; readonly ok: true; readonly json: string }
  | { readonly requestId: string; readonly ok: false; readonly initFailed: boolean; readonly error: LambdaError };

// https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html: Lambda turns both off.
const LAMBDA_FLAGS = ['--no-experimental-detect-module', '--no-experimental-require-module'].filter((flag) =>
  process.allowedNodeEnvironmentFlags.has(flag.replace('--no-', '--')),
);

// Beside this file: as TypeScript in the repository, compiled in the package.
const WORKER = fileURLToPath(
  new URL(import.meta.url.endsWith('.ts') ? './lambda-worker.ts' : './lambda-worker.mjs', import.meta.url),
);

/**
 * Runs one Lambda function in a child process that has Lambda's environment and nothing of ours. The process stays warm
 * between invocations; one that crashed, could not load its bundle or ran out of time is replaced by the next.
 */
export function startLambda(options: LambdaOptions): LocalLambda {
  const { functionName = 'local-function', accountId = '111122223333', memorySize = 256 } = options;
  const { timeoutMillis = 30_000 } = options;
  const environment = lambdaEnvironment(options, functionName, memorySize);
  const context = {
    functionName,
    functionVersion: '$LATEST',
    memoryLimitInMB: String(memorySize),
    invokedFunctionArn: `arn:aws:lambda:${environment.AWS_REGION}:${accountId}:function:${functionName}`,
    logGroupName: environment.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: environment.AWS_LAMBDA_LOG_STREAM_NAME,
  };
  const logs: string[] = [];
  let warm: Environment | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  let closed = false;

  async function run(event: unknown): Promise<LambdaResult> {
    if (closed) return { ok: false, error: { name: 'ResourceNotFoundException', message: 'The function was closed.' } };
    warm ??= startEnvironment(options, environment, logs);
    const current = warm;
    const requestId = randomUUID();
    const deadline = Date.now() + timeoutMillis;
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      current.kill();
    }, timeoutMillis);
    const answer = await current.invoke({
      requestId,
      event,
      deadline,
      context,
      endMark: `END RequestId: ${requestId}`,
    });
    clearTimeout(timer);
    if ('exit' in answer || (!answer.ok && answer.initFailed)) {
      current.kill();
      warm = undefined;
    }
    if ('exit' in answer) {
      const message = timedOut ? `Task timed out after ${(timeoutMillis / 1000).toFixed(2)} seconds` : answer.exit;
      const name = timedOut ? 'Sandbox.Timedout' : 'Runtime.ExitError';
      return { ok: false, error: { name, message: `RequestId: ${requestId} Error: ${message}` } };
    }
    return answer.ok ? { ok: true, value: JSON.parse(answer.json) } : { ok: false, error: answer.error };
  }

  return {
    logs,
    crash: () => warm?.kill(),
    invoke(event) {
      const result = queue.then(() => run(event));
      queue = result.catch(() => {});
      return result;
    },
    async close() {
      closed = true;
      warm?.kill();
      await Promise.all([warm?.closed, queue]);
    },
  };
}

interface Environment {
  readonly closed: Promise<unknown>;
  invoke(invocation: Invocation): Promise<Answer | { readonly exit: string }>;
  kill(): void;
}

function startEnvironment(
  { bundle, handler }: LambdaOptions,
  environment: Readonly<Record<string, string>>,
  logs: string[],
): Environment {
  const child: ChildProcess = spawn(process.execPath, [...LAMBDA_FLAGS, WORKER, bundle, handler], {
    cwd: dirname(bundle),
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const streams = [child.stdout, child.stderr].map((stream) => collectLines(stream, logs));
  const closed = new Promise<{ readonly exit: string }>((resolve) => {
    child.once('error', (error) => resolve({ exit: `Runtime failed to start: ${error.message}` }));
    child.once('close', (code, signal) =>
      resolve({ exit: `Runtime exited with error: ${signal === null ? `exit status ${code}` : `signal: ${signal}`}` }),
    );
  });
  return {
    closed,
    kill: () => void child.kill('SIGKILL'),
    async invoke(invocation) {
      const logged = Promise.all(streams.map((stream) => stream.seen(invocation.endMark)));
      const answered = new Promise<Answer>((resolve) => {
        const listen = (answer: Answer) => {
          if (answer.requestId !== invocation.requestId) return;
          child.off('message', listen);
          resolve(answer);
        };
        child.on('message', listen);
      });
      child.send(invocation, () => {}); // a process that is gone answers by `closed`
      return Promise.race([closed, logged.then(() => answered)]);
    },
  };
}

function lambdaEnvironment(
  { bundle, handler, environment }: LambdaOptions,
  functionName: string,
  memorySize: number,
): Readonly<Record<string, string>> {
  const region = environment.AWS_REGION ?? 'us-east-1';
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: functionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${functionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: 'local',
    AWS_ACCESS_KEY_ID: 'ASIALOCALACCOUNT0000',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_SESSION_TOKEN: 'local',
    LAMBDA_TASK_ROOT: dirname(bundle),
    _HANDLER: handler,
    TZ: ':UTC',
    ...environment,
  };
}
