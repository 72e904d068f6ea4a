import type { AgentRole } from '../workload/agent-role.ts';
import { policyCarrier } from '../workload/resource-policies.ts';
import type { Snapshot } from '../workload/snapshot.ts';
import type { Workload } from '../workload/workload.ts';
import { type Acting, actingOf } from './acting.ts';
import { NEW } from './as-if-created.ts';
import { rank } from './certainty.ts';
import { type DiagnosisContext, diagnosisContext } from './context.ts';
import type { Cause, DeniedRequest, Diagnosis } from './diagnosis.ts';
import { isOfCalledWorkload } from './find-role.ts';
import { nextObstacle } from './next-obstacle.ts';
import { steps } from './steps.ts';

/**
 * The true cause of a denied call, as far as the message and the evidence decide it.
 *
 * @param role the agent role whose evidence to use; undefined when it is not known which one, or nothing is known of it
 * @param gaps phrases about unread parts of the account that could hide the role
 * @param snapshots the account, one for each Region: what more than the role the evidence is asked of
 */
export function diagnose(
  denied: DeniedRequest,
  role: AgentRole | undefined,
  gaps: readonly string[] = [],
  snapshots: readonly Snapshot[] = [],
): Diagnosis {
  const acting = actingOf(denied, role, snapshots);
  const contexts = acting.map((one) => diagnosisContext(one.denied, one.role, snapshots, one.guessed));
  const found = contexts.map((context) => examined(context, role));
  const causes = ranked(found.flatMap((one) => one.causes));
  const unanswered = found.flatMap((one) => one.unanswered);
  const [context] = contexts;
  const [first = { denied, role }] = acting as readonly [Acting?];
  const { action = null, resource = null } = context?.access ?? {};
  const [top] = causes;
  const next = top === undefined || context === undefined ? undefined : nextObstacle(context, top);
  const own = acting.length > 1 && first.guessed === true ? undefined : first.role;
  return {
    eventId: denied.eventId ?? null,
    roleArn: own?.arn ?? denied.roleArn ?? null,
    roleName: own?.name ?? denied.roleArn?.split('/').at(-1) ?? denied.roleName ?? null,
    workload: workloadOf(own === undefined ? denied : first.denied, own),
    denied: { action, resource, layer: denied.message.layer ?? null },
    causes,
    ...(next === undefined ? {} : { next }),
    unanswered: [
      ...new Set([
        ...unanswered,
        ...(isDecided(causes) || context === undefined ? [] : openEnds(context, causes, gaps)),
      ]),
    ],
  };
}

/** The steps' answers for one principal; what the account alone makes it is never proven. */
function examined(
  context: DiagnosisContext,
  given: AgentRole | undefined,
): { readonly causes: readonly Cause[]; readonly unanswered: readonly string[] } {
  const answers = steps.map((step) => step.examine(context));
  const { role, guessed } = context;
  return {
    causes: answers
      .flatMap(({ causes }) => causes)
      .map((cause) => ({
        ...cause,
        summary: cause.summary.replaceAll(NEW, '…'),
        evidence: cause.evidence.map(({ source, says }) => ({ source, says: says.replaceAll(NEW, '…') })),
        certainty: guessed && cause.certainty === 'proven' ? 'likely' : cause.certainty,
        ...(role === undefined || role === given ? {} : { role }),
      })),
    unanswered: answers.flatMap(({ unanswered = [] }) => unanswered),
  };
}

/**
 * Of causes with one code, the most certain; then by certainty, then in the order of the steps. One cause is what stopped the
 * call; what would stop it next is likely at most, since the call never got there.
 */
function ranked(causes: readonly Cause[]): readonly Cause[] {
  const sorted = causes
    .map((cause) => doubted(cause, causes))
    .toSorted((a, b) => rank(a.certainty) - rank(b.certainty));
  const distinct = sorted.filter(({ code }, index) => sorted.findIndex((cause) => cause.code === code) === index);
  return distinct.map((cause, index) =>
    index > 0 && cause.certainty === 'proven' ? { ...cause, certainty: 'likely' } : cause,
  );
}

/** What the wrong caller lacks is no fault while it is likely that another was meant to call. */
const doubted = (cause: Cause, causes: readonly Cause[]): Cause =>
  cause.certainty === 'proven' &&
  cause.code !== 'WRONG_CREDENTIALS_OR_REGION' &&
  causes.some(({ code, certainty }) => code === 'WRONG_CREDENTIALS_OR_REGION' && certainty === 'likely')
    ? { ...cause, certainty: 'likely' }
    : cause;

const isDecided = (causes: readonly Cause[]): boolean => causes[0]?.certainty === 'proven';

function openEnds(context: DiagnosisContext, causes: readonly Cause[], gaps: readonly string[]): readonly string[] {
  const { denied, role } = context;
  return [
    ...(causes.length === 0 ? [nothingFound(context)] : []),
    ...(role === undefined && isOfCalledWorkload(denied)
      ? [
          `which role ${denied.workload?.type} ${denied.workload?.id ?? ''} acted with: none of those that were read, or more than one`,
        ]
      : []),
    ...(role === undefined && !isOfCalledWorkload(denied) && (denied.roleArn ?? denied.roleName) !== undefined
      ? [`what the role ${denied.roleArn ?? denied.roleName} may do: it is not among the agent roles that were read`]
      : []),
    ...(role === undefined ? gaps : []),
  ];
}

/** The workload that acted; by its id, or because the role has no other. */
function workloadOf(denied: DeniedRequest, role: AgentRole | undefined): Diagnosis['workload'] {
  const hint = denied.workload;
  const workloads = role?.workloads ?? [];
  const named = hint?.id === undefined ? workloads : workloads.filter(({ id }) => id === hint.id);
  const [only, ...others] = named;
  if (only !== undefined && (hint?.id !== undefined || others.length === 0)) return known(only, others.length === 0);
  if (hint === undefined) return null;
  return { type: hint.type, arn: null, ...(hint.id === undefined ? {} : { id: hint.id }) };
}

const known = ({ type, arn, id, version }: Workload, isOneVersion: boolean): Diagnosis['workload'] => ({
  type,
  arn,
  id,
  ...(version === undefined || !isOneVersion ? {} : { version }),
});

function nothingFound({ allowedByIdentity, role, answers }: DiagnosisContext): string {
  if (role === undefined || !allowedByIdentity) return 'what was refused: neither the message nor the evidence says';
  const unread = answers.some(
    ({ request, resource }) => resource === undefined && policyCarrier(request.resource) !== undefined,
  )
    ? 'session policies, VPC endpoint policies and the policies of resources'
    : 'session policies and VPC endpoint policies';
  return `what was refused: everything that was read allows the call; ${unread} were not`;
}
