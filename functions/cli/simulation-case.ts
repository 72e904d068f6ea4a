import * as z from 'zod';
import { parseJson } from '../adapters/json-text.ts';
import type { AccessRequest } from '../iam/decision.ts';
import { nearest } from '../iam/nearest.ts';
import { repeatedKey } from '../iam/parse-repeated-key.ts';
import { isObject, kindOf } from '../iam/policy-document.ts';
import { quoted } from '../iam/refusal.ts';
import { INEXACT, isExact, readContext } from './simulation-context.ts';
import type { Line } from './simulation-lines.ts';

export type CaseId = string | number | null;

/** Policy documents of each layer, as they are written. */
export type PolicyDocuments = z.infer<typeof policies>;

export interface Case {
  readonly id: CaseId;
  readonly request: AccessRequest;
  readonly documents: PolicyDocuments;
}

/** What cannot be read of a line: where, what, what to do. */
export interface RefusedCase {
  readonly id: CaseId;
  readonly error: string;
}

const expecting = (help: string) => ({
  error: ({ input }: { readonly input?: unknown }) =>
    input === undefined ? `missing. ${help}` : `it is ${kindOf(input)}. ${help}`,
});
const text = (help: string) => z.string(expecting(help)).min(1, `empty. ${help}`);
const documents = z.array(z.unknown(), expecting('Give a list of policy documents, even if it is one: `[{…}]`.'));
const LEVELS = 'Give a list of levels, root first, each a list of policy documents: `[[{…}]]`.';
const levels = z.array(z.array(z.unknown(), expecting(LEVELS)), expecting(LEVELS));

const ACTION = 'Write `service:Action`, such as `bedrock:InvokeModel`.';
const request = z.strictObject(
  {
    action: text(ACTION).regex(/^[^\s:*?]+:[^\s:*?]+$/, {
      error: ({ input }) => `\`${quoted(String(input))}\` is not an action. ${ACTION}`,
    }),
    resource: text('Give one ARN, or `*` for an action without resource types.'),
    resourceAccount: text('Give the id of the account that owns the resource, or leave it out.').exactOptional(),
    principal: text('Give one ARN, a service principal, or `*` for anonymous.').exactOptional(),
    context: z.unknown().optional(),
  },
  expecting('Give an object with `action` and `resource`.'),
);

const policies = z.strictObject(
  {
    identity: documents.exactOptional(),
    resource: z.unknown().optional(),
    permissionsBoundary: documents.exactOptional(),
    session: documents.exactOptional(),
    serviceControl: levels.exactOptional(),
    resourceControl: levels.exactOptional(),
    vpcEndpoint: documents.exactOptional(),
  },
  expecting('Give an object with the layers that apply.'),
);

/** Other members (a comment, an expected answer) are the caller's own, unless they are a name of these misspelt. */
const members = z.looseObject({ id: z.unknown().optional(), request, policies: policies.exactOptional() });

/** One line of a case file; nothing is taken on trust, and whatever is wrong becomes one line. */
export function readCase(line: Line): Case | RefusedCase {
  if ('problem' in line) return refused(null, line, '', line.problem);
  const parsed = parseJson(line.text);
  if ('stopsAt' in parsed) {
    const column = parsed.stopsAt.replace('line 1, ', '');
    return refused(null, line, column, 'not JSON. Correct the text there; a case is one line.');
  }
  const { value } = parsed;
  if (!isObject(value))
    return refused(null, line, '', `a case is a JSON object, not ${kindOf(value)}. Write one case in each line.`);
  const repeated = repeatedKey(line.text);
  if (repeated?.path.length === 0 && repeated.key === 'id') return refused(null, line, 'id', REPEATED);
  const { id = null } = value;
  if (typeof id === 'number' && !isExact(id)) return refused(null, line, 'id', INEXACT);
  if (!isId(id)) return refused(null, line, 'id', `it is ${kindOf(id)}. Give a string or a number.`);

  if (repeated !== undefined) return refused(id, line, pathText([...repeated.path, repeated.key]), REPEATED);

  const names = Object.keys(members.shape);
  const misspelt = Object.keys(value).find((name) => !names.includes(name) && meantBy(name, names) !== undefined);
  if (misspelt !== undefined)
    return refused(id, line, quoted(misspelt), `not a member of a case. ${nameHelp(misspelt, [])}`);
  const checked = members.safeParse(value);
  if (!checked.success) {
    const { place, problem } = firstProblem(checked.error.issues);
    return refused(id, line, place, problem);
  }
  const { context: written = {}, ...rest } = checked.data.request;
  const read = readContext(written);
  if ('problem' in read)
    return refused(
      id,
      line,
      pathText(['request', 'context', ...(read.key === undefined ? [] : [read.key])]),
      read.problem,
    );
  return { id, request: { ...rest, context: read.context }, documents: checked.data.policies ?? {} };
}

const isId = (value: unknown): value is CaseId =>
  value === null || typeof value === 'string' || typeof value === 'number';

/** AWS refuses such a policy, and of any other member nobody knows which is meant. */
const REPEATED = 'written twice in the same object. Leave one out.';

/** A case without an id is told by its line. */
function refused(id: CaseId, { number }: Line, place: string, problem: string): RefusedCase {
  const where = [id === null ? `line ${number}` : '', place].filter((part) => part !== '').join(', ');
  return { id, error: `${where}: ${problem}` };
}

/** A misspelt name explains the missing one, so it comes first. */
function firstProblem(issues: readonly z.core.$ZodIssue[]): { readonly place: string; readonly problem: string } {
  for (const issue of issues) {
    const [name = ''] = issue.code === 'unrecognized_keys' ? issue.keys : [];
    if (issue.code === 'unrecognized_keys')
      return {
        place: pathText([...issue.path, name]),
        problem: `not a member of a case. ${nameHelp(name, issue.path)}`,
      };
  }
  const [first] = issues;
  return { place: pathText(first?.path ?? []), problem: first?.message ?? '' };
}

/** `policy` is three letters away from `policies`, too far to be taken for a slip. */
const meantBy = (name: string, names: readonly string[]): string | undefined =>
  name.toLowerCase() === 'policy' && names.includes('policies') ? 'policies' : nearest(name, names);

function nameHelp(name: string, path: readonly PropertyKey[]): string {
  const { shape } = path[0] === 'request' ? request : path[0] === 'policies' ? policies : members;
  const names = Object.keys(shape);
  const meant = meantBy(name, names);
  return meant === undefined ? `Remove it; there are ${names.join(', ')}.` : `Did you mean \`${meant}\`?`;
}

/** `policies.serviceControl[1]` */
const pathText = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${quoted(String(part))}`))
    .join('')
    .replace(/^\./, '');
