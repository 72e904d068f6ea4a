import { afterEach, expect, it, vi } from 'vitest';
import { defaultProvider } from '../../functions/adapters/environment-credentials.ts';

afterEach(() => vi.unstubAllEnvs());

function give(variables: readonly (readonly [string, string])[]): void {
  for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN']) vi.stubEnv(name, undefined);
  for (const [name, value] of variables) vi.stubEnv(name, value);
}

const key = ['AWS_ACCESS_KEY_ID', 'AKIA'] as const;
const secret = ['AWS_SECRET_ACCESS_KEY', 'secret'] as const;

it('are those that Lambda gives', async () => {
  give([key, secret, ['AWS_SESSION_TOKEN', 'token']]);
  expect(await defaultProvider()()).toEqual({ accessKeyId: 'AKIA', secretAccessKey: 'secret', sessionToken: 'token' });
});

it('may lack a token', async () => {
  give([key, secret]);
  expect(await defaultProvider()()).toEqual({ accessKeyId: 'AKIA', secretAccessKey: 'secret' });
});

it.each([[[]], [[key]], [[secret]]])('are an error when absent: %j', async (variables) => {
  give(variables);
  await expect(defaultProvider()()).rejects.toMatchObject({ name: 'CredentialsProviderError' });
});
