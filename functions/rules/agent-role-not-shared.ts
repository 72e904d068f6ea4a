import type { AgentRole } from '../workload/agent-role.ts';
import type { RequiredRequest } from '../workload/required-request.ts';
import { changesData } from './findings/consequence.ts';
import { type RoleUser, roleUsers } from './findings/role-users.ts';
import { defineRule, type Finding, outcomeOf, type Severity } from './rule.ts';

export default defineRule({
  id: 'agent-role-not-shared',
  title: 'One role serves one workload',
  rationale:
    'A shared role must allow what any of its workloads needs, and so each of them can do what only the others need: whoever steers the weakest reaches the data of all. A denial, a policy change and an incident then concern all of them at once, and CloudTrail names the role, not the workload. Versions and aliases of one agent, flow or runtime are one workload, and so are a harness and the runtime that it runs in. Who else may assume the role is the subject of `agent-role-trusts-no-one-else`.',
  remediation:
    'Give each workload a role of its own, with the policies that `warden policy` prints for it, and take from the shared role what the others needed.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html',
    'https://docs.aws.amazon.com/wellarchitected/latest/agentic-ai-lens/agentsec03-bp03.html',
  ],
  needs: [],
  alsoReads: ['requiredAccess'],
  evaluate(role) {
    const users = roleUsers(role);
    const [first, ...others] = users;
    const hidden = hiddenUsers(role, users);
    if (first === undefined && hidden.length === 0)
      return { complianceType: 'NOT_APPLICABLE', reason: `no workload that was read acts with the role ${role.name}` };
    const shared = first !== undefined && others.length > 0;
    return shared ? outcomeOf([sharedBy([first, ...others], 'known' in role.requiredAccess)]) : outcomeOf([], hidden);
  },
});

/** Workloads that were not read and may act with the role too; parts of a workload that was read hide none. */
function hiddenUsers(
  { hiddenWorkloads }: Pick<AgentRole, 'hiddenWorkloads'>,
  users: readonly RoleUser[],
): readonly string[] {
  const reasons = hiddenWorkloads.map(({ reason }) => reason);
  const hides = (reason: string): boolean => {
    const [, id = '', part = ''] = /^[a-zA-Z]+\.([^.\s]+)\.([a-zA-Z]+)/.exec(reason) ?? [];
    if (part === '' || reason.startsWith('agentCore.')) return true;
    return (part === 'versions' || part === 'aliases') && !users.some(({ arn }) => arn.endsWith(`/${id}`));
  };
  return [...new Set(reasons.filter(hides))];
}

function sharedBy(users: readonly [RoleUser, ...RoleUser[]], needsAreKnown: boolean): Finding {
  const alone = users.flatMap((user) => needsOfNoOther(user, users).map((need) => ({ user, need })));
  const [{ arn }] = users;
  const [, second] = users;
  return {
    id: 'shared-by-workloads',
    severity: severityOf(
      alone.map(({ need }) => need),
      needsAreKnown,
    ),
    message: `${labels(users)} act with the same role: each can do what any of them needs.${examples(alone)}`,
    workload: second?.arn ?? arn,
    remediation: users
      .slice(1, 4)
      .map(
        (user) =>
          `Create a role for ${user.label} with the policies that \`warden policy ${user.arn}\` prints, and set it as its role.`,
      )
      .join(' '),
  };
}

interface NeedOfOne {
  readonly user: RoleUser;
  readonly need: RequiredRequest;
}

const sameAccess = (one: RequiredRequest, other: RequiredRequest): boolean =>
  one.action === other.action && one.resource === other.resource;

const needsOfNoOther = (user: RoleUser, users: readonly RoleUser[]): readonly RequiredRequest[] =>
  user.needs.filter((need) =>
    users.some((other) => other !== user && !other.needs.some((known) => sameAccess(need, known))),
  );

/** How the needs differ; a difference in what is only about running the workload itself changes nothing of others. */
function severityOf(needs: readonly RequiredRequest[], needsAreKnown: boolean): Severity {
  if (needs.some(({ action, kind }) => !OF_THE_WORKLOAD_ITSELF.has(kind) && changesData(action))) return 'high';
  return needs.length === 0 && needsAreKnown ? 'low' : 'medium';
}

const OF_THE_WORKLOAD_ITSELF: ReadonlySet<RequiredRequest['kind']> = new Set([
  'telemetry',
  'identity',
  'image',
  'encryptionKey',
]);

function labels(users: readonly RoleUser[]): string {
  const shown = users.slice(0, 3).map(({ label }) => label);
  const rest = users.length - shown.length;
  const text =
    rest > 0 ? `${shown.join(', ')} and ${rest} more` : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Up to three, of as many workloads as possible, what changes data first. */
function examples(alone: readonly NeedOfOne[]): string {
  const sorted = alone.toSorted(
    (one, other) => Number(changesData(other.need.action)) - Number(changesData(one.need.action)),
  );
  const firsts = [...Map.groupBy(sorted, ({ user }) => user).values()].flatMap(([first]) => first ?? []);
  const shown = [...new Set([...firsts, ...sorted])].slice(0, 3);
  return shown.length === 0
    ? ' All of them need the same today.'
    : ` Not all of them need ${shown.map(({ need }) => `\`${need.action}\` on \`${need.resource.slice(0, 120)}\``).join(', ')}.`;
}
