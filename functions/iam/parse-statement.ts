import { parseConditions } from './parse-condition.ts';
import { parsePrincipals } from './parse-principal.ts';
import type { Patterns, PolicyKind, Statement, StatementLocation } from './policy.ts';
import { kindOf } from './policy-document.ts';
import { elementHelp, quoted, type Refusal, unusableText } from './refusal.ts';

type Element = Readonly<Record<string, unknown>>;

const ELEMENTS = [
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
] as const;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export function parseStatement(
  entry: Element,
  at: StatementLocation,
  kind: PolicyKind,
): { readonly statement: Statement; readonly characters: number } | Refusal {
  for (const element of Object.keys(entry)) {
    if ((ELEMENTS as readonly string[]).includes(element)) continue;
    const name = quoted(element);
    return { problem: `\`${name}\` is not a statement element`, help: elementHelp(element, ELEMENTS), element: name };
  }
  const sid = readSid(entry.Sid, kind);
  if (typeof sid === 'object') return sid;
  const effect = readEffect(entry.Effect);
  if (typeof effect === 'object') return effect;
  const actions = readPatterns(entry, 'Action', actionProblem);
  if ('problem' in actions) return actions;
  const resources = readResources(entry, kind);
  if (resources !== undefined && 'problem' in resources) return resources;
  const principals = parsePrincipals(entry, kind, effect);
  if (principals !== undefined && 'problem' in principals) return principals;
  const conditions = parseConditions(entry.Condition);
  if ('problem' in conditions) return conditions;

  const statement: Statement = {
    location: sid === undefined ? at : { ...at, sid },
    effect,
    actions,
    ...(resources === undefined ? {} : { resources }),
    ...(principals === undefined ? {} : { principals }),
    conditions: conditions.conditions,
  };
  return resourceControlRefusal(statement, kind) ?? { statement, characters: size(statement) };
}

function readSid(sid: unknown, kind: PolicyKind): string | undefined | Refusal {
  if (sid === undefined) return undefined;
  if (typeof sid !== 'string') return { problem: `\`Sid\` is ${kindOf(sid)}`, help: 'Write a string.', element: 'Sid' };
  const alphanumericOnly = kind === 'identity' || kind === 'permissionsBoundary' || kind === 'session';
  if (!alphanumericOnly || /^[A-Za-z0-9]*$/.test(sid)) return sid;
  return {
    problem: `the \`Sid\` \`${quoted(sid)}\` has a character that IAM refuses`,
    help: 'Use letters and digits only.',
    element: 'Sid',
  };
}

function readEffect(effect: unknown): 'Allow' | 'Deny' | Refusal {
  if (effect === 'Allow' || effect === 'Deny') return effect;
  const element = 'Effect';
  if (effect === undefined)
    return { problem: 'there is no `Effect`', help: 'Add `"Effect": "Allow"` or `"Deny"`.', element };
  if (typeof effect !== 'string')
    return { problem: `\`Effect\` is ${kindOf(effect)}`, help: 'Write `Allow` or `Deny`.', element };
  const meant = /^\s*allow/i.test(effect) ? 'Allow' : /^\s*den/i.test(effect) ? 'Deny' : undefined;
  return {
    problem: `\`${quoted(effect)}\` is not an effect`,
    help: meant === undefined ? 'Write `Allow` or `Deny`.' : `Did you mean \`${meant}\`? The value is case-sensitive.`,
    element,
  };
}

function readResources(entry: Element, kind: PolicyKind): Patterns | undefined | Refusal {
  const written = 'Resource' in entry ? 'Resource' : 'NotResource' in entry ? 'NotResource' : undefined;
  if (kind === 'trust') {
    if (written === undefined) return undefined;
    return {
      problem: `a trust policy has no \`${written}\``,
      help: 'Remove it: the resource is the role that carries the policy.',
      element: written,
    };
  }
  return readPatterns(entry, 'Resource', (value) => resourceProblem(value, kind));
}

