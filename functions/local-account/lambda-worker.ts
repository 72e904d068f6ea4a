/** The inside of a local Lambda: loads a bundle once, then answers one invocation at a time over the IPC channel. */
import { pathToFileURL } from 'node:url';
import type { Answer, Invocation } from './lambda-runtime.ts';

type Handler = (event: unknown, context: object) => unknown;

const [bundle = '', handlerName = ''] = process.argv.slice(2);
const write = [process.stdout, process.stderr].map((stream) => stream.write.bind(stream));
const loaded = loadHandler();
loaded.catch(() => {}); // answered by the first invocation

process.on('message', async (invocation: Invocation) => {
  const answer = await invoke(invocation);
  for (const to of write) to(`\n${invocation.endMark}\n`);
  process.send?.(answer);
});
process.on('disconnect', () => process.exit());

async function invoke({ requestId, event, deadline, context }: Invocation): Promise<Answer> {
  const handler = await loaded.catch((error: unknown) => ({ initError: error }));
  if ('initError' in handler) {
    console.error(handler.initError);
    return { requestId, ok: false, initFailed: true, error: describe(handler.initError) };
  }
  try {
    const value = await handler(event, {
      ...context,
      awsRequestId: requestId,
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => deadline - Date.now(),
    });
    return { requestId, ok: true, json: toJson(value) };
  } catch (error) {
    console.error(error);
    return { requestId, ok: false, initFailed: false, error: describe(error) };
  }
}

async function loadHandler(): Promise<Handler> {
  const module: Record<string, unknown> = await import(pathToFileURL(bundle).href).catch((error: unknown) => {
    const name = error instanceof SyntaxError ? 'Runtime.UserCodeSyntaxError' : undefined;
    const missing = (error as { code?: unknown } | undefined)?.code === 'ERR_MODULE_NOT_FOUND';
    throw missing ? named('Runtime.ImportModuleError', error) : name ? named(name, error) : error;
  });
  const exported = handlerName.slice(handlerName.lastIndexOf('.') + 1);
  const handler = module[exported];
  if (typeof handler !== 'function') {
    throw named('Runtime.HandlerNotFound', new Error(`${handlerName} is undefined or not exported`));
  }
  // https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html: nodejs24.x takes no callback.
  if (handler.length >= 3) {
    throw named('Runtime.CallbackHandlerDeprecated', new Error('callback handlers are not supported by nodejs24.x'));
  }
  return handler as Handler;
}

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (error) {
    throw named('Runtime.MarshalError', error);
  }
}

function named(name: string, cause: unknown): Error {
  const error = new Error(describe(cause).message, { cause });
  error.name = name;
  return error;
}

function describe(error: unknown): { readonly name: string; readonly message: string } {
  return error instanceof Error
    ? { name: error.name, message: error.message }
    : { name: typeof error, message: typeof error === 'string' ? error : String(JSON.stringify(error)) };
}
