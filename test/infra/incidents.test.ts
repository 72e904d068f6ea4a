import { describe, expect, it } from 'vitest';
import { INCIDENT_INDEX } from '../../functions/adapters/incident-item.ts';
import { incidentsTable } from '../../functions/local-account/incidents-table.ts';
import { readFragment } from './fragment.ts';

const { Resources, Parameters } = readFragment('incidents');

describe('the table of incidents', () => {
  it('is paid by request, encrypted, restored to any second, and clears what is old', () => {
    expect(Resources.IncidentsTable?.Properties).toMatchObject({
      TableName: 'bedrock-warden-incidents',
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      SSESpecification: { SSEEnabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    });
  });

  it('has the keys and the index that the embedded account has, and that the functions ask', () => {
    const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes } = { ...Resources.IncidentsTable?.Properties };
    const deployed = { AttributeDefinitions, BillingMode: 'PAY_PER_REQUEST', GlobalSecondaryIndexes, KeySchema };
    expect(incidentsTable('bedrock-warden-incidents')).toEqual({ TableName: 'bedrock-warden-incidents', ...deployed });
    expect(GlobalSecondaryIndexes).toMatchObject([
      {
        IndexName: INCIDENT_INDEX.name,
        KeySchema: [{ AttributeName: INCIDENT_INDEX.key }, { AttributeName: 'lastSeen' }],
      },
    ]);
  });
});

describe('the sweep', () => {
  it('comes every hour, by its own rule only', () => {
    const { IncidentSweepSchedule, IncidentSweepPermission } = Resources;
    expect([IncidentSweepSchedule?.Properties, IncidentSweepPermission?.Properties]).toEqual([
      {
        Name: 'bedrock-warden-incident-sweep',
        Description: expect.any(String),
        State: 'ENABLED',
        ScheduleExpression: 'rate(1 hour)',
        Targets: [{ Id: 'incident-sweep', Arn: { 'Fn::GetAtt': ['IncidentSweepLambdaFunction', 'Arn'] } }],
      },
      {
        Action: 'lambda:InvokeFunction',
        FunctionName: { 'Fn::GetAtt': ['IncidentSweepLambdaFunction', 'Arn'] },
        Principal: 'events.amazonaws.com',
        SourceArn: { 'Fn::GetAtt': ['IncidentSweepSchedule', 'Arn'] },
      },
    ]);
  });

  it('reminds once a day, unless it is told otherwise', () => {
    expect(Parameters?.ReminderHours).toMatchObject({ Type: 'Number', MinValue: 1, Default: '${param:reminderHours}' });
  });
});
