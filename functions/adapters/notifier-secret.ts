import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { type Aws, clientConfiguration } from './aws.ts';
import { buildTimedCache } from './timed-cache.ts';

const KEPT_MILLIS = 300_000;

/** What a secret says, as text by name. */
export type SecretFields = Readonly<Record<string, string>>;

/** Calls with what the secret says, and gives what the call gives. */
export type WithSecret = <Result>(use: (secret: SecretFields) => Promise<Result>) => Promise<Result>;

/**
 * Reads a secret once, and again after five minutes, or after a call that failed: what was refused with a secret that was
 * rotated is accepted with the new one when Lambda tries again.
 */
export function withSecretOf(secretArn: string, aws: Aws, now: () => number): WithSecret {
  const client = new SecretsManagerClient(clientConfiguration(aws));
  const cache = buildTimedCache<SecretFields>(KEPT_MILLIS, now);
  const read = async () => {
    const { SecretString } = await client.send(new GetSecretValueCommand({ SecretId: secretArn }));
    return secretFields(SecretString, secretArn);
  };
  return async (use) => {
    try {
      return await use(await cache.get(secretArn, read));
    } catch (thrown) {
      cache.forget(secretArn);
      throw thrown;
    }
  };
}

/** @throws Error that names the secret and tells nothing of what is in it */
export function secretFields(text: string | undefined, secretArn: string): SecretFields {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Error(`the secret ${secretArn} is no JSON object; store {"webhookUrl":"…"} in it`);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, field]) => (typeof field === 'string' ? [[name, field]] : [])),
  );
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/**
 * The address that a secret names: over TLS, or on this machine.
 *
 * @throws Error that does not say what it is
 */
export function addressIn(secret: SecretFields, field: string): string {
  const address = secret[field] ?? '';
  const url = URL.parse(address);
  const isLocal = url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  // An address with a user and a password in it cannot be posted to.
  if (url?.username === '' && url.password === '' && (url.protocol === 'https:' || isLocal)) return address;
  throw new Error(`the secret's field ${field} is no https address`);
}
