import type { AgentRole } from '../../workload/agent-role.ts';
import { utcDay } from '../../workload/day.ts';
import { type AppliedException, type Finding, type Outcome, outcomeOf } from '../rule.ts';
import { type CompleteException, type ExceptionState, exceptionState, type RuleException } from './exception.ts';
import { exceptionFindings } from './exception-findings.ts';

/**
 * What a rule says of a role once the exceptions written for the two are taken into account. One in force excuses what was
 * found, never what could not be decided; one that is expired excuses nothing, and says so; one that nobody can end or
 * answers for is a finding itself.
 */
export function applyExceptions(
  outcome: Outcome,
  written: readonly RuleException[],
  { takenAt }: Pick<AgentRole, 'takenAt'>,
): Outcome {
  const [time, today] = 'known' in takenAt ? [takenAt.known, utcDay(takenAt.known)] : [];
  const states = written.map((exception) => exceptionState(exception, today));
  const inForce = states.flatMap((each) => (each.state === 'in force' ? [each.exception] : []));
  const applied = inForce.reduce<CompleteException | undefined>(later, undefined);
  const defects = applied === undefined ? states.flatMap(exceptionFindings) : [];
  const told = withFindings(outcome, defects);
  if (told.complianceType !== 'NON_COMPLIANT') return told;
  if (applied !== undefined) return excused(told, applied, otherSources(states, applied));
  const undated = states.some(({ state }) => state === 'undated');
  const when = 'missing' in takenAt ? takenAt.missing : [`the snapshot's time reads ${JSON.stringify(time)}`];
  const missing = [...(told.missing ?? []), ...(undated ? when : [])];
  const notExcepted = states.flatMap(notExceptedBecause);
  return {
    ...told,
    ...(missing.length === 0 ? {} : { missing }),
    ...(notExcepted.length === 0 ? {} : { notExcepted }),
  };
}

const later = (best: CompleteException | undefined, next: CompleteException): CompleteException =>
  best === undefined || next.until > best.until ? next : best;

/** A compliant role with a defective exception is not compliant any more; what is undecided stays so besides. */
export function withFindings(outcome: Outcome, defects: readonly Finding[]): Outcome {
  if (defects.length === 0) return outcome;
  switch (outcome.complianceType) {
    case 'NON_COMPLIANT':
      return { ...outcome, findings: [...outcome.findings, ...defects] };
    case 'INSUFFICIENT_DATA':
      return outcomeOf(defects, outcome.missing);
    default:
      return outcomeOf(defects);
  }
}

type NonCompliant = Extract<Outcome, { readonly complianceType: 'NON_COMPLIANT' }>;

function excused({ findings, missing = [] }: NonCompliant, exception: CompleteException, others: string): Outcome {
  const { owner, reason, until, source } = exception;
  const applied: AppliedException = { owner, reason, until, source: `${source}${others}`, findings };
  const [gap, ...gaps] = missing;
  if (gap === undefined) return { complianceType: 'COMPLIANT', exception: applied };
  const ids = [...new Set(findings.map(({ id }) => id))].join(', ');
  return {
    complianceType: 'INSUFFICIENT_DATA',
    missing: [gap, ...gaps, `what was found (${ids}) is excepted until ${until} by ${owner}: ${reason}`],
  };
}

/** ` (besides: tag …, expired)` */
function otherSources(states: readonly ExceptionState[], applied: CompleteException): string {
  const others = states.filter(({ exception }) => exception.source !== applied.source);
  if (others.length === 0) return '';
  return ` (besides: ${others.map(({ state, exception }) => `${exception.source}, ${state}`).join('; ')})`;
}

function notExceptedBecause({ state, exception }: ExceptionState): readonly string[] {
  if (state === 'expired') return [`exception by ${exception.owner} expired on ${exception.until}`];
  if (state === 'undated') return [`exception by ${exception.owner} until ${exception.until} not applied`];
  return [];
}
