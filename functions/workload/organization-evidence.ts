import { parsePolicy } from '../iam/parse-policy.ts';
import type { Policy, PolicyError } from '../iam/policy.ts';
import { type Evidence, missing } from './evidence.ts';
import { unreadablePolicy } from './role-evidence.ts';
import type { Snapshot } from './snapshot.ts';
import { notRead } from './unread.ts';

export interface OrganizationEvidence {
  readonly policies: Evidence<readonly (readonly Policy[])[]>;
  readonly malformed: readonly PolicyError[];
}

/** The service control or resource control policies above the account, one list per level, root first. */
export function organizationPolicies(
  snapshot: Snapshot,
  kind: 'serviceControl' | 'resourceControl',
): OrganizationEvidence {
  const part = kind === 'serviceControl' ? 'serviceControlPolicies' : 'resourceControlPolicies';
  const label = kind === 'serviceControl' ? 'service control' : 'resource control';
  const levels = snapshot.organization?.[part];
  if (levels === undefined) {
    const reason = notRead(snapshot, `organization.${part}`, `the ${label} policies of the organization`, 'were');
    return { policies: missing(reason), malformed: [] };
  }
  const read = levels.map((documents, level) =>
    documents.map((document, index) =>
      parsePolicy(document, `${label} policy ${index + 1} of level ${level + 1}`, kind),
    ),
  );
  const malformed = read.flat().flatMap((policy) => ('error' in policy ? [policy.error] : []));
  const [first, ...more] = malformed.map(unreadablePolicy);
  if (first !== undefined) return { policies: missing(first, ...more), malformed };
  const policies = read.map((level) => level.flatMap((policy) => ('policy' in policy ? [policy.policy] : [])));
  return { policies: { known: policies }, malformed };
}
