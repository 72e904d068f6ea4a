import { takeNullsForAbsent } from '../../functions/adapters/absent-for-null.ts';
import { snapshotSchema } from '../../functions/adapters/snapshot-schema.ts';
import { type ExplainedCause, type ExplainedDenial, explainDenial } from '../../functions/alerts/explain-denial.ts';
import { messageDenials } from '../../functions/cli/message-denials.ts';
import { readDenials } from '../../functions/cli/read-denials.ts';
import { findRole } from '../../functions/diagnosis/find-role.ts';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { changeBase } from './change-base.ts';
import type { DenialCase } from './denial-case.ts';

/** What was answered to one case, and how right it is. */
export interface DenialJudgement {
  readonly of: DenialCase;
  /** Ranked; none when the record was not even taken for a denial. */
  readonly causes: readonly ExplainedCause[];
  readonly unanswered: readonly string[];
  /** Whether the true cause, or one as good, is the first; is among the first three. */
  readonly first: boolean;
  readonly amongThree: boolean;
  /** Causes said to be proven that the account does not have. */
  readonly wronglyProven: readonly string[];
  /** Whether the case counts: somebody knows the cause, and an account or a record can show it. */
  readonly counts: boolean;
}

export const judgeDenials = (
  bases: Readonly<Record<string, unknown>>,
  cases: readonly DenialCase[],
): readonly DenialJudgement[] => cases.map((one) => judge(one, explain(bases, one)));

function explain(bases: Readonly<Record<string, unknown>>, one: DenialCase): ExplainedDenial | undefined {
  const account = accountOf(bases, one);
  const { roles, gaps } = buildAgentRoles(account);
  const denied =
    one.message === undefined
      ? readDenials({ documents: [{ where: one.case, value: one.event }], unreadable: [] }).denied
      : messageDenials(one.message);
  const [first] = denied.map((request) => explainDenial(request, findRole(request, roles), gaps, [account]));
  return first;
}

/** The account of a case, read the way that a snapshot file is. */
export function accountOf(bases: Readonly<Record<string, unknown>>, { case: name, state }: DenialCase): Snapshot {
  const base = bases[state.base];
  if (base === undefined) throw new Error(`${name}: there is no base ${state.base}`);
  const account = changeBase(base, state.changes ?? {}, state.without ?? []);
  takeNullsForAbsent(account as object);
  snapshotSchema.parse(account);
  return account as Snapshot;
}

function judge(of: DenialCase, explained: ExplainedDenial | undefined): DenialJudgement {
  const causes = explained?.causes ?? [];
  const right = ({ code }: ExplainedCause): boolean => code === of.expect || of.alsoAcceptable?.includes(code) === true;
  return {
    of,
    causes,
    unanswered: explained?.unanswered ?? [],
    first: causes.slice(0, 1).some(right),
    amongThree: causes.slice(0, 3).some(right),
    wronglyProven: causes
      .filter((cause) => cause.certainty === 'proven' && !right(cause) && of.alsoTrue?.includes(cause.code) !== true)
      .map(({ code }) => code),
    counts: of.standing !== 'guess' && of.fails === undefined,
  };
}
