import { coversResource } from '../../iam/cover.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import { type LimitedRole, type OpenAccess, openAccess } from '../surplus/open-access.ts';
import type { EscalationPath, EscalationStep } from './escalation-path.ts';

/** A path that a role can take, with what opens each of its steps. */
export interface OpenPath {
  readonly path: EscalationPath;
  readonly steps: readonly [StepAccess, ...StepAccess[]];
}

type StepAccess = readonly [OpenAccess, ...OpenAccess[]];

/** A role and its workloads. */
export type Actor = LimitedRole & Pick<AgentRole, 'workloads'>;

/**
 * The paths whose every step the role can ever take. The first step has to be more than the workloads need and than a change of
 * the workload itself: what follows on it may be what the role is for.
 */
export function openPaths(paths: readonly EscalationPath[], role: Actor): readonly OpenPath[] {
  const known = new Map<string, readonly OpenAccess[]>();
  const accessOf = (step: EscalationStep): readonly OpenAccess[] => {
    const key = JSON.stringify(step);
    const access = known.get(key) ?? stepAccess(step, role);
    known.set(key, access);
    return access;
  };
  return paths.flatMap((path) => {
    const [first, ...others] = path.steps.flatMap((step, index) => {
      const [access, ...more] = accessOf(step).filter((one) => index > 0 || !isOrdinary(one, role));
      return access === undefined ? [] : [[access, ...more] as const];
    });
    return first !== undefined && others.length + 1 === path.steps.length ? [{ path, steps: [first, ...others] }] : [];
  });
}

/** What opens one step, the certain before the conditioned. */
const stepAccess = ({ anyOf, passedTo }: EscalationStep, role: Actor): readonly OpenAccess[] =>
  anyOf
    .flatMap((action) => openAccess(action, passedTo === undefined ? {} : { 'iam:PassedToService': passedTo }, role))
    .filter((access) => !takesItsOwnRole(access, role))
    .toSorted((one, other) => Number(one.conditioned) - Number(other.conditioned));

const TAKES_A_ROLE: ReadonlySet<string> = new Set(['iam:PassRole', 'sts:AssumeRole']);

/** With its own role, a workload gets nothing that it does not have. */
const takesItsOwnRole = ({ action, resource }: OpenAccess, { arn }: Actor): boolean =>
  TAKES_A_ROLE.has(action) && coversResource(arn, resource);

const isOrdinary = ({ needed, resource }: OpenAccess, { workloads }: Actor): boolean =>
  needed || workloads.some(({ arn }) => coversResource(arn, resource));
