import { alarmAlert } from '../../functions/alerts/alarm-alert.ts';
import type { Alert } from '../../functions/alerts/alert.ts';
import { complianceChangeAlert } from '../../functions/alerts/compliance-change-alert.ts';
import { digestAlert } from '../../functions/alerts/digest-alert.ts';
import { type ExplainedDenial, explainDenial } from '../../functions/alerts/explain-denial.ts';
import { incidentAlert } from '../../functions/alerts/incident-alert.ts';
import type { AlertReason, Incident, PendingAlert } from '../../functions/alerts/incidents/incident.ts';
import { manyChangesAlert } from '../../functions/alerts/many-changes-alert.ts';
import type { NewNonCompliance } from '../../functions/alerts/non-compliance.ts';
import { roleComplianceAlert } from '../../functions/alerts/role-compliance-alert.ts';
import type { DeniedRequest } from '../../functions/diagnosis/diagnosis.ts';
import {
  ACCOUNT,
  administrator,
  agentRole,
  foundationModel,
  good,
  identity,
  MODEL,
  modelUse,
  ROLE,
} from '../diagnosis/agent-role-fixture.ts';

const AGENT = `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/AGENT00001`;

const denied: DeniedRequest = {
  eventId: '7c1d0f6e-41f5-4b0e-9d47-0a2f4c1b9e55',
  eventTime: '2026-11-22T03:04:09Z',
  region: 'us-east-1',
  eventSource: 'bedrock.amazonaws.com',
  eventName: 'InvokeModel',
  roleArn: ROLE,
  roleName: 'SupportAgentRole',
  workload: { type: 'agent', id: 'AGENT00001', actsAs: 'itself' },
  message: { template: 'iam-identity-implicit', action: 'bedrock:InvokeModel', resource: MODEL },
};

const withoutForm = agentRole({
  ...identity(administrator),
  useCaseFormSubmitted: { known: false },
  models: {
    known: [
      modelUse([
        foundationModel({ availability: { known: { ...good, agreementAvailability: { status: 'NOT_AVAILABLE' } } } }),
      ]),
    ],
  },
});

/** The case it all began with: an administrator's role, and a form that nobody submitted. */
export const formMissing: ExplainedDenial = explainDenial(
  { ...denied, message: { template: 'generic-bedrock', action: 'bedrock:InvokeModel' } },
  withoutForm,
);

export const permissionMissing: ExplainedDenial = explainDenial(denied, agentRole(identity()));

export function incidentOf(denial: ExplainedDenial, changes: Partial<Incident> = {}): Incident {
  const [cause] = denial.causes;
  return {
    id: 'inc-5f2a9c01',
    accountId: ACCOUNT,
    region: 'us-east-1',
    roleArn: ROLE,
    roleName: 'SupportAgentRole',
    workload: { type: 'agent', arn: AGENT, id: 'AGENT00001' },
    action: 'bedrock:InvokeModel',
    resource: MODEL.replace('us-east-1', '*'),
    cause: cause?.code ?? null,
    certainty: cause?.certainty ?? null,
    summary: cause?.summary ?? 'The evidence does not tell why.',
    severity: 'high',
    state: 'open',
    firstSeen: '2026-11-22T03:04:09Z',
    lastSeen: '2026-11-22T03:04:09Z',
    count: 1,
    countAtLastAlert: 0,
    diagnosedAt: '2026-11-22T03:04:31Z',
    lastEventId: '7c1d0f6e-41f5-4b0e-9d47-0a2f4c1b9e55',
    version: 1,
    ...changes,
  };
}

const pendingOf = (reason: AlertReason, changes: Partial<PendingAlert> = {}): PendingAlert => ({
  alertId: `inc-5f2a9c01:${reason}:1`,
  reason,
  since: '2026-11-22T03:04:31Z',
  ...changes,
});

const later = { lastSeen: '2026-11-23T03:10:40Z', lastAlertAt: '2026-11-22T03:04:32Z', version: 9 };

