import { arnFields } from '../../iam/arn.ts';
import type { RequiredRequest } from '../../workload/required-request.ts';

type Need = Pick<RequiredRequest, 'action' | 'resource' | 'context'>;

/**
 * The literal statements of an identity-based policy that allow requests, one line each, under the conditions that AWS is known
 * to meet: models behind a profile only through it (`bedrock:InferenceProfileArn`), objects only of their owner.
 */
export const allowStatements = (requests: readonly Need[]): string =>
  statements(requests, ({ context, resource }) => ({
    ...context,
    ...(namesRegion(resource) ? { 'aws:RequestedRegion': undefined } : {}),
    ...(isModel(resource) ? { 'aws:ResourceAccount': undefined } : {}),
  })).join(', ');

/** The same for the policy of one resource, which lets in a principal. */
export const resourceStatements = (requests: readonly Need[], principal: string): readonly string[] =>
  statements(
    requests,
    ({ context }) => ({ ...context, 'aws:RequestedRegion': undefined, 'aws:ResourceAccount': undefined }),
    principal,
  );

type Condition = Readonly<Record<string, string | undefined>>;

function statements(
  requests: readonly Need[],
  conditionOf: (request: Need) => Condition,
  principal?: string,
): readonly string[] {
  const worded = requests.map((request) => ({ request, condition: conditionText(conditionOf(request)) }));
  return [...Map.groupBy(worded, ({ condition }) => JSON.stringify(condition))].flatMap(([, alike]) => {
    const [first] = alike;
    if (first === undefined) return [];
    const all = alike.map(({ request }) => request);
    return byResources(all).map(([actions, resources]) =>
      JSON.stringify({
        Effect: 'Allow',
        ...(principal === undefined ? {} : { Principal: principalElement(principal) }),
        Action: oneOrMore(actions),
        ...resourceElement(resources, principal),
        ...(first.condition === undefined ? {} : { Condition: first.condition }),
      }),
    );
  });
}

/** Actions on the same resources share a statement: no action gets a resource that it was not asked for on. */
export function byResources(
  requests: readonly Pick<RequiredRequest, 'action' | 'resource'>[],
): readonly (readonly [actions: readonly string[], resources: readonly string[]])[] {
  const perAction = [...Map.groupBy(requests, ({ action }) => action)].map(([action, ofAction]) => ({
    action,
    resources: [...new Set(ofAction.map(({ resource }) => resource))],
  }));
  return [...Map.groupBy(perAction, ({ resources }) => JSON.stringify(resources)).values()].map((alike) => [
    alike.map(({ action }) => action),
    alike[0]?.resources ?? [],
  ]);
}

function conditionText(condition: Condition): object | undefined {
  const entries = Object.entries(condition).flatMap(([key, value]) =>
    value === undefined ? [] : [[key, literal(value)] as const],
  );
  const arns = entries.filter(([key]) => key === 'aws:SourceArn');
  const others = entries.filter(([key]) => key !== 'aws:SourceArn');
  if (entries.length === 0) return undefined;
  return {
    ...(others.length === 0 ? {} : { StringEquals: Object.fromEntries(others) }),
    ...(arns.length === 0 ? {} : { ArnLike: Object.fromEntries(arns) }),
  };
}

const principalElement = (principal: string) =>
  principal.startsWith('arn:') ? { AWS: principal } : { Service: principal };

/** In the policy of a key `*` is that key; the policy of a repository takes no resource. */
function resourceElement(resources: readonly string[], principal: string | undefined) {
  const service = arnFields(resources[0] ?? '')[2];
  if (principal !== undefined && service === 'ecr') return {};
  if (principal !== undefined && service === 'kms') return { Resource: '*' };
  return { Resource: oneOrMore(resources.map(literalResource)) };
}

const namesRegion = (resource: string): boolean => resource !== '*' && (arnFields(resource)[3] ?? '') !== '';
const isModel = (resource: string): boolean => /^arn:[^:]*:bedrock:[^:]*::foundation-model\//.test(resource);

/** Text that stands for itself in a policy; a `*` at the end of a need is everything in it. */
const literal = (text: string): string => text.replace(/\$(?=\{)|[*?]/g, (character) => `\${${character}}`);
const literalResource = (text: string): string =>
  text.endsWith('*') ? `${literal(text.slice(0, -1))}*` : literal(text);

function oneOrMore(values: readonly string[]): string | readonly string[] {
  const distinct = [...new Set(values)];
  const [first] = distinct;
  return distinct.length === 1 && first !== undefined ? first : distinct;
}
