import type { PolicyError } from '../iam/policy.ts';
import { catalogue } from '../rules/catalogue.ts';
import { type Evaluation, type EvaluationOptions, evaluateRoles } from '../rules/evaluation.ts';
import { listWorkloads } from '../workload/list-workloads.ts';
import { mergeAgentRoles } from '../workload/merge-agent-roles.ts';
import type { Snapshot, UnreadPart } from '../workload/snapshot.ts';

/** Every agent role of an account, judged by every rule. */
export interface Audit {
  readonly accountId: string;
  readonly regions: readonly string[];
  readonly takenAt?: string;
  /** By role, then in the catalogue's order. */
  readonly evaluations: readonly Evaluation[];
  /** What the snapshot says was refused, and what else could hide an agent role. */
  readonly unread: readonly UnreadPart[];
  /** Policies that are no policies; the rest of their roles is judged all the same. */
  readonly malformed: readonly PolicyError[];
}

/** The error of what nobody refused and nobody read; its message says it all. */
export const NOT_READ = 'NotRead';

/** @param snapshots of one account, one for each Region */
export function judgeSnapshots(
  snapshots: readonly [Snapshot, ...Snapshot[]],
  options: Pick<EvaluationOptions, 'exceptions'> = {},
): Audit {
  const [first] = snapshots;
  const { roles, malformed } = mergeAgentRoles(snapshots);
  return {
    accountId: first.accountId,
    regions: snapshots.map(({ region }) => region),
    ...(first.takenAt === undefined ? {} : { takenAt: first.takenAt }),
    evaluations: evaluateRoles(roles, catalogue, options).toSorted(byRoleAndRule),
    unread: snapshots.flatMap((snapshot) => unreadParts(snapshot, listWorkloads(snapshot).gaps)),
    malformed,
  };
}

/** A gap that only repeats an unread part is told once. Which part was refused first is chance, so they are sorted. */
function unreadParts({ unread = [] }: Snapshot, gaps: readonly string[]): readonly UnreadPart[] {
  const told = unread.map(({ part, error }) => `${part} was not read (${error})`);
  const others = gaps.filter((gap) => !told.includes(gap));
  return [...unread.toSorted(byPart), ...others.map((message) => ({ part: 'workloads', error: NOT_READ, message }))];
}

const byPart = (left: UnreadPart, right: UnreadPart): number =>
  left.part === right.part ? 0 : left.part < right.part ? -1 : 1;

const order = new Map(catalogue.map(({ id }, index) => [id, index]));

/** Code unit order: the same on every machine, whatever its language. */
function byRoleAndRule(a: Evaluation, b: Evaluation): number {
  const [left, right] = [a.role.arn, b.role.arn];
  if (left !== right) return left < right ? -1 : 1;
  return (order.get(a.rule.id) ?? 0) - (order.get(b.rule.id) ?? 0);
}
