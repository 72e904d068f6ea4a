import { daysAfter, daysBetween, utcDay } from '../../workload/day.ts';
import type { Evidence } from '../../workload/evidence.ts';
import { LIFECYCLE_AS_OF, LIFECYCLE_PAGE } from '../../workload/model-end-dates.ts';
import { type LifecycleDates, lifecycleOf, successorsOf } from '../../workload/model-lifecycle.ts';
import type { Finding } from '../rule.ts';
import type { UsedModel } from './models-used.ts';

interface Judgement {
  readonly findings: readonly Finding[];
  readonly open: readonly string[];
}

/** With fewer days left than a change of model takes in most organizations, the end is near. */
const NEAR = 30;

/**
 * Where a model stands in its life on the day of the snapshot.
 *
 * @param warnDaysAhead how many days before it an event in the life of an active model is a finding
 */
export function lifecycleFindings(use: UsedModel, takenAt: Evidence<string>, warnDaysAhead: number): Judgement {
  const { modelId, details } = use.model;
  const today = 'known' in takenAt ? utcDay(takenAt.known) : undefined;
  const undated = 'missing' in takenAt ? takenAt.missing : ['when the snapshot was taken is no time'];
  // Without a day, what had ended when the table was compiled has ended all the same.
  const lifecycle = lifecycleOf(use.model, today ?? LIFECYCLE_AS_OF);
  switch (lifecycle.stage) {
    case 'retired':
      return retired(use, lifecycle.endOfLife, today);
    case 'legacy':
      return { findings: [legacy(modelId, lifecycle, today)], open: today === undefined ? undated : [] };
    case 'active': {
      const hasDates = lifecycle.legacy !== undefined || lifecycle.endOfLife !== undefined;
      if (today === undefined) return { findings: [], open: hasDates ? undated : [] };
      return { findings: ahead(modelId, lifecycle, today, warnDaysAhead), open: [] };
    }
    case 'unknown':
      if ('missing' in details) return { findings: [], open: details.missing };
      return {
        findings: [],
        open: [
          `the lifecycle status of ${modelId} ${lifecycle.status === undefined ? 'was not read' : `reads ${JSON.stringify(lifecycle.status.slice(0, 40))}`}`,
        ],
      };
  }
}

/**
 * Provisioned Throughput for a customized model is served for 12 months after the last day of its base model.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html
 */
function retired({ model: { modelId }, kinds }: UsedModel, endOfLife: string, today = LIFECYCLE_AS_OF): Judgement {
  const isOnlyProvisioned = [...kinds].every((kind) => kind === 'provisionedModel');
  if (isOnlyProvisioned && today <= daysAfter(endOfLife, 365))
    return {
      findings: [],
      open: [
        `\`${modelId}\` ended on ${endOfLife}; whether its Provisioned Throughput is of a customized model, which is served for 12 months more, was not told`,
      ],
    };
  return {
    findings: [
      {
        id: 'model-retired',
        severity: 'critical',
        message: `The model \`${modelId}\` reached its end of life on ${endOfLife}: every call to it fails.`,
        remediation: `Give the workload a model that is active in its Region${successors(modelId)}, allow the role to invoke it, and prepare the agent.`,
      },
    ],
    open: [],
  };
}

function legacy(modelId: string, { extendedAccess, endOfLife }: LifecycleDates, today: string | undefined): Finding {
  const left = today === undefined || endOfLife === undefined ? undefined : daysBetween(today, endOfLife);
  const end =
    endOfLife === undefined ? '' : `, and ends on ${endOfLife}${left === undefined ? '' : ` (${inDays(left)})`}`;
  const isDearer = today !== undefined && extendedAccess !== undefined && extendedAccess <= today;
  const price = isDearer
    ? ` Since ${extendedAccess} it is in public extended access, at a price of its provider's.`
    : '';
  return {
    id: 'model-legacy',
    severity: left !== undefined && left <= NEAR ? 'high' : 'medium',
    message: `The model \`${modelId}\` is legacy${end}: an account that does not use it for 15 days may lose it before.${price}`,
    remediation: `Move the workload to an active model${successors(modelId)} before that, and allow the role to invoke it.`,
  };
}

function ahead(
  modelId: string,
  { legacy: legacyDay, endOfLife }: LifecycleDates,
  today: string,
  warnDaysAhead: number,
): readonly Finding[] {
  const left = (day: string | undefined): number =>
    day === undefined ? Number.POSITIVE_INFINITY : daysBetween(today, day);
  const remediation = `Plan the move to another model${successors(modelId)}; ${LIFECYCLE_PAGE} lists the days.`;
  if (left(endOfLife) <= warnDaysAhead)
    return [
      {
        id: 'model-ends-soon',
        severity: left(endOfLife) <= NEAR ? 'high' : 'medium',
        message: `The model \`${modelId}\` ends on ${endOfLife} (${inDays(left(endOfLife))}): every call to it fails after that day.`,
        remediation,
      },
    ];
  if (left(legacyDay) > warnDaysAhead) return [];
  return [
    {
      id: 'model-legacy-soon',
      severity: 'low',
      message: `The model \`${modelId}\` becomes legacy on ${legacyDay} (${inDays(left(legacyDay))}): from then on it has months left, and an account that does not use it may lose it.`,
      remediation,
    },
  ];
}

const inDays = (days: number): string => (days === 0 ? 'today' : `in ${days} day${days === 1 ? '' : 's'}`);

function successors(modelId: string): string {
  const named = successorsOf(modelId);
  return named.length === 0 ? '' : `, such as \`${named.join('` or `')}\`, which AWS recommended in its place`;
}
