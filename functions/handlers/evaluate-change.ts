import {
  type ConfigEvaluation,
  notApplicable,
  ROLE,
  roleResource,
  type StoredResult,
  staleEvaluations,
} from '../adapters/config-evaluations.ts';
import type { ConfigInvocation, ConfigNotification, ConfigurationItem } from '../adapters/config-event.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import { changedRoles } from './changed-roles.ts';
import type { Answer, RuleInUse } from './config-answer.ts';
import type { RegionReaders } from './read-regions.ts';

export interface ChangeServices {
  readonly readers: RegionReaders;
  readonly readConfigurationItem: (summary: ConfigurationItem) => Promise<ConfigurationItem>;
  readonly readStoredResults: (configRuleName: string) => Promise<readonly StoredResult[]>;
}

type Change = Exclude<ConfigNotification, { readonly kind: 'scheduled' }>;

/**
 * What a rule says of the roles that a changed resource bears on, and of the resource itself once it is gone. The rules are
 * loaded once a role of an agent is concerned: AWS Config tells of every role of the account.
 */
export async function evaluateChange(
  loadRule: () => Promise<RuleInUse>,
  notification: Change,
  { configRuleName }: ConfigInvocation,
  services: ChangeServices,
): Promise<Answer> {
  const { inScope, isDeleted, item: summary } = notification;
  const time = summary.captureTime;
  const decided = (reason: string): Answer => ({
    evaluations: [notApplicable(summary, reason, time)],
    undecided: [],
    readFailed: false,
  });
  if (!inScope && !isDeleted) return decided('the resource is no longer in the scope of the rule');
  const item = isDeleted ? summary : await wholeItem(notification, services);
  const answering = () => import('./config-answer.ts');
  const needs = async () => (await answering()).partsRead(await loadRule());
  const changed = await changedRoles(item, services.readers, needs, isDeleted);
  if ('notApplicable' in changed) return decided(changed.notApplicable);
  const { roles, hidden, readFailed, acting } = changed;
  const answer =
    roles.length === 0
      ? { evaluations: [], undecided: [], readFailed }
      : (await answering()).answerFor(await loadRule(), roles, { time, hidden, mayRetry: readFailed });
  const ended = acting === undefined ? [] : await endedResults(configRuleName, acting, time, services);
  return {
    ...answer,
    evaluations: [
      ...answer.evaluations,
      ...(isDeleted ? [notApplicable(summary, 'the resource was deleted', time)] : []),
      ...noLongerMissing(item, roles, time),
      ...ended,
    ],
    undecided: [...answer.undecided, ...changed.undecided],
  };
}

/** While there was no such role, its ARN stood for it. */
function noLongerMissing(
  { isNew, resourceType, arn }: ConfigurationItem,
  roles: readonly AgentRole[],
  time: string,
): readonly ConfigEvaluation[] {
  if (!isNew || resourceType !== ROLE || arn === undefined || !roles.some((role) => role.arn === arn)) return [];
  return [notApplicable(roleResource(null, arn), 'the role exists now', time)];
}

/** The results of roles that nothing acts with any more; none while IAM does not say which role has which id. */
async function endedResults(
  configRuleName: string,
  acting: ReadonlySet<string>,
  time: string,
  { readers, readStoredResults }: ChangeServices,
): Promise<readonly ConfigEvaluation[]> {
  const stored = await readStoredResults(configRuleName);
  if (stored.length === 0) return [];
  const { iam, unread = [] } = await readers[0].read({ needs: ['roleId'] });
  if (unread.some(({ part }) => part === 'iam' || part.startsWith('iam.'))) return [];
  const ids = new Map((iam?.RoleDetailList ?? []).map(({ Arn, RoleId }) => [Arn, RoleId]));
  const living = [...acting].map((arn) => roleResource(ids.get(arn) ?? null, arn));
  return staleEvaluations(stored, living, time);
}

function wholeItem(
  { kind, item }: Change,
  { readConfigurationItem }: ChangeServices,
): ConfigurationItem | Promise<ConfigurationItem> {
  return kind === 'oversized' ? readConfigurationItem(item) : item;
}
