import { InputError } from '../adapters/input-error.ts';
import { nearest } from '../iam/nearest.ts';
import type { KnownNeeds } from '../remediation/workload-policy.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import type { AgentRoles } from '../workload/build-agent-roles.ts';
import type { Workload } from '../workload/workload.ts';
import { workloadKey } from '../workload/workload-key.ts';

/** The role that a policy is for, and of its workloads those that it is for. */
export interface PolicyTarget {
  readonly role: Pick<AgentRole, 'arn' | 'name' | 'accountId' | 'partition' | 'roleId' | 'readablePolicies'>;
  readonly needs: KnownNeeds;
  /** Workloads of the same role that the policy is not for. */
  readonly others: readonly Workload[];
  readonly regions: readonly string[];
}

/**
 * What a role's name or ARN, or a workload's id or ARN (with `#` and its version, or all its versions together) stands for.
 *
 * @param built the agent roles of one account, one answer for each Region
 * @throws InputError when it is none of them, or more than one
 */
export function policyTarget(
  named: string,
  built: readonly AgentRoles[],
  collectionNames: KnownNeeds['collectionNames'] = new Map(),
): PolicyTarget {
  const roles = [
    ...Map.groupBy(
      built.flatMap(({ roles: ofRegion }) => ofRegion),
      ({ arn }) => arn,
    ).values(),
  ];
  const found = roles.flatMap((role) => candidatesIn(named, role));
  const [target, ...others] = found;
  if (target === undefined)
    throw notFound(
      named,
      roles.flat(),
      built.flatMap(({ gaps }) => gaps),
    );
  if (others.length > 0) {
    const choices = [...new Set(found.map(({ label }) => label))].join(', ');
    throw new InputError('more than one is called so', named, `use one of ${choices}`);
  }
  return targetOf(target.role, target.workloads, collectionNames);
}

interface Candidate {
  readonly label: string;
  /** The same role as each Region's workloads have it. */
  readonly role: readonly AgentRole[];
  readonly workloads: readonly Workload[];
}

function candidatesIn(named: string, role: readonly AgentRole[]): readonly Candidate[] {
  const workloads = role.flatMap((ofRegion) => ofRegion.workloads);
  const [first] = role;
  if (first === undefined) return [];
  if (first.arn === named) return [{ label: first.arn, role, workloads }];
  const meant = Map.groupBy(
    workloads.filter(({ arn, id, version }) => isNamed(named, [arn, id], version)),
    ({ arn }) => arn,
  );
  return [
    ...(first.name === named ? [{ label: first.arn, role, workloads }] : []),
    ...[...meant].map(([, ofWorkload]) => ({ label: labelOf(ofWorkload), role, workloads: ofWorkload })),
  ];
}

const isNamed = (named: string, names: readonly string[], version: string | undefined): boolean =>
  names.some((name) => named === name || (version !== undefined && named === `${name}#${version}`));

/** Versions of one agent can act with different roles. */
const labelOf = (workloads: readonly Workload[]): string => workloads.map(workloadKey).join(' or ');

function targetOf(
  role: readonly AgentRole[],
  workloads: readonly Workload[],
  collectionNames: KnownNeeds['collectionNames'],
): PolicyTarget {
  const [first] = role;
  // INVARIANT: a group of roles has at least one.
  if (first === undefined) throw new Error('a role of no Region');
  const keys = new Set(workloads.map(workloadKey));
  const ofThese = ({ workload }: { readonly workload: string }) => keys.has(workload);
  return {
    role: first,
    needs: {
      arn: first.arn,
      accountId: first.accountId,
      workloads,
      collectionNames,
      requests: role.flatMap(({ knownRequests }) => knownRequests).filter(ofThese),
      accessHeldElsewhere: role.flatMap(({ accessHeldElsewhere }) => accessHeldElsewhere).filter(ofThese),
      // A gap does not tell whose it is: for one workload, those of all count.
      unknown: role.flatMap(({ requiredAccess }) => ('missing' in requiredAccess ? requiredAccess.missing : [])),
    },
    others: role.flatMap((ofRegion) => ofRegion.workloads).filter((workload) => !keys.has(workloadKey(workload))),
    regions: [...new Set(role.map(({ region }) => region))],
  };
}

function notFound(named: string, roles: readonly AgentRole[], gaps: readonly string[]): InputError {
  const names = new Set(roles.flatMap(({ name, workloads }) => [name, ...workloads.map(({ id }) => id)]));
  const close = nearest(named, [...names]);
  const choices = [...new Set([...(close === undefined ? [] : [close]), ...names])];
  const more = choices.length > MOST_CHOICES ? `, … (${choices.length} in all)` : '';
  const unread = gaps.length === 0 ? '' : ` (and not everything was read: ${gaps[0]})`;
  return new InputError(
    `no agent role or workload of that name${unread}`,
    named,
    choices.length === 0 ? 'there is none at all' : `use one of ${choices.slice(0, MOST_CHOICES).join(', ')}${more}`,
  );
}

const MOST_CHOICES = 10;
