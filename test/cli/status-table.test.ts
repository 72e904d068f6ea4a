import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { HeldStatus } from '../../functions/adapters/read-status.ts';
import { complianceStatus } from '../../functions/cli/compliance-status.ts';
import { statusTable } from '../../functions/cli/status-table.ts';

const role = (resourceId: string, complianceType: string, annotation: string) => ({
  resourceType: 'AWS::IAM::Role',
  resourceId,
  complianceType,
  annotation,
  since: '2026-11-22T10:04:30.000Z',
});

const held: HeldStatus = {
  accountId: '111122223333',
  region: 'us-east-1',
  rules: [
    {
      configRuleName: 'bedrock-warden-agent-role-least-privilege',
      ruleId: 'agent-role-least-privilege',
      run: { ended: 'well', at: '2026-11-22T10:05:00.000Z' },
      results: [
        role('AROAORDERS0000000001', 'COMPLIANT', 'Compliant.'),
        role('AROASTOCK00000000002', 'NON_COMPLIANT', `A statement names arn:aws:s3:::${'b'.repeat(90)}/*.`),
      ],
    },
  ],
  roleNames: new Map([
    ['AROAORDERS0000000001', { name: 'orders-agent-role', arn: 'arn:aws:iam::111122223333:role/orders-agent-role' }],
    ['AROASTOCK00000000002', { name: 'stock\u202e\u001b[2J', arn: 'arn:aws:iam::111122223333:role/stock' }],
  ]),
  unread: [{ part: 'runs of the rules', error: 'AccessDeniedException', message: 'not\nallowed' }],
};

describe('the table', () => {
  it.each([50, 80, 120])('keeps to %i characters, and shows hostile text without obeying it', (width) => {
    const text = statusTable(complianceStatus(held), { width, borders: false, colours: false });
    expect(text.split('\n').filter((line) => line.length > width)).toEqual([]);
    expect(text).toContain('Role stock\\u202e\\u001b[2J\n');
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}|\p{Cf}/u);
  });

  it('says the same in colours', () => {
    const status = complianceStatus(held);
    const coloured = statusTable(status, { width: 80, borders: true, colours: true });
    expect(coloured).toContain('\u001b[31m✗ NON_COMPLIANT');
    expect(stripVTControlCharacters(coloured)).toBe(statusTable(status, { width: 80, borders: false, colours: false }));
  });

  it('names what was not read on one line', () => {
    const text = statusTable(complianceStatus(held), { width: 100, borders: false, colours: false });
    expect(text).toContain('? not read: runs of the rules (AccessDeniedException: not\\u000aallowed)\n');
  });
});