/** `Action` or `NotAction`, `Resource` or `NotResource`: exactly one of the two, with at least one value. */
function readPatterns(
  entry: Element,
  element: 'Action' | 'Resource',
  problemOf: (value: string) => Omit<Refusal, 'element'> | undefined,
): Patterns | Refusal {
  const except = entry[element] === undefined;
  const name = except ? `Not${element}` : element;
  const written = entry[name];
  if (written === undefined) {
    return { problem: `there is neither \`${element}\` nor \`Not${element}\``, help: `Add \`${element}\`.`, element };
  }
  if (!except && entry[`Not${element}`] !== undefined) {
    return {
      problem: `\`${element}\` stands beside \`Not${element}\``,
      help: 'A statement has one of the two: split it, or remove one.',
      element: `Not${element}`,
    };
  }
  const patterns: string[] = [];
  for (const value of Array.isArray(written) ? written : [written]) {
    if (typeof value !== 'string') {
      return {
        problem: `\`${name}\` holds ${kindOf(value)}`,
        help: 'Write a string or an array of strings.',
        element: name,
      };
    }
    const problem = unusableText(value) ?? problemOf(value);
    if (problem !== undefined) return { ...problem, element: name };
    patterns.push(value);
  }
  if (patterns.length === 0) {
    return { problem: `\`${name}\` is empty`, help: 'Name at least one, or remove the statement.', element: name };
  }
  return { patterns, except };
}

function actionProblem(action: string): Omit<Refusal, 'element'> | undefined {
  if (/^\*+$/.test(action)) return undefined;
  const written = `\`${quoted(action)}\``;
  const [vendor = '', ...rest] = action.split(':');
  if (rest.length === 0) {
    return {
      problem: `${written} names no service`,
      help: 'Write `service:Action`, such as `bedrock:InvokeModel`, or `*`.',
    };
  }
  if (rest.length > 1) return { problem: `${written} has more than one colon`, help: 'Write `service:Action`.' };
  if (/^[A-Za-z0-9-]+$/.test(vendor) || vendor === '*') return undefined;
  return { problem: `${written} has no valid service prefix`, help: 'Write the prefix in full, without a wildcard.' };
}

function resourceProblem(resource: string, kind: PolicyKind): Omit<Refusal, 'element'> | undefined {
  // API Gateway and others accept short forms in the policies of their own resources.
  if (kind === 'resource' || kind === 'vpcEndpoint' || /^\*+$/.test(resource)) return undefined;
  const written = `\`${quoted(resource)}\``;
  if (!resource.startsWith('arn:')) {
    return {
      problem: `${written} is neither an ARN nor \`*\``,
      help: 'Write `arn:partition:service:region:account:resource` or `*`.',
    };
  }
  if (kind === 'session' && resource.split(':').length < 6) {
    return {
      problem: `${written} has fewer than six fields`,
      help: 'Write the whole ARN; session policies are not completed.',
    };
  }
  return undefined;
}

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html */
function resourceControlRefusal(
  { effect, actions, resources, conditions }: Statement,
  kind: PolicyKind,
): Refusal | undefined {
  if (kind !== 'resourceControl') return undefined;
  if (actions.except) {
    return {
      problem: 'a resource control policy has no `NotAction`',
      help: 'List the actions in `Action`.',
      element: 'NotAction',
    };
  }
  const everyAction = actions.patterns.some((pattern) => /^\*/.test(pattern));
  if (effect === 'Deny' && everyAction) {
    return {
      problem: 'a resource control policy does not deny `*`',
      help: 'Name the service: `s3:*`.',
      element: 'Action',
    };
  }
  const isFullAccess =
    everyAction && resources?.except === false && resources.patterns.includes('*') && conditions.length === 0;
  if (effect === 'Allow' && !isFullAccess) {
    return {
      problem: "only AWS's own `RCPFullAWSAccess` allows in a resource control policy",
      help: 'Write the restriction as a `Deny`.',
      element: 'Effect',
    };
  }
  return undefined;
}

function size({ actions, resources, principals, conditions }: Statement): number {
  const length = (values: readonly string[]): number => values.reduce((sum, value) => sum + value.length, 0);
  return (
    length(actions.patterns) +
    length(resources?.patterns ?? []) +
    length(principals?.principals.map(({ value }) => value) ?? []) +
    conditions.reduce((sum, { operator, key, values }) => sum + operator.length + key.length + length(values), 0)
  );
}
