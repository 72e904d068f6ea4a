import type { AccessRequest, PolicySet } from '../iam/decision.ts';
import { parsePolicy } from '../iam/parse-policy.ts';
import type { Policy, PolicyError, PolicyKind } from '../iam/policy.ts';
import type { Case } from './simulation-case.ts';

type Parsed = ReturnType<typeof parsePolicy>;
type Parse = typeof parsePolicy;

/** Characters of documents: thousands of policies, and what was parsed of them within fifty megabytes. */
const CAPACITY = 1024 * 1024;

/**
 * Reads the policies of cases, each named by its place: `identity[0]`, `serviceControl[0][1]`. The same documents recur in a
 * collection, so a document is parsed once for each place where it stands.
 */
export function policyReader(parse: Parse = rememberedParse(parsePolicy, CAPACITY)) {
  return ({ request, documents }: Case): { readonly policies: PolicySet } | { readonly error: string } => {
    const errors: PolicyError[] = [];
    const policyOf = (document: unknown, name: string, kind: PolicyKind): readonly Policy[] => {
      const parsed = parse(document, name, kind);
      if ('policy' in parsed) return [parsed.policy];
      errors.push(parsed.error);
      return [];
    };
    const list = (kind: PolicyKind, written: readonly unknown[], name: string = kind): readonly Policy[] =>
      written.flatMap((document, index) => policyOf(document, `${name}[${index}]`, kind));
    const levels = (kind: PolicyKind, written: readonly (readonly unknown[])[]): readonly (readonly Policy[])[] =>
      written.map((level, index) => list(kind, level, `${kind}[${index}]`));

    const { identity, resource, permissionsBoundary, session, serviceControl, resourceControl, vpcEndpoint } =
      documents;
    const [resourcePolicy] = resource === undefined ? [] : policyOf(resource, 'resource', resourceKind(request));
    const policies: PolicySet = {
      ...(identity && { identity: list('identity', identity) }),
      ...(resourcePolicy && { resource: resourcePolicy }),
      ...(permissionsBoundary && { permissionsBoundary: list('permissionsBoundary', permissionsBoundary) }),
      ...(session && { session: list('session', session) }),
      ...(serviceControl && { serviceControl: levels('serviceControl', serviceControl) }),
      ...(resourceControl && { resourceControl: levels('resourceControl', resourceControl) }),
      ...(vpcEndpoint && { vpcEndpoint: list('vpcEndpoint', vpcEndpoint) }),
    };
    const [first] = errors;
    return first === undefined ? { policies } : { error: errorText(first) };
  };
}

/** The resource-based policy of a role is its trust policy; what else these actions concern has none. */
const resourceKind = ({ action }: AccessRequest): 'trust' | 'resource' =>
  /^sts:(AssumeRole(WithSAML|WithWebIdentity)?|TagSession|SetSourceIdentity|SetContext)$/i.test(action)
    ? 'trust'
    : 'resource';

function errorText({ policy, statement, element, problem, help }: PolicyError): string {
  const place = [`policies.${policy}`, statement === undefined ? '' : `statement ${statement}`, element ?? ''];
  return `${place.filter((part) => part !== '').join(', ')}: ${problem}. ${help}`;
}

/**
 * `parse` that remembers its answers: in two halves, of which the older one goes when the younger one holds `capacity`
 * characters of documents. Texts are compared whole: no two documents are taken for one.
 */
export function rememberedParse(parse: Parse, capacity: number): Parse {
  let older = new Map<string, Parsed>();
  let younger = new Map<string, Parsed>();
  let characters = 0;
  return (document, name, kind) => {
    const text = textOf(document);
    if (text === undefined) return parse(document, name, kind);
    const key = `${kind} ${name} ${text}`;
    const recent = younger.get(key);
    if (recent !== undefined) return recent;
    const parsed = older.get(key) ?? parse(document, name, kind);
    if (characters >= capacity) {
      older = younger;
      younger = new Map();
      characters = 0;
    }
    younger.set(key, parsed);
    characters += key.length;
    return parsed;
  };
}

/** Undefined for what is nested too deeply to be written again. */
function textOf(document: unknown): string | undefined {
  try {
    return JSON.stringify(document);
  } catch {
    return undefined;
  }
}