const withoutPermission: NewNonCompliance = {
  ruleId: 'agent-role-can-invoke-its-models',
  title: 'The role may invoke every model that its workloads use',
  resourceId: 'AROAAGENT00000000001',
  roleArn: ROLE,
  roleName: 'SupportAgentRole',
  findings: [
    {
      id: 'denied',
      severity: 'high',
      message: `The role may not call \`bedrock:InvokeModel\` on \`${MODEL}\`.`,
      remediation: `Allow \`bedrock:InvokeModel\` on \`${MODEL}\` in an identity policy of the role.`,
    },
  ],
  ...(permissionMissing.causes[0] !== undefined && { proven: permissionMissing.causes[0].remediation }),
};

const openTrust = (index: number): NewNonCompliance => ({
  ...withoutPermission,
  ruleId: 'agent-role-trust-limits-source',
  title: 'The trust policy pins the account and the workload',
  roleArn: `${ROLE}-${index}`,
  roleName: `SupportAgentRole-${index}`,
  findings: [
    { id: 'open', severity: 'medium', message: 'Any account may have the service assume it.', remediation: 'x' },
  ],
});

const ofRole = {
  alertId: 'compliance/AROAAGENT00000000001/1',
  thread: 'compliance/AROAAGENT00000000001/1',
  accountId: ACCOUNT,
  region: 'us-east-1',
  roleArn: ROLE,
  roleName: 'SupportAgentRole',
};

