import { describe, expect, it } from 'vitest';
import {
  changedEvaluations,
  evaluationOf,
  notApplicable,
  roleResource,
  staleEvaluations,
} from '../../functions/adapters/config-evaluations.ts';

const TIME = '2026-11-22T10:00:00.000Z';
const role = roleResource('AROAAGENT00000000001', 'arn:aws:iam::111122223333:role/agent');

describe('an evaluation', () => {
  it('has the time of the event as a Date', () => {
    expect(evaluationOf(role, { complianceType: 'COMPLIANT' }, 'Compliant.', TIME)).toEqual({
      ComplianceResourceType: 'AWS::IAM::Role',
      ComplianceResourceId: 'AROAAGENT00000000001',
      ComplianceType: 'COMPLIANT',
      Annotation: 'Compliant.',
      OrderingTimestamp: new Date(TIME),
    });
  });

  it.each([
    ['', undefined],
    [' ', undefined],
    ['a', 'a'],
    ['a'.repeat(256), 'a'.repeat(256)],
    ['a'.repeat(257), 'a'.repeat(256)],
    [`${'a'.repeat(255)}\u{1F600}`, `${'a'.repeat(255)}\ufffd`],
  ])('of the annotation %j', (text, annotation) => {
    expect(evaluationOf(role, { complianceType: 'COMPLIANT' }, text, TIME).Annotation).toBe(annotation);
  });
});

it('a role that IAM does not have goes by its ARN', () => {
  expect(roleResource(null, 'arn:aws:iam::111122223333:role/gone')).toEqual({
    resourceType: 'AWS::IAM::Role',
    resourceId: 'arn:aws:iam::111122223333:role/gone',
  });
});

it('only results of which nothing was found end', () => {
  const other = { resourceType: 'AWS::IAM::Policy', resourceId: role.resourceId };
  const stored = [role, other].map((resource) => ({
    ...resource,
    complianceType: 'COMPLIANT',
    time: Date.parse(TIME),
  }));
  const younger = { ...other, resourceId: 'AROANEWER', complianceType: 'COMPLIANT', time: Date.parse(TIME) + 1 };
  expect(staleEvaluations([...stored, younger], [role], TIME)).toEqual([
    {
      ComplianceResourceType: 'AWS::IAM::Policy',
      ComplianceResourceId: role.resourceId,
      ComplianceType: 'NOT_APPLICABLE',
      Annotation: 'no workload of Amazon Bedrock acts with this role',
      OrderingTimestamp: new Date(TIME),
    },
  ]);
});

describe('what AWS Config holds already', () => {
  const now = Date.parse(TIME);
  const compliant = evaluationOf(role, { complianceType: 'COMPLIANT' }, 'Compliant.', TIME);
  const ended = notApplicable(role, 'gone', TIME);
  const stored = { ...role, complianceType: 'COMPLIANT', annotation: 'Compliant.', time: now - 1 };

  it.each([
    ['nothing', [], compliant, true],
    ['the same', [stored], compliant, false],
    ['another type', [{ ...stored, complianceType: 'NON_COMPLIANT' }], compliant, true],
    ['other words', [{ ...stored, annotation: 'Other.' }], compliant, true],
    ['another resource', [{ ...stored, resourceId: 'AROAOTHER' }], compliant, true],
    [
      'something else of a later time',
      [{ ...stored, complianceType: 'NON_COMPLIANT', time: now + 1 }],
      compliant,
      false,
    ],
    ['nothing that could end', [], ended, false],
    ['what ends', [stored], ended, true],
  ])('%s', (_, held, evaluation, isSent) => {
    expect(changedEvaluations([evaluation], held)).toEqual(isSent ? [evaluation] : []);
  });
});
