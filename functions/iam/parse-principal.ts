import { nearest } from './nearest.ts';
import type { PolicyKind, Principals } from './policy.ts';
import { isObject, kindOf } from './policy-document.ts';
import { quoted, type Refusal, unusableText } from './refusal.ts';

const TYPES = ['AWS', 'Service', 'Federated', 'CanonicalUser'] as const;
type PrincipalType = (typeof TYPES)[number];

const WHAT: Readonly<Record<PrincipalType, string>> = {
  AWS: 'principal',
  Service: 'service',
  Federated: 'identity provider',
  CanonicalUser: 'canonical user',
};

const EVERYONE = { type: 'AWS', value: '*' } as const;

const WITHOUT_PRINCIPAL: Partial<Record<PolicyKind, string>> = {
  identity: 'an identity-based policy',
  permissionsBoundary: 'a permissions boundary',
  session: 'a session policy',
  serviceControl: 'a service control policy',
};

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
export function parsePrincipals(
  entry: Readonly<Record<string, unknown>>,
  kind: PolicyKind,
  effect: 'Allow' | 'Deny',
): Principals | undefined | Refusal {
  const except = entry.Principal === undefined && entry.NotPrincipal !== undefined;
  const element = except ? 'NotPrincipal' : 'Principal';
  const written = entry[element];
  const without = WITHOUT_PRINCIPAL[kind];
  if (without !== undefined) {
    if (written === undefined) return undefined;
    return {
      problem: `${without} has no \`${element}\``,
      help: `Remove it: the principal is whoever the policy is attached to.`,
      element,
    };
  }
  if (written === undefined) {
    return {
      problem: 'there is no `Principal`',
      help: 'Say who the statement is about, or `"Principal": "*"`.',
      element,
    };
  }
  if (!except && entry.NotPrincipal !== undefined) {
    return {
      problem: '`Principal` stands beside `NotPrincipal`',
      help: 'Remove one of the two.',
      element: 'NotPrincipal',
    };
  }
  if (except && (kind === 'trust' || kind === 'resourceControl')) {
    const policy = kind === 'trust' ? 'a trust policy' : 'a resource control policy';
    return {
      problem: `${policy} has no \`NotPrincipal\``,
      help: 'Use `Principal` with a condition on `aws:PrincipalArn`.',
      element,
    };
  }
  if (except && effect === 'Allow') {
    return {
      problem: '`NotPrincipal` stands in an `Allow`',
      help: 'AWS supports it with `Deny` only; name who is allowed.',
      element,
    };
  }
  const principals = readPrincipals(written, element);
  if ('problem' in principals) return principals;
  if (kind === 'resourceControl' && !principals.every(({ value }) => value === '*')) {
    return {
      problem: 'the `Principal` of a resource control policy is `*`',
      help: 'Use conditions to single principals out.',
      element,
    };
  }
  return { except, principals };
}

function readPrincipals(written: unknown, element: string): Principals['principals'] | Refusal {
  if (written === '*') return [EVERYONE];
  if (!isObject(written)) {
    const what = typeof written === 'string' ? `\`${quoted(written)}\`` : kindOf(written);
    return { problem: `\`${element}\` is ${what}`, help: 'Write `"*"` or `{"AWS": …}`, `{"Service": …}`.', element };
  }
  const principals: { type: PrincipalType; value: string }[] = [];
  for (const [key, values] of Object.entries(written)) {
    const type = TYPES.find((known) => known === key);
    if (type === undefined) {
      const meant = nearest(key, TYPES) ?? TYPES.join('`, `');
      return { problem: `\`${quoted(key)}\` is not a type of principal`, help: `Did you mean \`${meant}\`?`, element };
    }
    for (const value of Array.isArray(values) ? values : [values]) {
      if (typeof value !== 'string') {
        return {
          problem: `\`${element}\` holds ${kindOf(value)}`,
          help: 'Write a string or an array of strings.',
          element,
        };
      }
      const problem = unusableText(value) ?? principalProblem(type, value);
      if (problem !== undefined) return { ...problem, element };
      principals.push({ type, value });
    }
  }
  if (principals.length === 0) {
    return { problem: `\`${element}\` names no one`, help: 'Name at least one principal.', element };
  }
  return principals;
}

/** "You cannot use a wildcard to match part of a principal name or ARN." */
function principalProblem(type: PrincipalType, value: string): Omit<Refusal, 'element'> | undefined {
  const written = `\`${quoted(value)}\``;
  if (value === '') return { problem: 'a principal is empty', help: 'Name the principal.' };
  if (type === 'AWS' && value === '*') return undefined;
  if (/[*?]/.test(value)) {
    return {
      problem: `the ${WHAT[type]} ${written} has a wildcard`,
      help:
        type === 'AWS'
          ? 'Name it in full, or write `"*"` with a condition on `aws:PrincipalArn`.'
          : 'Name each in full; a wildcard stands for no principal but `{"AWS": "*"}`.',
    };
  }
  if (type !== 'AWS') return undefined;
  if (/^\d{12}$/.test(value) || value.startsWith('arn:') || /^A[A-Z0-9]{15,}$/.test(value)) return undefined;
  return { problem: `${written} is no AWS principal`, help: 'Write an ARN, a 12-digit account id, or `*`.' };
}