/** One alert of every kind and reason, by the name of its files in test/fixtures/alerts. */
export const samples: Readonly<Record<string, Alert>> = {
  'denial-new': incidentAlert({
    incident: incidentOf(permissionMissing),
    pending: pendingOf('new'),
    denial: permissionMissing,
  }),
  'denial-new-no-policy-helps': incidentAlert({
    incident: incidentOf(formMissing, { resource: null }),
    pending: pendingOf('new'),
    denial: formMissing,
  }),
  'denial-persisting': incidentAlert({
    incident: incidentOf(permissionMissing, {
      ...later,
      state: 'acknowledged',
      count: 1_204,
      countAtLastAlert: 1,
      acknowledged: {
        by: 'arn:aws:sts::111122223333:assumed-role/OnCall/ada',
        why: 'the platform team adds the statement on Monday',
        at: '2026-11-22T08:15:00Z',
      },
    }),
    pending: pendingOf('persisting', { since: '2026-11-23T03:10:41Z' }),
    denial: permissionMissing,
  }),
  'denial-exploding': incidentAlert({
    incident: incidentOf(permissionMissing, {
      ...later,
      lastSeen: '2026-11-22T03:41:02Z',
      count: 12_480,
      countAtLastAlert: 1,
    }),
    pending: pendingOf('exploding', { since: '2026-11-22T03:41:03Z' }),
  }),
  'denial-cause-changed': incidentAlert({
    incident: incidentOf(formMissing, { ...later, count: 57, countAtLastAlert: 1 }),
    pending: pendingOf('cause-changed', {
      since: '2026-11-23T03:10:41Z',
      previousCause: 'IDENTITY_POLICY_MISSING_ACTION',
    }),
    denial: formMissing,
  }),
  'denial-resolved': incidentAlert({
    incident: incidentOf(permissionMissing, {
      ...later,
      state: 'resolved',
      count: 1_204,
      resolved: { by: 'fixed', why: 'the role may do it now', at: '2026-11-23T04:00:00Z' },
    }),
    pending: pendingOf('resolved', { since: '2026-11-23T04:00:00Z' }),
  }),
  'denial-reopened': incidentAlert({
    incident: incidentOf(permissionMissing, {
      ...later,
      count: 1_205,
      muted: {
        by: 'arn:aws:sts::111122223333:assumed-role/OnCall/ada',
        why: 'load test',
        at: '2026-11-22T09:00:00Z',
        until: '2026-11-23T00:00:00Z',
      },
    }),
    pending: pendingOf('reopened', { since: '2026-11-23T03:10:41Z' }),
    denial: permissionMissing,
  }),
  'compliance-non-compliant': complianceChangeAlert(
    [
      {
        eventId: '0b6cf1c2-7a0e-4f0b-a6a5-3f4f3c0b2f10',
        eventName: 'UpdateAgent',
        eventTime: '2026-11-22T02:58:00Z',
        region: 'us-east-1',
        by: 'arn:aws:sts::111122223333:assumed-role/Deploy/pipeline',
        resources: ['AGENT00001'],
      },
    ],
    [
      {
        ruleId: 'agent-role-can-invoke-its-models',
        title: 'The role may invoke every model that its workloads use',
        roleArn: ROLE,
        roleName: 'SupportAgentRole',
        findings: [
          {
            id: 'one',
            severity: 'high',
            message: `The role may not call \`bedrock:InvokeModel\` on \`${MODEL}\`.`,
            remediation: `Allow \`bedrock:InvokeModel\` on \`${MODEL}\` in an identity policy of the role.`,
          },
        ],
      },
    ],
  ),
  'compliance-role': roleComplianceAlert({ ...ofRole, nonCompliant: [withoutPermission], over: [] }),
  'compliance-back': roleComplianceAlert({
    ...ofRole,
    alertId: 'compliance/AROAAGENT00000000001/3',
    nonCompliant: [],
    over: [{ ruleId: withoutPermission.ruleId, title: withoutPermission.title }],
  }),
  'digest-many': manyChangesAlert({
    alertId: `compliance-many/${ACCOUNT}/2026-11-22T02:30:00.000Z`,
    accountId: ACCOUNT,
    region: 'us-east-1',
    found: [...Array.from({ length: 30 }, (_, index) => openTrust(index)), withoutPermission],
    over: [],
  }),
  'digest-scheduled': digestAlert({
    accountId: ACCOUNT,
    region: 'us-east-1',
    day: '2026-11-22',
    incidents: [incidentOf(formMissing, { id: '5f2a9c01d4e5f6071829', count: 57 })],
    roles: [
      { roleName: 'SupportAgentRole', severity: 'high', ruleIds: [withoutPermission.ruleId] },
      { roleName: 'OrdersAgentRole', severity: 'critical', ruleIds: ['agent-role-no-privilege-escalation'] },
    ],
    exceptions: [
      { roleName: 'StockAgentRole', ruleId: 'agent-role-not-shared', owner: 'stock-team', until: '2026-12-01' },
    ],
    models: [{ roleName: 'StockAgentRole', message: 'The model `m` reaches its end of life on 2026-12-31.' }],
    undecided: ['the policies above the account were not read (AccessDeniedException)'],
  }),
  'monitor-alarm': alarmAlert({
    AlarmName: 'bedrock-warden-denials-dead-letters',
    AlarmDescription:
      'Denied requests could not be explained, and wait in the queue bedrock-warden-denials-dead-letters',
    AlarmArn: `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:bedrock-warden-denials-dead-letters`,
    AWSAccountId: ACCOUNT,
    NewStateValue: 'ALARM',
    NewStateReason: 'Threshold Crossed: 1 datapoint [2.0 (22/11/26 03:00:00)] was greater than the threshold (0.0).',
    StateChangeTime: '2026-11-22T03:05:11.120+0000',
  }),
  'monitor-recovered': alarmAlert({
    AlarmName: 'bedrock-warden-denials-dead-letters',
    AlarmDescription:
      'Denied requests could not be explained, and wait in the queue bedrock-warden-denials-dead-letters',
    AlarmArn: `arn:aws:cloudwatch:us-east-1:${ACCOUNT}:alarm:bedrock-warden-denials-dead-letters`,
    AWSAccountId: ACCOUNT,
    NewStateValue: 'OK',
    NewStateReason:
      'Threshold Crossed: 1 datapoint [0.0 (22/11/26 03:30:00)] was not greater than the threshold (0.0).',
    StateChangeTime: '2026-11-22T03:35:11.120+0000',
  }),
};
