import { describe, expect, it } from 'vitest';
import { auditJson } from '../../functions/cli/report-json.ts';
import { annotation } from '../../functions/rules/annotation.ts';
import { auditOf, evaluation, finding, found, role, workload } from './judged.ts';

const insufficient = { complianceType: 'INSUFFICIENT_DATA', missing: ['the organization was not read'] } as const;
const notApplicable = { complianceType: 'NOT_APPLICABLE', reason: 'IAM has no such role' } as const;
const nonCompliant = found({ ...finding, severity: 'low', id: 'x' }, finding);
const common = {
  resourceType: 'AWS::IAM::Role',
  resourceId: 'AROAEXAMPLEORDERS0001',
  roleArn: role.arn,
  workloads: [workload.arn],
};

describe('auditJson', () => {
  it('is the documented object', () => {
    const audit = auditOf(
      evaluation('agent-role-a', nonCompliant),
      evaluation('agent-role-b', insufficient),
      evaluation('agent-role-c', { complianceType: 'COMPLIANT' }),
      evaluation('agent-role-d', notApplicable),
    );
    expect(
      auditJson({ ...audit, unread: [{ part: 'organization', error: 'AccessDeniedException', message: 'no' }] }),
    ).toEqual({
      format: 'bedrock-warden/audit/1',
      accountId: '111122223333',
      evaluations: [
        {
          ruleId: 'agent-role-a',
          ...common,
          complianceType: 'NON_COMPLIANT',
          severity: 'critical',
          annotation: annotation(nonCompliant),
          findings: [
            {
              id: 'x',
              severity: 'low',
              message: finding.message,
              location: { policy: 'managed policy AdministratorAccess', statement: 0 },
              remediation: { steps: [finding.remediation] },
            },
            {
              id: 'administrator-access',
              severity: 'critical',
              message: finding.message,
              location: { policy: 'managed policy AdministratorAccess', statement: 0 },
              remediation: { steps: [finding.remediation] },
            },
          ],
        },
        {
          ruleId: 'agent-role-b',
          ...common,
          complianceType: 'INSUFFICIENT_DATA',
          severity: null,
          annotation: annotation(insufficient),
          findings: [],
          missing: ['the organization was not read'],
        },
        {
          ruleId: 'agent-role-c',
          ...common,
          complianceType: 'COMPLIANT',
          severity: null,
          annotation: annotation({ complianceType: 'COMPLIANT' }),
          findings: [],
        },
        {
          ruleId: 'agent-role-d',
          ...common,
          complianceType: 'NOT_APPLICABLE',
          severity: null,
          annotation: annotation(notApplicable),
          findings: [],
        },
      ],
      summary: {
        roles: 1,
        evaluations: 4,
        complianceType: { NON_COMPLIANT: 1, INSUFFICIENT_DATA: 1, COMPLIANT: 1, NOT_APPLICABLE: 1 },
        severity: { critical: 1, high: 0, medium: 0, low: 0 },
      },
      unread: [{ part: 'organization', error: 'AccessDeniedException', message: 'no' }],
    });
  });

  it.each<[name: string, roleId: (typeof role)['roleId'], resourceId: string | null]>([
    ['the role id', { known: 'AROA1' }, 'AROA1'],
    ['null for a role that IAM does not have', { known: null }, null],
    ['null for a role that was not read', { missing: ['iam was not read'] }, null],
  ])('gives %s', (_name, roleId, resourceId) => {
    const { evaluations } = auditJson(auditOf(evaluation('a', { complianceType: 'COMPLIANT' }, { ...role, roleId })));
    expect(evaluations.map((one) => one.resourceId)).toEqual([resourceId]);
  });

  it('names a policy that is none among what was not read', () => {
    const malformed = [{ policy: 'inline policy A', statement: 1, problem: 'there is no `Effect`', help: 'Add one.' }];
    expect(auditJson({ ...auditOf(), malformed }).unread).toEqual([
      { part: 'inline policy A', error: 'MalformedPolicyDocument', message: 'there is no `Effect`. Add one.' },
    ]);
  });
});
