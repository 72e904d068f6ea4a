import { InputError } from './input-error.ts';
import type { Pace } from './pace.ts';

/** Where and as whom AWS is asked; what is absent comes from the environment, as every SDK client reads it. */
export interface Aws {
  readonly region?: string;
  readonly endpoint?: string;
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  readonly maxAttempts?: number;
  /** Milliseconds until a request without an answer is given up and tried again. */
  readonly requestTimeout?: number;
  /** Whose turn it is to call an operation that has a published rate; nobody waits when absent. */
  readonly pace?: Pace;
}

/**
 * A request of the SDK waits for ever unless it is told not to, and one that hangs would eat the whole invocation. Nothing
 * that is asked here takes AWS more than a second or two, a full page of GetAccountAuthorizationDetails excepted.
 */
const PATIENCE = { connectionTimeout: 2_000, requestTimeout: 8_000, throwOnRequestTimeout: true } as const;

/**
 * The configuration that every client of this product shares: throttling slows the whole client down. A body that stops
 * arriving ends a request too.
 */
export function clientConfiguration({ pace: _, ...aws }: Aws) {
  const { requestTimeout } = { requestTimeout: PATIENCE.requestTimeout, ...aws };
  return {
    maxAttempts: 6,
    ...aws,
    retryMode: 'adaptive',
    requestHandler: { ...PATIENCE, requestTimeout, socketTimeout: requestTimeout },
  } as const;
}

/** How an error of an SDK client is recorded. */
export interface AwsFailure {
  readonly error: string;
  readonly message: string;
}

/**
 * What AWS, or the way to it, answered instead of the answer. Without the right to ask at all nothing else can be
 * read, so that is thrown; so is a defect of our own.
 *
 * @throws InputError when the credentials or the Region are missing, wrong or expired
 */
export function awsFailure(thrown: unknown): AwsFailure {
  if (!(thrown instanceof Error)) throw thrown;
  const failure = { error: failureName(thrown), message: thrown.message.slice(0, 1000) };
  const advice = credentialAdvice(failure);
  if (advice !== undefined) throw new InputError(failure.message, failure.error, advice, { cause: thrown });
  if (!cameFromOutside(thrown)) throw thrown;
  return failure;
}

export function isNotFound(thrown: unknown): boolean {
  return (
    thrown instanceof Error &&
    ['NoSuchEntity', 'NoSuchEntityException', 'ResourceNotFoundException'].includes(thrown.name)
  );
}

const EXPIRED = /^(ExpiredToken|ExpiredTokenException|RequestExpired)$/;
const UNUSABLE =
  /^(UnrecognizedClient(Exception)?|InvalidClientTokenId|InvalidSignatureException|SignatureDoesNotMatch|IncompleteSignature(Exception)?|MissingAuthenticationToken(Exception)?|CredentialsProviderError|TokenProviderError)$/;

function credentialAdvice({ error, message }: AwsFailure): string | undefined {
  if (EXPIRED.test(error)) return 'renew the AWS credentials and run it again';
  if (UNUSABLE.test(error)) return 'give AWS credentials that are valid';
  if (/^Region is missing/.test(message)) return 'set AWS_REGION';
  return undefined;
}

/** `Error` and `TypeError` say nothing; the network's own errors carry a code. */
function failureName(thrown: Error): string {
  const code = 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
  return thrown.name === 'Error' || thrown.name === 'TypeError' ? (code ?? thrown.name) : thrown.name;
}

function cameFromOutside(thrown: Error): boolean {
  return '$metadata' in thrown || 'code' in thrown || thrown.name === 'TimeoutError';
}
