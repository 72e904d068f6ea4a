import type { AgentRole } from '../workload/agent-role.ts';
import type { Workload } from '../workload/workload.ts';
import { rank } from './certainty.ts';
import { type DiagnosisContext, diagnosisContext } from './context.ts';
import type { Cause, DeniedRequest, Diagnosis } from './diagnosis.ts';
import { isOfCalledWorkload } from './find-role.ts';
import { steps } from './steps.ts';

/**
 * The true cause of a denied call, as far as the message and the evidence decide it.
 *
 * @param role the agent role whose evidence to use; undefined when it is not known which one, or nothing is known of it
 * @param gaps phrases about unread parts of the account that could hide the role
 */
export function diagnose(denied: DeniedRequest, role: AgentRole | undefined, gaps: readonly string[] = []): Diagnosis {
  const context = diagnosisContext(denied, role);
  const answers = steps.map((step) => step.examine(context));
  const causes = ranked(answers.flatMap((answer) => answer.causes));
  const unanswered = answers.flatMap((answer) => answer.unanswered ?? []);
  const { action = null, resource = null } = context.access;
  return {
    eventId: denied.eventId ?? null,
    roleArn: role?.arn ?? denied.roleArn ?? null,
    roleName: role?.name ?? denied.roleArn?.split('/').at(-1) ?? denied.roleName ?? null,
    workload: workloadOf(denied, role),
    denied: { action, resource, layer: denied.message.layer ?? null },
    causes,
    unanswered: [...new Set([...unanswered, ...(isDecided(causes) ? [] : openEnds(context, causes, gaps))])],
  };
}

/** Of causes with one code, the most certain; then by certainty, then in the order of the steps. */
function ranked(causes: readonly Cause[]): readonly Cause[] {
  const sorted = causes.toSorted((a, b) => rank(a.certainty) - rank(b.certainty));
  return sorted.filter(({ code }, index) => sorted.findIndex((cause) => cause.code === code) === index);
}

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

function nothingFound({ allowedByIdentity, role }: DiagnosisContext): string {
  if (role === undefined || !allowedByIdentity) return 'what was refused: neither the message nor the evidence says';
  return 'what was refused: everything that was read allows the call; session policies, VPC endpoint policies and the policies of resources were not';
}
