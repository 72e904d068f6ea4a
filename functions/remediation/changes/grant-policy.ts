import type { GrantedRequest } from '../../workload/change.ts';
import type { PolicyDocument } from '../remediation.ts';

type GrantStatement = PolicyDocument['Statement'][number];

/** Context keys that narrow a grant to what was denied, when AWS is known to send them. */
const NARROWING: ReadonlySet<string> = new Set([
  'bedrock:InferenceProfileArn',
  'bedrock:ThirdPartyKnowledgeBaseCredentialsSecretArn',
  'aws:ResourceAccount',
]);

/** The smallest statements that allow exactly these requests: one for each set of actions under each condition. */
export function grantPolicy(requests: readonly GrantedRequest[]): PolicyDocument {
  const byResource = new Map<
    string,
    { readonly condition: string; readonly resource: string; readonly actions: Set<string> }
  >();
  for (const { action, resource, context } of requests) {
    const condition = conditionOf(context);
    const key = `${condition}\n${resource}`;
    const entry = byResource.get(key) ?? { condition, resource, actions: new Set<string>() };
    entry.actions.add(action);
    byResource.set(key, entry);
  }
  const groups = new Map<
    string,
    { readonly condition: string; readonly actions: readonly string[]; readonly resources: string[] }
  >();
  for (const { condition, resource, actions } of byResource.values()) {
    const sorted = [...actions].toSorted();
    const key = `${condition}\n${sorted.join()}`;
    const group = groups.get(key) ?? { condition, actions: sorted, resources: [] };
    group.resources.push(resource);
    groups.set(key, group);
  }
  const statements = [...groups.values()].map(({ condition, actions, resources }, index, all) => ({
    Sid: sid(actions, all.slice(0, index).filter((earlier) => sid(earlier.actions, 0) === sid(actions, 0)).length),
    Effect: 'Allow' as const,
    Action: actions,
    Resource: resources.toSorted(),
    ...(condition === '' ? {} : { Condition: JSON.parse(condition) as NonNullable<GrantStatement['Condition']> }),
  }));
  return { Version: '2012-10-17', Statement: statements };
}

function conditionOf(context: GrantedRequest['context']): string {
  const keys = Object.entries(context).filter(([key, value]) => NARROWING.has(key) && /^[\w:/.@+=,!-]+$/.test(value));
  return keys.length === 0
    ? ''
    : JSON.stringify({ StringEquals: Object.fromEntries(keys.toSorted(([a], [b]) => (a < b ? -1 : 1))) });
}

/** A Sid takes letters and digits only, and must be unique in its policy. */
const sid = (actions: readonly string[], earlier: number): string =>
  `Allow${(actions[0] ?? '').replace(/^.*:/, '')}${actions.length > 1 ? 'AndMore' : ''}${earlier === 0 ? '' : earlier + 1}`;
