import { intersectsResource } from '../iam/cover.ts';
import { pinsContextKey } from '../iam/pins-context-key.ts';
import type { Policy, Statement } from '../iam/policy.ts';
import type { HiddenVersions } from './agent-configurations.ts';
import type { Evidence } from './evidence.ts';
import type { Snapshot } from './snapshot.ts';
import { notRead, unreadAround, unreadBelow } from './unread.ts';
import type { Workload } from './workload.ts';

const BEDROCK = 'bedrock.amazonaws.com';

/** Parts of a snapshot that list workloads, the service that assumes their roles, and the `aws:SourceArn` it presents. */
const LISTS = [
  { part: 'agents', what: 'the agents', service: 'bedrock.amazonaws.com', source: 'arn:*:bedrock:*:*:agent/*' },
  {
    part: 'knowledgeBases',
    what: 'the knowledge bases',
    service: 'bedrock.amazonaws.com',
    source: 'arn:*:bedrock:*:*:knowledge-base/*',
  },
  { part: 'flows', what: 'the flows', service: 'bedrock.amazonaws.com', source: 'arn:*:bedrock:*:*:flow/*' },
  {
    part: 'agentCore',
    what: 'the AgentCore resources',
    service: 'bedrock-agentcore.amazonaws.com',
    source: 'arn:*:bedrock-agentcore:*:*:*',
  },
] as const;

/** Workloads that were not read and may act with a role. */
export interface HiddenWorkloads {
  /** The service that assumes the role for them. */
  readonly servicePrincipal: Workload['servicePrincipal'];
  /** A phrase that fits behind "unknown: ". */
  readonly reason: string;
}

/**
 * What else might act with a role, and need more of it, unseen: lists of workloads that were not read, or not wholly, and
 * whose workloads the trust policy would let in.
 */
export function hiddenWorkloads(snapshot: Snapshot, trustPolicy: Evidence<Policy>): readonly HiddenWorkloads[] {
  return LISTS.flatMap(({ part, what, service, source }) => {
    if (!mayTrust(trustPolicy, service, source)) return [];
    const reasons =
      snapshot[part] === undefined
        ? [notRead(snapshot, part, what, 'were')]
        : unreadBelow(snapshot, part).map((unread) => `${unread.part} was not read (${unread.error})`);
    return reasons.map((reason) => ({ servicePrincipal: service, reason }));
  });
}

export const hiddenUsers = (snapshot: Snapshot, trustPolicy: Evidence<Policy>): readonly string[] =>
  hiddenWorkloads(snapshot, trustPolicy).map(({ reason }) => reason);

/** Versions of agents that were not read and may act with a role; `unread` already names the rest. */
export const hiddenVersionsOf = (
  snapshot: Snapshot,
  trustPolicy: Evidence<Policy>,
  hidden: readonly HiddenVersions[],
): readonly HiddenVersions[] =>
  hidden.filter(
    ({ agentArn, part }) => unreadAround(snapshot, part).length === 0 && mayTrust(trustPolicy, BEDROCK, agentArn),
  );

/** Paths of `unread` behind which an agent, or a version of one, and the models it calls can hide. */
const HIDES_AN_AGENT = /^agents(\.[^.]+(\.aliases|\.versions(\.[^.]+)?)?)?$/;

/** Agents that were not read and may act with a role. Phrases that fit behind "unknown: ". */
export const hiddenAgents = (snapshot: Snapshot, trustPolicy: Evidence<Policy>): readonly string[] =>
  mayTrust(trustPolicy, BEDROCK, 'arn:*:bedrock:*:*:agent/*')
    ? unreadBelow(snapshot, 'agents')
        .filter(({ part }) => HIDES_AN_AGENT.test(part))
        .map(({ part, error }) => `${part} was not read (${error})`)
    : [];

/** May a role be assumed for a source? A trust policy that was not read may let in anyone. */
export const mayTrust = (trustPolicy: Evidence<Policy>, service: string, source: string): boolean =>
  'missing' in trustPolicy || trustPolicy.known.statements.some((one) => mayLetIn(one, service, source));

function mayLetIn({ effect, principals, conditions }: Statement, service: string, source: string): boolean {
  if (effect !== 'Allow' || principals === undefined) return false;
  const named = principals.principals.some(
    ({ type, value }) => value === '*' || (type === 'Service' && value === service),
  );
  if (named === principals.except) return false;
  const pinned = pinsContextKey(conditions, 'aws:SourceArn');
  return pinned === undefined || pinned.some((pattern) => intersectsResource(pattern, source));
}
