import type { Patterns, PolicyKind } from './policy.ts';
import { kindOf } from './policy-document.ts';
import { quoted, type Refusal, unusableText } from './refusal.ts';

type Element = Readonly<Record<string, unknown>>;
type Problem = Omit<Refusal, 'element'> | undefined;

/** `Action` or `NotAction`. */
export function parseActions(entry: Element, kind: PolicyKind): Patterns | Refusal {
  const problemOf = kind === 'trust' ? trustActionProblem : actionProblem;
  return (
    readPatterns(entry, 'Action', 'NotAction', problemOf) ?? {
      problem: 'there is neither `Action` nor `NotAction`',
      help: 'Add `Action`.',
      element: 'Action',
    }
  );
}

/**
 * `Resource` or `NotResource`. A trust policy has neither; a policy of another resource may do without, as those of ECR
 * repositories do: it is about the resource that carries it.
 */
export function parseResources(entry: Element, kind: PolicyKind): Patterns | undefined | Refusal {
  if (kind === 'trust') return resourceInTrustPolicy(entry);
  const resources = readPatterns(entry, 'Resource', 'NotResource', RESOURCE_PROBLEMS[kind]);
  if (resources !== undefined || kind === 'resource') return resources;
  return {
    problem: 'there is neither `Resource` nor `NotResource`',
    help: 'Add `Resource`.',
    element: 'Resource',
  };
}

/** At least one value of the element or of its `Not…`, never both; undefined when there is neither. */
function readPatterns(
  entry: Element,
  element: 'Action' | 'Resource',
  notElement: 'NotAction' | 'NotResource',
  problemOf: (value: string) => Problem,
): Patterns | undefined | Refusal {
  const excepted = entry[notElement];
  const except = entry[element] === undefined;
  const written = except ? excepted : entry[element];
  if (written === undefined) return undefined;
  if (!except && excepted !== undefined) {
    return {
      problem: `\`${element}\` stands beside \`${notElement}\``,
      help: 'A statement has one of the two: split it, or remove one.',
      element: notElement,
    };
  }
  const name = except ? notElement : element;
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

const isEverything = (pattern: string): boolean => pattern === '*' || /^\*+$/.test(pattern);

/** A service and an action; wildcards only in the action. `*` and `*:*` are every action. */
function actionProblem(action: string): Problem {
  if (/^[A-Za-z0-9-]+:[^:]*$/.test(action) || /^\*+(?::\*+)?$/.test(action)) return undefined;
  const written = `\`${quoted(action)}\``;
  const colon = action.indexOf(':');
  if (colon === -1) {
    return {
      problem: `${written} names no service`,
      help: 'Write `service:Action`, such as `bedrock:InvokeModel`, or `*`.',
    };
  }
  if (action.includes(':', colon + 1)) {
    return { problem: `${written} has more than one colon`, help: 'Write `service:Action`.' };
  }
  return { problem: `${written} has no valid service prefix`, help: 'Write the prefix in full, without a wildcard.' };
}

/** IAM stores no trust policy with another service's actions. */
function trustActionProblem(action: string): Problem {
  const problem = actionProblem(action);
  if (problem !== undefined || action.startsWith('*') || /^sts:/i.test(action)) return problem;
  return {
    problem: `\`${quoted(action)}\` is not an action on a role's trust`,
    help: 'Write an action of AWS STS, such as `sts:AssumeRole`.',
  };
}

/** Resource-based policies of some services take short forms: API Gateway's `execute-api:/stage/*`. */
const namedResourceProblem = (resource: string): Problem =>
  resource === '' ? { problem: 'a resource is empty', help: 'Name the resource, or write `*`.' } : undefined;

function arnProblem(resource: string): Problem {
  if (resource.startsWith('arn:') || isEverything(resource)) return undefined;
  return {
    problem: `\`${quoted(resource)}\` is neither an ARN nor \`*\``,
    help: 'Write `arn:partition:service:region:account:resource` or `*`.',
  };
}

/** IAM completes ARNs with fewer fields, except in session policies. */
function wholeArnProblem(resource: string): Problem {
  const problem = arnProblem(resource);
  if (problem !== undefined || isEverything(resource) || /^(?:[^:]*:){5}/.test(resource)) return problem;
  return {
    problem: `\`${quoted(resource)}\` has fewer than six fields`,
    help: 'Write the whole ARN; session policies are not completed.',
  };
}

const RESOURCE_PROBLEMS = {
  identity: arnProblem,
  permissionsBoundary: arnProblem,
  session: wholeArnProblem,
  serviceControl: arnProblem,
  resourceControl: arnProblem,
  resource: namedResourceProblem,
  vpcEndpoint: namedResourceProblem,
} satisfies Record<Exclude<PolicyKind, 'trust'>, (value: string) => Problem>;

function resourceInTrustPolicy(entry: Element): Refusal | undefined {
  const element = entry.Resource === undefined ? 'NotResource' : 'Resource';
  if (entry[element] === undefined) return undefined;
  return {
    problem: `a trust policy has no \`${element}\``,
    help: 'Remove it: the resource is the role that carries the policy.',
    element,
  };
}
