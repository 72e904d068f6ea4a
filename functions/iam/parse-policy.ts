import { parseStatement } from './parse-statement.ts';
import type { Policy, PolicyError, PolicyKind, Statement } from './policy.ts';
import { isObject, kindOf, LONGEST_DOCUMENT, readDocument } from './policy-document.ts';
import { POLICY_ELEMENTS } from './policy-elements.ts';
import { elementHelp, quoted, type Refusal } from './refusal.ts';

const VERSIONS = ['2012-10-17', '2008-10-17'] as const;

/**
 * An IAM policy document, or the first reason why AWS would refuse to store it. Accepts an object, JSON text, and
 * percent-encoded JSON text. Never throws, whatever the input.
 *
 * @param name how a person finds the policy; it becomes part of every location
 * @param kind what the policy is used as; it decides which elements are required and which are refused
 */
export function parsePolicy(
  document: unknown,
  name: string,
  kind: PolicyKind,
): { readonly policy: Policy } | { readonly error: PolicyError } {
  const read = readDocument(document);
  if ('problem' in read) return { error: { policy: name, ...read } };
  const { value } = read;

  for (const element of Object.keys(value)) {
    if (POLICY_ELEMENTS.includes(element)) continue;
    return refused(name, {
      problem: `\`${quoted(element)}\` is not a policy element`,
      help: elementHelp(element, POLICY_ELEMENTS),
      element: quoted(element),
    });
  }
  const version = readVersion(value.Version);
  if (typeof version === 'object') return refused(name, version);
  const id = value.Id;
  if (id !== undefined && typeof id !== 'string') {
    return refused(name, { problem: `\`Id\` is ${kindOf(id)}`, help: 'Write a string.', element: 'Id' });
  }
  const statements = value.Statement;
  if (statements === undefined) {
    return refused(name, { problem: 'there is no `Statement`', help: 'Add a `Statement`.', element: 'Statement' });
  }
  const parsed = parseStatements(Array.isArray(statements) ? statements : [statements], name, kind);
  return 'error' in parsed
    ? parsed
    : { policy: { name, kind, version, ...(id === undefined ? {} : { id }), statements: parsed } };
}

const refused = (policy: string, refusal: Refusal) => ({ error: { policy, ...refusal } });

function readVersion(version: unknown): Policy['version'] | Refusal {
  if (version === undefined) return '2008-10-17';
  if (version === '2012-10-17' || version === '2008-10-17') return version;
  const written = typeof version === 'string' ? `\`${quoted(version)}\`` : kindOf(version);
  return {
    problem: `${written} is not a version of the policy language`,
    help: `Write one of ${VERSIONS.join(', ')}.`,
    element: 'Version',
  };
}

function parseStatements(
  entries: readonly unknown[],
  policy: string,
  kind: PolicyKind,
): readonly Statement[] | { readonly error: PolicyError } {
  const statements: Statement[] = [];
  const sids = new Set<string>();
  let characters = 0;
  for (const entry of entries) {
    const at = { policy, statement: statements.length };
    const parsed = isObject(entry) ? parseStatement(entry, at, kind) : noStatement(entry);
    if ('problem' in parsed) return { error: { ...at, ...parsed } };
    const { sid } = parsed.location;
    if (sid !== undefined && sids.has(sid) && kind !== 'resource' && kind !== 'vpcEndpoint') {
      return { error: { ...at, ...repeatedSid(sid) } };
    }
    if (sid !== undefined && sid !== '') sids.add(sid);
    characters += charactersOf(parsed);
    if (characters > LONGEST_DOCUMENT) return { error: { ...at, ...TOO_LONG } };
    statements.push(parsed);
  }
  return statements.length > 0 ? statements : refused(policy, NO_STATEMENTS);
}

const noStatement = (entry: unknown): Refusal => ({
  problem: `a statement is a JSON object, not ${kindOf(entry)}`,
  help: 'Write `{"Effect": …}`.',
});

const repeatedSid = (sid: string): Refusal => ({
  problem: `the \`Sid\` \`${quoted(sid)}\` is used twice`,
  help: 'Give every statement of the policy its own `Sid`, or none.',
  element: 'Sid',
});

const NO_STATEMENTS: Refusal = {
  problem: '`Statement` has no statements',
  help: 'Add a statement; AWS refuses a policy without one.',
  element: 'Statement',
};

const TOO_LONG: Refusal = {
  problem: `the policy has more than ${LONGEST_DOCUMENT} characters`,
  help: 'No AWS policy is that long.',
};

/** Less than a statement has as JSON text: its values and keys, and one more for each, as some are empty. */
function charactersOf({ actions, resources, principals, conditions }: Statement): number {
  let characters = lengthOf(actions.patterns);
  if (resources !== undefined) characters += lengthOf(resources.patterns);
  for (const { value } of principals?.principals ?? []) characters += value.length;
  for (const { key, values } of conditions) characters += key.length + lengthOf(values);
  return characters;
}

function lengthOf(values: readonly string[]): number {
  let length = 0;
  for (const value of values) length += value.length + 1;
  return length;
}
