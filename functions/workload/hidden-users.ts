import { pinsContextKey } from '../iam/condition.ts';
import { intersectsResource } from '../iam/match.ts';
import type { Policy, Statement } from '../iam/policy.ts';
import type { Evidence } from './evidence.ts';
import type { Snapshot } from './snapshot.ts';
import { notRead, unreadBelow } from './unread.ts';

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

/**
 * What else might act with a role, and need more of it, unseen: lists of workloads that were not read, or not wholly, and
 * whose workloads the trust policy would let in. Phrases that fit behind "unknown: ".
 */
export function hiddenUsers(snapshot: Snapshot, trustPolicy: Evidence<Policy>): readonly string[] {
  return LISTS.flatMap(({ part, what, service, source }) => {
    if ('known' in trustPolicy && !trustPolicy.known.statements.some((one) => mayLetIn(one, service, source)))
      return [];
    if (snapshot[part] === undefined) return [notRead(snapshot, part, what, 'were')];
    return unreadBelow(snapshot, part).map((unread) => `${unread.part} was not read (${unread.error})`);
  });
}

function mayLetIn({ effect, principals, conditions }: Statement, service: string, source: string): boolean {
  if (effect !== 'Allow' || principals === undefined) return false;
  const named = principals.principals.some(
    ({ type, value }) => value === '*' || (type === 'Service' && value === service),
  );
  if (named === principals.except) return false;
  const pinned = pinsContextKey(conditions, 'aws:SourceArn');
  return pinned === undefined || pinned.some((pattern) => intersectsResource(pattern, source));
}
