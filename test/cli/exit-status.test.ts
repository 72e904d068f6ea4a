import { describe, expect, it } from 'vitest';
import type { ExplainedDenial } from '../../functions/alerts/explain-denial.ts';
import { auditExitStatus, diagnosisExitStatus, type FailOn } from '../../functions/cli/exit-status.ts';
import type { Audit } from '../../functions/cli/judge-snapshot.ts';
import type { Certainty } from '../../functions/diagnosis/diagnosis.ts';
import { auditOf, evaluation, finding, found } from './judged.ts';

const compliant = auditOf(evaluation('a', { complianceType: 'COMPLIANT' }));
const medium = auditOf(evaluation('a', found({ ...finding, severity: 'medium' })));
const unknown = auditOf(evaluation('a', { complianceType: 'INSUFFICIENT_DATA', missing: ['the organization'] }));
const unread = [{ part: 'organization', error: 'AccessDeniedException' }];
const malformed = [{ policy: 'inline policy A', problem: 'it is not JSON', help: 'Correct it.' }];

describe('the exit status of an audit', () => {
  it.each<[name: string, audit: Audit, failOn: FailOn, status: number]>([
    ['no role at all', auditOf(), 'low', 0],
    ['compliant', compliant, 'low', 0],
    ['not applicable', auditOf(evaluation('a', { complianceType: 'NOT_APPLICABLE', reason: 'no role' })), 'low', 0],
    ['a finding above', medium, 'low', 1],
    ['a finding at', medium, 'medium', 1],
    ['a finding below', medium, 'high', 0],
    ['a finding, and nothing fails', medium, 'none', 0],
    ['a critical finding, and nothing fails', auditOf(evaluation('a', found(finding))), 'none', 0],
    [
      'the worst of several findings',
      auditOf(evaluation('a', found({ ...finding, severity: 'low' }, finding))),
      'critical',
      1,
    ],
    ['evidence missing', unknown, 'low', 3],
    ['evidence missing, and nothing fails', unknown, 'none', 3],
    [
      'evidence missing beside a finding',
      { ...medium, evaluations: [...medium.evaluations, ...unknown.evaluations] },
      'low',
      1,
    ],
    [
      'evidence missing behind a finding below',
      auditOf(evaluation('a', { ...found({ ...finding, severity: 'low' }), missing: ['x'] } as never)),
      'high',
      3,
    ],
    ['a part unread', { ...compliant, unread }, 'low', 3],
    ['a part unread beside a finding', { ...medium, unread }, 'low', 1],
    ['a policy that is none', { ...compliant, malformed }, 'low', 2],
    ['a policy that is none beside a finding', { ...medium, malformed }, 'low', 2],
  ])('%s', (_name, audit, failOn, status) => {
    expect(auditExitStatus(audit, failOn)).toBe(status);
  });
});

const denial = (certainties: readonly Certainty[], ...unanswered: readonly string[]) =>
  ({ causes: certainties.map((certainty) => ({ certainty })), unanswered }) as unknown as ExplainedDenial;

describe('the exit status of a diagnosis', () => {
  it.each<[name: string, denials: readonly ExplainedDenial[], status: number]>([
    ['no denial', [], 0],
    ['a proven cause', [denial(['proven'], 'the organization')], 1],
    ['a likely cause', [denial(['possible', 'likely'], 'the organization')], 1],
    ['a possible cause with no question open', [denial(['possible'])], 1],
    ['a possible cause with a question open', [denial(['possible'], 'the organization')], 3],
    ['no cause', [denial([])], 3],
    ['one of two explained', [denial([]), denial(['proven'])], 1],
  ])('%s', (_name, denials, status) => {
    expect(diagnosisExitStatus(denials)).toBe(status);
  });
});
