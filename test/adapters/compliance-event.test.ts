import { describe, expect, it } from 'vitest';
import { parseComplianceEvent } from '../../functions/adapters/compliance-event.ts';

/** https://docs.aws.amazon.com/config/latest/developerguide/monitor-config-with-cloudwatchevents.html */
const detail = {
  resourceId: 'AROAAGENT00000000001',
  awsRegion: 'us-east-1',
  awsAccountId: '111122223333',
  configRuleName: 'bedrock-warden-agent-role-least-privilege',
  recordVersion: '1.0',
  messageType: 'ComplianceChangeNotification',
  newEvaluationResult: { complianceType: 'NON_COMPLIANT', resultRecordedTime: '2026-11-22T10:00:00.000Z' },
  notificationCreationTime: '2026-11-22T10:00:01.000Z',
  resourceType: 'AWS::IAM::Role',
};
const change = {
  ruleId: 'agent-role-least-privilege',
  resourceType: 'AWS::IAM::Role',
  resourceId: 'AROAAGENT00000000001',
  complianceType: 'NON_COMPLIANT',
};
const { complianceType, ...unknown } = change;
const event = (changed: object = {}): string =>
  JSON.stringify({ 'detail-type': 'Config Rules Compliance Change', detail: { ...detail, ...changed } });

describe('an event of AWS Config', () => {
  it.each<[name: string, body: string, expected: ReturnType<typeof parseComplianceEvent>]>([
    ['of a new result', event(), change],
    ['of a result that is gone', event({ newEvaluationResult: null }), unknown],
    ['without a result', event({ newEvaluationResult: undefined }), unknown],
    ['of a rule of somebody else', event({ configRuleName: 's3-bucket-level-public-access-prohibited' }), undefined],
    ['of an organization', event({ configRuleName: `OrganizationConfigRule-${detail.configRuleName}` }), undefined],
    ['of another kind', event({ messageType: 'ConfigRulesEvaluationStarted' }), undefined],
    ['of the schedule', JSON.stringify({ 'detail-type': 'Scheduled Event', detail: {} }), 'tick'],
  ])('%s', (_name, body, expected) => {
    expect(parseComplianceEvent(body)).toEqual(expected);
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['no detail', '{"detail-type":"Config Rules Compliance Change"}'],
    ['no resource', event({ resourceId: null })],
  ])('that is none is thrown: %s', (_name, body) => {
    expect(() => parseComplianceEvent(body)).toThrow();
  });
});
