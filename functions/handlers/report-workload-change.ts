import type { AlertMessage } from '../adapters/alert-message.ts';
import type { Log } from '../adapters/log.ts';
import { RECORDED_WORKLOAD_TYPES } from '../adapters/recorded-types.ts';
import { parseWorkloadEvent, type WorkloadEvent } from '../adapters/workload-event.ts';
import type { NewNonCompliance } from '../alerts/non-compliance.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import type { JudgeServices } from './judge-workload-change.ts';
import { rolesOfChanges } from './roles-of-changes.ts';
import type { Told } from './told.ts';

export interface WorkloadChangeServices extends JudgeServices {
  readonly publish: (message: AlertMessage) => Promise<void>;
  readonly log: Log;
  /** What was told already, and need not be told again. */
  readonly told: Told;
  /** How many resources AWS Config records of these types. */
  readonly countRecorded: (resourceTypes: readonly string[]) => Promise<number>;
  /** False: AWS Config would not run them now. */
  readonly startEvaluations: (configRuleNames: readonly string[]) => Promise<boolean>;
  /** The most evaluations that running rules again may take; more is left to the sweep. */
  readonly mostEvaluations: number;
}

/** One message of the queue. */
export interface QueuedEvent {
  readonly messageId: string;
  /** An EventBridge event with a CloudTrail record, as text. */
  readonly body: string;
}

/**
 * Judges what changed as soon as it changed, and tells people of each new non-compliance: one alert for all the changes of a
 * workload that lie in the queue together. AWS Config takes results from its own invocations only, so it follows with the next
 * sweep, or at once where running the rules again is affordable.
 *
 * @returns the messages that have to come again
 */
export async function reportWorkloadChanges(
  events: readonly QueuedEvent[],
  services: WorkloadChangeServices,
): Promise<readonly string[]> {
  const failed: string[] = [];
  const changes = events.flatMap(({ messageId, body }) => {
    const event = parseBody(body);
    if (event === 'unreadable') failed.push(messageId);
    return event === undefined || event === 'unreadable' ? [] : [{ messageId, event }];
  });
  for (const group of Map.groupBy(changes, ({ event }) => event.ids[0]).values()) {
    try {
      await reportChanges(
        group.map(({ event }) => event),
        services,
      );
    } catch (thrown) {
      services.log('FAILED', { error: thrown instanceof Error ? thrown.name : undefined, reason: String(thrown) });
      failed.push(...group.map(({ messageId }) => messageId));
    }
  }
  return failed;
}

function parseBody(body: string): WorkloadEvent | undefined | 'unreadable' {
  try {
    const envelope: unknown = JSON.parse(body);
    const detail =
      typeof envelope === 'object' && envelope !== null && 'detail' in envelope ? envelope.detail : envelope;
    return parseWorkloadEvent(detail);
  } catch {
    return 'unreadable';
  }
}

async function reportChanges(changes: readonly WorkloadEvent[], services: WorkloadChangeServices): Promise<void> {
  const events = changes.map(({ eventName }) => eventName);
  const concerned = await rolesOfChanges(changes, services.readers);
  if (concerned.names.length === 0) return services.log('CHANGE_IGNORED', { events });
  // The rules, which most changes of an account do not need.
  const { judgeWorkloadChange } = await import('./judge-workload-change.ts');
  const judged = await judgeWorkloadChange(concerned, services);
  const { roles, newlyNonCompliant, inOrder, outdated, undecided, mayRetry } = judged;
  services.log('CHANGE_JUDGED', {
    events,
    roles: roles.map(({ arn }) => arn),
    nonCompliant: newlyNonCompliant.length,
    undecided,
  });
  await tell(changes, newlyNonCompliant, roles, services);
  await services.told.forget(inOrder);
  await runAgain(outdated, services);
  if (undecided.length > 0 && mayRetry) throw new Error(`no answer in ${undecided.length} cases: ${undecided[0]}`);
}

async function tell(
  changes: readonly WorkloadEvent[],
  found: readonly NewNonCompliance[],
  roles: readonly AgentRole[],
  { told, publish, log }: WorkloadChangeServices,
): Promise<void> {
  const [change, ...moreChanges] = changes.map(({ ids, ...event }) => ({ ...event, resources: ids }));
  if (change === undefined || found.length === 0) return;
  const [{ alertMessage }, { changeAlertId, complianceChangeAlert }] = await Promise.all([
    import('../adapters/alert-message.ts'),
    import('../alerts/compliance-change-alert.ts'),
  ]);
  const { untold, alertId } = await told.take(found, (taken) => changeAlertId(change, taken));
  if (untold.length === 0) return;
  const { withProvenChange } = await import('./proven-change.ts');
  const [first, ...others] = untold.map((each) =>
    withProvenChange(
      each,
      roles.find(({ arn }) => arn === each.roleArn),
    ),
  );
  if (first === undefined) return;
  const alert = complianceChangeAlert([change, ...moreChanges], [first, ...others], alertId);
  await publish(alertMessage(alert));
  log('ALERT_PUBLISHED', { alertId, eventId: alert.eventId ?? undefined, rules: untold.map(({ ruleId }) => ruleId) });
  await told.confirm(untold, alertId);
}

async function runAgain(
  outdated: readonly string[],
  { countRecorded, startEvaluations, mostEvaluations, log }: WorkloadChangeServices,
): Promise<void> {
  if (outdated.length === 0 || mostEvaluations === 0) return;
  const evaluations = outdated.length * (await countRecorded(EVALUATED_TYPES));
  if (evaluations <= mostEvaluations && (await startEvaluations(outdated))) return;
  log('EVALUATION_LEFT_TO_SWEEP', { rules: outdated, evaluations });
}

const EVALUATED_TYPES = ['AWS::IAM::Role', 'AWS::IAM::Policy', ...RECORDED_WORKLOAD_TYPES];
