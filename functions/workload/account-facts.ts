import { type Evidence, missing } from './evidence.ts';
import { listAt, textAt } from './fields.ts';
import type { Snapshot } from './snapshot.ts';
import { notRead, unreadBelow } from './unread.ts';

/** Something that a call names, and the list of the account that it stands in. */
const LISTS = {
  agent: { part: 'agents', id: ['agent', 'agentId'], what: 'the agents' },
  knowledgeBase: { part: 'knowledgeBases', id: ['knowledgeBase', 'knowledgeBaseId'], what: 'the knowledge bases' },
  flow: { part: 'flows', id: ['id'], what: 'the flows' },
} as const;

export type ListedKind = keyof typeof LISTS;

/** Whether the account has it, in the Region of the snapshot. An id that is not listed is not there only where the list is whole. */
export function isThere(snapshot: Snapshot, kind: ListedKind, id: string): Evidence<boolean> {
  const { part, id: path, what } = LISTS[kind];
  const listed = snapshot[part];
  if (listed?.some((entry) => textAt(entry, ...path) === id)) return { known: true };
  if (listed === undefined || unreadBelow(snapshot, part).length > 0)
    return missing(notRead(snapshot, part, what, 'were'));
  return { known: false };
}

/** Whether IAM has the role; of another account nothing is known. */
export function hasRole(snapshot: Snapshot, arn: string): Evidence<boolean> {
  const name = arn.split('/').at(-1) ?? arn;
  const roles = snapshot.iam?.RoleDetailList;
  if (arn.split(':')[4] !== snapshot.accountId) return missing(`the role ${name} is of an account that was not read`);
  if (roles?.some(({ Arn }) => Arn === arn)) return { known: true };
  const cut = snapshot.iam as { readonly IsTruncated?: boolean; readonly NextToken?: string } | undefined;
  if (roles === undefined || cut?.IsTruncated === true || cut?.NextToken !== undefined)
    return missing(notRead(snapshot, 'iam.RoleDetailList', 'the roles', 'were'));
  return unreadBelow(snapshot, 'iam').length > 0
    ? missing(notRead(snapshot, 'iam.RoleDetailList', 'the roles', 'were'))
    : { known: false };
}

/** A change of what a role may do, as far as IAM dates it: it does not date inline policies. */
export interface DatedChange {
  readonly at: string;
  readonly what: string;
}

/**
 * What `get-account-authorization-details` dates: the role itself, and the versions of its customer managed policies.
 * https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
 */
export function datedChanges(snapshot: Snapshot, roleArn: string): readonly DatedChange[] {
  const role = snapshot.iam?.RoleDetailList?.find(({ Arn }) => Arn === roleArn);
  if (role === undefined) return [];
  const attached = listAt(role, 'AttachedManagedPolicies').flatMap((policy) => textAt(policy, 'PolicyArn') ?? []);
  const policies = (snapshot.iam?.Policies ?? []).filter(
    ({ Arn }) => attached.includes(Arn) && !/:aws:policy\//.test(Arn),
  );
  const created = textAt(role, 'CreateDate');
  return [
    ...(created === undefined ? [] : [{ at: created, what: `the role ${role.RoleName} was created` }]),
    ...policies.flatMap((policy) => {
      const at = textAt(policy, 'UpdateDate') ?? textAt(policy, 'CreateDate');
      return at === undefined ? [] : [{ at, what: `the managed policy ${policy.Arn.split('/').at(-1)} was changed` }];
    }),
  ];
}

/** Whether an agent's working draft can be called: an agent is to be prepared after every change. */
export const agentStatus = (snapshot: Snapshot, agentId: string): string | undefined =>
  snapshot.agents?.find(({ agent }) => agent.agentId === agentId)?.agent.agentStatus;

/** The aliases of an agent; undefined when they were not read. */
export const aliasesOf = (snapshot: Snapshot, agentId: string): readonly string[] | undefined =>
  snapshot.agents?.find(({ agent }) => agent.agentId === agentId)?.aliases?.map(({ agentAliasId }) => agentAliasId);
