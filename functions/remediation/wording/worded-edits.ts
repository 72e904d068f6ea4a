import { arnFields } from '../../iam/arn.ts';
import { literalPolicy } from '../../iam/literal-policy.ts';
import type { Policy } from '../../iam/policy.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { PrincipalRequest } from '../../workload/change.ts';
import { administratorOf } from '../changes/vetted-requests.ts';
import { unreadLayers } from '../proof/answer.ts';
import type { PolicyEdit } from '../proof/policy-edit.ts';
import type { Proof, Remediation } from '../remediation.ts';
import { documentHash } from './document-hash.ts';
import { editSnippets } from './edit-snippets.ts';
import { policyDiff } from './policy-diff.ts';

export interface ProvenEdits {
  readonly edits: readonly PolicyEdit[];
  readonly requests: readonly PrincipalRequest[];
  readonly proof: Proof;
  /** Before what is to be done, and after it. */
  readonly caution?: readonly string[];
  readonly steps: readonly string[];
}

export const REPEAT = 'Repeat the call; a change takes up to a minute to arrive everywhere.';

const AS_READ =
  'The diff is against the policy as it was read: where it has changed since, make the change in what stands there now.';

const VERSIONS =
  'A managed policy takes five versions: delete one first where it has them all (`aws iam delete-policy-version`).';

/** A proven change in every form in which somebody may want it. */
export function wordedEdits(
  { edits, requests, proof, caution = [], steps }: ProvenEdits,
  role: AgentRole,
): Remediation {
  const policy = edits.findLast(({ after }) => after !== undefined)?.after;
  const document = policy === undefined ? undefined : literalPolicy(policy);
  const others = edits.filter(({ after }) => after !== undefined && after !== policy);
  const unread = [...new Set(requests.flatMap((request) => unreadLayers(request, role)))];
  return {
    who: whoCan(edits, role),
    steps: [
      ...caution,
      ...steps,
      ...(edits.some(({ before }) => before !== undefined) ? [AS_READ] : []),
      ...edits.flatMap(({ name, before, after }) =>
        before && after && name.startsWith('managed policy ') ? [...sharedWith(before), VERSIONS] : [],
      ),
      ...others.flatMap(({ name, after }) =>
        after === undefined
          ? []
          : [`The hash is of the ${policy?.name}; that of the ${name} is ${documentHash(literalPolicy(after))}.`],
      ),
      ...(unread.length === 0
        ? []
        : [`If it is still denied, look at ${listed(unread)}: not read, and so not part of the proof.`]),
    ],
    ...(document === undefined ? {} : { policy: document, hash: documentHash(document) }),
    diff: policyDiff(edits),
    ...editSnippets(edits, role),
    proof,
  };
}

/** Who else a change is for: what it opens for the role, it opens for them. Empty where IAM tells that nobody else has the policy. */
export function sharedWith({ name, holders }: Pick<Policy, 'name' | 'holders'>): readonly string[] {
  if (holders === undefined)
    return [`Look who else has the ${name} (\`aws iam list-entities-for-policy\`): the change is theirs as well.`];
  const others = holders - 1;
  return others < 1
    ? []
    : [
        `The ${name} is also attached to ${others} other${others === 1 ? '' : 's'}, and the change is theirs as well: look who they are (\`aws iam list-entities-for-policy\`), and where they are not meant, give the role a ${name.startsWith('permissions boundary ') ? 'boundary' : 'policy'} of its own.`,
      ];
}

/** The policy of a resource is its account's to change. The ARN of a bucket names no account. */
function whoCan(edits: readonly PolicyEdit[], role: AgentRole): string {
  const owners = edits.map(({ holder }) => (typeof holder === 'object' ? ownerOf(holder.resource) : role.accountId));
  return [...new Set(owners)]
    .map((owner) => (/^\d{12}$/.test(owner) ? administratorOf({ accountId: owner }) : `whoever owns ${owner}`))
    .join(' and ');
}

const ownerOf = (arn: string): string => arnFields(arn)[4] || arn;

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
