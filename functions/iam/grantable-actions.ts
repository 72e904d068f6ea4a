import { arnFields, intersects, intersectsResource } from './match.ts';
import { withVariablesAsWildcards } from './policy-variable.ts';
import { type ResourceType, type ServiceAction, serviceAuthorization } from './service-authorization.ts';

/**
 * Actions for which AWS's own pages and policies name a resource (the knowledge base of GetDocumentContent, the log group of
 * DescribeLogGroups) that the Service Authorization Reference does not list: nothing is concluded from their lists.
 */
const UNSETTLED_RESOURCES: ReadonlySet<string> = new Set([
  'bedrock:AgenticRetrieveStream',
  'bedrock:GetDocumentContent',
  'logs:DescribeLogGroups',
]);

const isEverything = (pattern: string): boolean => /^\*+$/.test(pattern);

/**
 * Can a statement ever apply to one of the actions? With no eye for partition, Region and account, about which more precise
 * things can be said.
 */
export function canConcern(actions: readonly ServiceAction[], resources: readonly string[]): boolean {
  if (resources.some(isEverything) || actions.some(({ action }) => UNSETTLED_RESOURCES.has(action))) return true;
  const types = new Map(actions.flatMap(({ resourceTypes }) => resourceTypes.map((type) => [String(type.arns), type])));
  return [...types.values()].some((type) => resources.some((resource) => canBeOfType(type, resource)));
}

/** Can an ARN pattern stand for a resource of this type, going by the service and the resource part? */
export function canBeOfType(type: Pick<ResourceType, 'name' | 'arns'>, resource: string): boolean {
  const [, , service = '*', , , rest = '*'] = arnFields(withVariablesAsWildcards(resource));
  return typePatterns(type).some((arn) => {
    const [, , typeService = '', , , typeRest = ''] = arnFields(arn);
    // A bucket's name has no slash: `arn:aws:s3:::bucket/*` is objects.
    if (typeService === 's3' && type.name === 'bucket' && rest.includes('/')) return false;
    return intersects(typeService, service) && intersects(typeRest, rest);
  });
}

/** `arn:*:bedrock:*:*:agent/*` */
export const typePatterns = ({ arns }: Pick<ResourceType, 'arns'>): readonly string[] =>
  arns.map(withVariablesAsWildcards);

/**
 * The existing actions that an Action pattern stands for and that can be granted on the resource; undefined where the data
 * cannot tell, because a service is not covered.
 */
export function grantableActions(pattern: string, resource: string): readonly ServiceAction[] | undefined {
  const prefix = pattern.slice(0, Math.max(0, pattern.indexOf(':')));
  const known = serviceAuthorization.isCovered(prefix) || !serviceAuthorization.isKnownPrefix(prefix);
  if (prefix === '' || /[*?]/.test(prefix) || !known) return undefined;
  const actions = serviceAuthorization.actionsMatching(pattern);
  if (isEverything(resource)) return actions;
  const granted = withVariablesAsWildcards(resource);
  // Many actions share few types: each is compared once.
  const answers = new Map<string, boolean>();
  const canBe = (type: ResourceType): boolean => {
    const answer = answers.get(type.name) ?? isGrantedType(type, granted);
    answers.set(type.name, answer);
    return answer;
  };
  return actions.filter(({ action, resourceTypes }) => UNSETTLED_RESOURCES.has(action) || resourceTypes.some(canBe));
}

const isGrantedType = (type: ResourceType, pattern: string): boolean =>
  canBeOfType(type, pattern) && typePatterns(type).some((arn) => intersectsResource(arn, pattern));
