import { coversResource } from '../../iam/cover.ts';
import { serviceAuthorization } from '../../iam/service-authorization.ts';
import type { GrantedRequest } from '../../workload/change.ts';

/**
 * The request as a policy may name it, or why no policy may. What a message or an event names is hostile: only an action
 * that AWS has, on one concrete resource of a type that the action knows, becomes part of a policy.
 *
 * @param isConfigured a workload's own configuration asks for it: then also on everything in a bucket or a folder
 */
export function grantableRequest(
  request: GrantedRequest,
  isConfigured = false,
): { readonly request: GrantedRequest } | { readonly refusal: string } {
  const { resource, context } = request;
  const known = serviceAuthorization
    .actions(request.action.split(':', 1)[0] ?? '')
    .find(({ action }) => action.toLowerCase() === request.action.toLowerCase());
  if (known === undefined) return { refusal: `${named(request.action)} is not an action that is known here` };
  const { action, resourceTypes, accessLevel } = known;
  if (REFUSED.has(action.split(':', 1)[0] ?? '') || changesPermissions(accessLevel))
    return { refusal: `${action} is nothing that an agent role should be given` };
  if (resourceTypes.length === 0) {
    return resource === '*'
      ? { request: { action, resource, context } }
      : { refusal: `${action} can only be allowed on every resource, and ${named(resource)} was denied` };
  }
  if (!isConcrete(resource) && !(isConfigured && isWithin(resource)))
    return { refusal: `${named(resource)} is not one concrete resource` };
  const fits = resourceTypes.some(({ arns }) =>
    arns.some((arn) => coversResource(arn.replace(/\$\{[^}]*\}/g, '*'), resource)),
  );
  return fits
    ? { request: { action, resource, context } }
    : { refusal: `${action} is never asked for on a resource like ${named(resource)}` };
}

/** Services whose actions an agent role must not be given on the word of a denial: they hand out permissions, or money. */
const REFUSED: ReadonlySet<string> = new Set(['iam', 'sts', 'organizations', 'aws-marketplace']);

/** Actions that change who may use a resource. */
const changesPermissions = (accessLevel: string): boolean => accessLevel.includes('Permissions management');

/** No wildcards, variables, quotes or spaces: an ARN that stands for itself. */
const isConcrete = (resource: string): boolean =>
  resource.length <= 1_024 &&
  /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(?:\d{12}|aws)?:[A-Za-z0-9_./:@+=,!-]+$/.test(resource);

/** Everything in one place: the objects of a bucket. */
const isWithin = (resource: string): boolean => resource.endsWith('/*') && isConcrete(resource.slice(0, -2));

const named = (text: string): string => `\`${text.length > 120 ? `${text.slice(0, 119)}…` : text}\``;
