import { arnFields } from './arn.ts';
import { intersects, intersectsResource } from './cover.ts';
import { withVariablesAsWildcards } from './policy-variable.ts';
import { matchesResource } from './resource-pattern.ts';
import { type ResourceType, type ServiceAction, serviceAuthorization } from './service-authorization.ts';
import { shiftedResources } from './shifted-arn.ts';
import { isEverything } from './wildcard.ts';

/**
 * Actions for which AWS's own pages and policies name a resource (the knowledge base of GetDocumentContent, the log group of
 * DescribeLogGroups and of index policies, the browser of its streams) that the Service Authorization Reference does not list:
 * nothing is concluded from their lists.
 */
const UNSETTLED_RESOURCES: ReadonlySet<string> = new Set([
  'bedrock-agentcore:ConnectBrowserAutomationStream',
  'bedrock-agentcore:ConnectBrowserLiveViewStream',
  'bedrock-agentcore:ListBrowserSessions',
  'bedrock:AgenticRetrieveStream',
  'bedrock:GetDocumentContent',
  'logs:DescribeIndexPolicies',
  'logs:DescribeLogGroups',
  'logs:PutIndexPolicy',
]);

/** Without a resource type, yet granted on `arn:aws:s3:::*` too; see `authorizedResource` in `decide.ts`. */
const LIST_OF_BUCKETS = 's3:ListAllMyBuckets';

/** Do the data not tell that the action has one of these resources? */
const isUntold = (action: string, resources: readonly string[]): boolean =>
  UNSETTLED_RESOURCES.has(action) || (action === LIST_OF_BUCKETS && resources.some(isEveryBucket));

function isEveryBucket(pattern: string): boolean {
  const [, partition = 'aws'] = arnFields(pattern);
  return matchesResource(pattern, `arn:${partition}:s3:::*`);
}

/**
 * Can a statement on these resources ever apply to an action? With no eye for partition, Region and account, about which
 * more precise things can be said. Each resource type is compared once.
 */
export function resourceFit(resources: readonly string[]): (action: ServiceAction) => boolean {
  if (resources.some(isEverything)) return () => true;
  const written = resources.flatMap(readings);
  const answers = new Map<string, boolean>();
  const fits = (type: ResourceType): boolean => {
    const key = String(type.arns);
    const answer = answers.get(key) ?? written.some((resource) => isOfType(type, resource));
    answers.set(key, answer);
    return answer;
  };
  return ({ action, resourceTypes }) => isUntold(action, resources) || resourceTypes.some(fits);
}

/** Can an ARN pattern stand for a resource of this type, going by the service and the resource part? */
export const canBeOfType = (type: Pick<ResourceType, 'name' | 'arns'>, resource: string): boolean =>
  readings(resource).some((reading) => isOfType(type, reading));

interface ServiceAndRest {
  readonly service: string;
  readonly rest: string;
}

function serviceAndRest(pattern: string): ServiceAndRest {
  const [, , service = '*', , , rest = '*'] = arnFields(withVariablesAsWildcards(pattern));
  return { service, rest };
}

/** Nearly always one. */
function readings(pattern: string): readonly ServiceAndRest[] {
  const reading = serviceAndRest(pattern);
  const shifted = shiftedResources(withVariablesAsWildcards(pattern));
  return [reading, ...shifted.map((rest) => ({ service: reading.service, rest }))];
}

function isOfType(type: Pick<ResourceType, 'name' | 'arns'>, { service, rest }: ServiceAndRest): boolean {
  return documentedForms(type).some((documented) => {
    // A bucket's name has no slash: `arn:aws:s3:::bucket/*` is objects.
    if (documented.service === 's3' && type.name === 'bucket' && rest.includes('/')) return false;
    // Nor has a vector bucket's: `bucket/vectors/index/*` is indexes.
    if (documented.service === 's3vectors' && type.name === 'VectorBucket' && /\/.*\//.test(rest)) return false;
    return (
      intersects(documented.service, service) &&
      mayBeginAlike(documented.rest, rest) &&
      intersects(documented.rest, rest)
    );
  });
}

const formsByArns = new Map<readonly string[], readonly ServiceAndRest[]>();

function documentedForms({ arns }: Pick<ResourceType, 'arns'>): readonly ServiceAndRest[] {
  const forms = formsByArns.get(arns) ?? arns.map(serviceAndRest);
  formsByArns.set(arns, forms);
  return forms;
}

/** Much quicker than `intersects`, and enough for most pairs: do the characters before the wildcards agree? */
function mayBeginAlike(one: string, other: string): boolean {
  const length = Math.min(one.search(WILDCARD_OR_END), other.search(WILDCARD_OR_END));
  return one.startsWith(other.slice(0, length));
}

const WILDCARD_OR_END = /[*?]|$/;

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
  return actions.filter(({ action, resourceTypes }) => isUntold(action, [resource]) || resourceTypes.some(canBe));
}

const isGrantedType = (type: ResourceType, pattern: string): boolean =>
  canBeOfType(type, pattern) && typePatterns(type).some((arn) => intersectsResource(arn, pattern));
