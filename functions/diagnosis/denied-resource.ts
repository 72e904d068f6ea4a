import { canBeOfType } from '../iam/grantable-actions.ts';
import { serviceAuthorization } from '../iam/service-authorization.ts';
import type { DeniedRequest } from './diagnosis.ts';

/**
 * The one resource that an action was denied on, by the record of the call: its `resources`, or the ids and ARNs among its
 * parameters. `*` for an action that no resource can be named for; undefined when the record leaves more than one, or none.
 */
export function deniedResource(action: string, denied: DeniedRequest): string | undefined {
  const types = serviceAuthorization.resourceTypesOf(action);
  if (types === undefined) return undefined;
  if (types.length === 0) return '*';
  const isOfType = (arn: string): boolean => types.some((type) => canBeOfType(type, arn));
  const listed = (denied.resourceArns ?? []).filter(isOfType);
  const candidates = listed.length > 0 ? listed : [...passedArns(denied), ...calledArns(denied)].filter(isOfType);
  const [only, ...others] = new Set(candidates);
  return others.length === 0 && only !== undefined && !/[*?]/.test(only) ? only : undefined;
}

function passedArns({ requested = {} }: DeniedRequest): readonly string[] {
  const { roleArn, kmsKey, functions = [], secrets = [] } = requested;
  return [roleArn, kmsKey, ...functions, ...secrets].flatMap((name) =>
    name?.startsWith('arn:') === true ? [name] : [],
  );
}

/** The workload that was called, by the ids of the call, in the Region and account of the record. */
function calledArns({ workload, region, accountId, principalArn }: DeniedRequest): readonly string[] {
  const partition = /^arn:([a-z-]+):/.exec(principalArn ?? '')?.[1];
  const { type, id, aliasId, actsAs } = workload ?? {};
  if (id === undefined || actsAs !== 'called' || partition === undefined) return [];
  if (!/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region ?? '') || !/^\d{12}$/.test(accountId ?? '')) return [];
  const arn = (service: string, resource: string): string =>
    `arn:${partition}:${service}:${region}:${accountId}:${resource}`;
  if (type === 'agent')
    return [
      arn('bedrock', `agent/${id}`),
      ...(aliasId === undefined ? [] : [arn('bedrock', `agent-alias/${id}/${aliasId}`)]),
    ];
  if (type === 'knowledgeBase') return [arn('bedrock', `knowledge-base/${id}`)];
  if (type === 'flow')
    return [
      arn('bedrock', `flow/${id}`),
      ...(aliasId === undefined ? [] : [arn('bedrock', `flow/${id}/alias/${aliasId}`)]),
    ];
  return type === 'agentCoreGateway' ? [arn('bedrock-agentcore', `gateway/${id}`)] : [];
}
