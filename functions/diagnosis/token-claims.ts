import type { TokenClaims } from './diagnosis.ts';
import { at, given, objectOf, textOf } from './json-value.ts';

/** Of the token that an AgentCore gateway or runtime was called with: what its authorizer compares. */
export function tokenClaims(claims: unknown): TokenClaims | undefined {
  if (objectOf(claims) === undefined) return undefined;
  const token = given<TokenClaims>({
    issuer: textOf(at(claims, 'iss')),
    subject: textOf(at(claims, 'sub')),
    audience: listed(at(claims, 'aud')),
    clientId: textOf(at(claims, 'client_id')) ?? textOf(at(claims, 'azp')),
    scope: listed(at(claims, 'scope')) ?? listed(at(claims, 'scp')),
  });
  return Object.keys(token).length === 0 ? undefined : token;
}

const listed = (value: unknown): string | undefined =>
  Array.isArray(value)
    ? value
        .slice(0, 20)
        .filter((item) => typeof item === 'string')
        .join(' ')
    : textOf(value);
