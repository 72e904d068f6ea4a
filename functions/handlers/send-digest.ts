import { type AlertMessage, alertMessage } from '../adapters/alert-message.ts';
import type { ConfigRuleInUse } from '../adapters/config-rules-in-use.ts';
import type { Log } from '../adapters/log.ts';
import { type Digest, type DigestRole, digestAlert, isAllClear } from '../alerts/digest-alert.ts';
import type { Incident } from '../alerts/incidents/incident.ts';
import { gravestFirst } from '../alerts/non-compliance.ts';
import type { Evaluation } from '../rules/evaluation.ts';
import type { Outcome } from '../rules/rule.ts';
import { daysAfter } from '../workload/day.ts';
import type { JudgeRoleServices } from './judge-role.ts';

export interface DigestServices extends JudgeRoleServices {
  readonly readIncidents: () => Promise<readonly Incident[]>;
  readonly readConfigRules: () => Promise<readonly ConfigRuleInUse[]>;
  readonly publish: (message: AlertMessage) => Promise<void>;
  readonly log: Log;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Whether people are told that nothing is open: once a week it shows that somebody looks, each day it is noise. */
  readonly tellsAllClear: boolean;
}

/** An exception that ends within so many days is told of. */
const DAYS_AHEAD = 30;

/** Judges the account as it is now and tells what is open, with the incidents that nobody has resolved. */
export async function sendDigest(services: DigestServices): Promise<void> {
  const { readers, readIncidents, readConfigRules, publish, log, now, tellsAllClear } = services;
  // The rules load while the account answers.
  const [incidents, inUse, { judgeRoles }] = await Promise.all([
    readIncidents(),
    readConfigRules(),
    import('./judge-role.ts'),
  ]);
  const { evaluations, hidden } = await judgeRoles(inUse.length > 0 ? inUse : await everyRule(), services);
  const [{ accountId, region }] = readers;
  const day = new Date(now()).toISOString().slice(0, 10);
  const digest: Digest = {
    accountId,
    region,
    day,
    incidents: incidents.filter(({ state }) => state !== 'resolved'),
    ...digestOf(evaluations, hidden, day),
  };
  if (isAllClear(digest) && !tellsAllClear) return;
  const alert = digestAlert(digest);
  await publish(alertMessage(alert));
  log('ALERT_PUBLISHED', { alertId: alert.id });
}

function digestOf(
  evaluations: readonly Evaluation[],
  hidden: readonly string[],
  day: string,
): Pick<Digest, 'roles' | 'exceptions' | 'models' | 'undecided'> {
  const ofRoles = [...Map.groupBy(evaluations, ({ role }) => role.arn).values()];
  const exceptions = evaluations.flatMap(({ rule, role, outcome }) =>
    outcome.complianceType === 'COMPLIANT' && outcome.exception !== undefined
      ? [{ roleName: role.name, ruleId: rule.id, owner: outcome.exception.owner, until: outcome.exception.until }]
      : [],
  );
  return {
    roles: ofRoles.flatMap(digestRole),
    exceptions: exceptions.filter(({ until }) => until <= daysAfter(day, DAYS_AHEAD)),
    models: evaluations.flatMap(({ rule, role, outcome }) =>
      rule.id === 'agent-model-supported' && outcome.complianceType === 'NON_COMPLIANT'
        ? outcome.findings.map(({ message }) => ({ roleName: role.name, message }))
        : [],
    ),
    undecided: [...new Set([...hidden, ...evaluations.flatMap(({ outcome }) => missingOf(outcome))])],
  };
}

/** Where AWS Config has no rules, as in a Region without a recorder, all of them are asked, with their defaults. */
async function everyRule(): Promise<readonly ConfigRuleInUse[]> {
  const { catalogue } = await import('../rules/catalogue.ts');
  return catalogue.map(({ id }) => ({ configRuleName: id, ruleId: id, parameters: {} }));
}

/** What was found is no answer to the rest. */
const missingOf = (outcome: Outcome): readonly string[] =>
  outcome.complianceType === 'INSUFFICIENT_DATA' || outcome.complianceType === 'NON_COMPLIANT'
    ? (outcome.missing ?? [])
    : [];

function digestRole(ofRole: readonly Evaluation[]): readonly DigestRole[] {
  const failing = ofRole.flatMap(({ rule, role, outcome }) =>
    outcome.complianceType === 'NON_COMPLIANT' ? [{ rule, role, findings: outcome.findings }] : [],
  );
  const [first] = failing;
  if (first === undefined) return [];
  const severities = failing.flatMap(({ findings }) => findings.map(({ severity }) => severity));
  const [severity = 'medium'] = severities.toSorted(gravestFirst);
  return [{ roleName: first.role.name, severity, ruleIds: failing.map(({ rule }) => rule.id) }];
}
