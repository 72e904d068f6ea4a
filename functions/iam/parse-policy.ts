import { parseStatement } from './parse-statement.ts';
import type { Policy, PolicyError, PolicyKind, Statement } from './policy.ts';
import { isObject, kindOf, LONGEST_DOCUMENT, readDocument } from './policy-document.ts';
import { elementHelp, quoted } from './refusal.ts';

const ELEMENTS = ['Version', 'Id', 'Statement'] as const;
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
  const refuse = (problem: string, help: string, element?: string) => ({
    error: { policy: name, ...(element === undefined ? {} : { element }), problem, help },
  });

  const read = readDocument(document);
  if ('problem' in read) return refuse(read.problem, read.help);
  const { value } = read;

  for (const element of Object.keys(value)) {
    if ((ELEMENTS as readonly string[]).includes(element)) continue;
    return refuse(`\`${quoted(element)}\` is not a policy element`, elementHelp(element, ELEMENTS), quoted(element));
  }

  const version = value.Version ?? '2008-10-17';
  if (version !== '2012-10-17' && version !== '2008-10-17') {
    const written = typeof version === 'string' ? `\`${quoted(version)}\`` : kindOf(version);
    return refuse(
      `${written} is not a version of the policy language`,
      `Write one of ${VERSIONS.join(', ')}.`,
      'Version',
    );
  }
  const id = value.Id;
  if (id !== undefined && typeof id !== 'string') return refuse(`\`Id\` is ${kindOf(id)}`, 'Write a string.', 'Id');

  const written = value.Statement;
  if (written === undefined) return refuse('there is no `Statement`', 'Add a `Statement`.', 'Statement');
  const list: readonly unknown[] = Array.isArray(written) ? written : [written];
  if (list.length === 0) {
    return refuse('`Statement` has no statements', 'Add a statement; AWS refuses a policy without one.', 'Statement');
  }

  const statements: Statement[] = [];
  let characters = 0;
  for (const [index, entry] of list.entries()) {
    const inStatement = (problem: string, help: string, element?: string) => ({
      error: { policy: name, statement: index, ...(element === undefined ? {} : { element }), problem, help },
    });
    if (!isObject(entry))
      return inStatement(`a statement is a JSON object, not ${kindOf(entry)}`, 'Write `{"Effect": …}`.');
    const parsed = parseStatement(entry, { policy: name, statement: index }, kind);
    if ('problem' in parsed) return inStatement(parsed.problem, parsed.help, parsed.element);
    characters += parsed.characters;
    if (characters > LONGEST_DOCUMENT) {
      return inStatement(`the policy has more than ${LONGEST_DOCUMENT} characters`, 'No AWS policy is that long.');
    }
    statements.push(parsed.statement);
  }

  const repeated = repeatedSid(statements);
  if (repeated !== undefined && kind !== 'resource' && kind !== 'vpcEndpoint') {
    return {
      error: {
        policy: name,
        statement: repeated.location.statement,
        element: 'Sid',
        problem: `the \`Sid\` \`${quoted(repeated.location.sid ?? '')}\` is used twice`,
        help: 'Give every statement of the policy its own `Sid`, or none.',
      },
    };
  }
  return { policy: { name, kind, version, statements } };
}

function repeatedSid(statements: readonly Statement[]): Statement | undefined {
  const seen = new Set<string>();
  return statements.find(({ location: { sid } }) => {
    if (sid === undefined || sid === '') return false;
    const repeated = seen.has(sid);
    seen.add(sid);
    return repeated;
  });
}
