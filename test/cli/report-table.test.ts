import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { tableReport } from '../../functions/cli/report-table.ts';
import type { Workload } from '../../functions/workload/workload.ts';
import { auditOf, evaluation, finding, found, role, workload } from './judged.ts';

const nonCompliant = found(finding, {
  ...finding,
  id: 'x',
  severity: 'low',
  message: 'A smaller thing.',
  remediation: 'Do this.',
});
const audit = auditOf(
  evaluation('agent-role-a', { complianceType: 'COMPLIANT' }),
  evaluation('agent-role-b', { complianceType: 'NOT_APPLICABLE', reason: 'It trusts no Bedrock service.' }),
  evaluation('agent-role-c', { complianceType: 'INSUFFICIENT_DATA', missing: ['the organization was not read'] }),
  evaluation(
    'agent-role-d',
    found({ ...finding, severity: 'medium', message: 'A middling thing.', remediation: 'Do that.' }),
  ),
  evaluation('agent-role-e', { ...nonCompliant, missing: ['the text of the managed policy X was not read'] } as never),
  evaluation('agent-role-f', { complianceType: 'COMPLIANT' }),
);
const unread = [{ part: 'organization', error: 'AccessDeniedException', message: 'not authorized' }];
const plain = { width: 100, borders: false, colours: false };

describe('tableReport', () => {
  it.each([
    ['plain, 100 wide', plain],
    ['on a terminal, 100 wide', { width: 100, borders: true, colours: false }],
    ['on a terminal, 60 wide', { width: 60, borders: true, colours: false }],
  ])('is readable: %s', async (name, style) => {
    const file = `../fixtures/cli/table ${name}.txt`.replaceAll(/[ ,]+(?!.*\/)/g, '-');
    await expect(tableReport({ ...audit, unread }, style)).toMatchFileSnapshot(file);
  });

  it('says so when there is no agent role', () => {
    expect(tableReport(auditOf(), plain)).toBe(
      '0 agent roles in account 111122223333, us-east-1, as of 2026-11-22T10:00:00Z\n',
    );
  });

  it('says once what several workloads of a role miss', () => {
    const missing = ['the role help was not read', 'the flow f was not read', 'the role help was not read'];
    const table = tableReport(
      auditOf(
        evaluation('agent-role-c', { complianceType: 'INSUFFICIENT_DATA', missing } as never),
        evaluation('agent-role-d', { ...found(finding), missing } as never),
      ),
      plain,
    );
    expect(table.match(/unknown: .+/g)).toEqual([
      'unknown: the role help was not read',
      'unknown: the flow f was not read',
      'unknown: the role help was not read',
      'unknown: the flow f was not read',
    ]);
  });

  it.each<[type: Workload['type'], line: string]>([
    ['knowledgeBase', '  knowledge base orders (AGENT00001'],
    ['flow', '  flow orders (AGENT00001'],
    ['agentCoreCodeInterpreter', '  AgentCore code interpreter orders (AGENT00001'],
    ['agentCoreEvaluation', '  AgentCore online evaluation orders (AGENT00001'],
  ])('names a workload as AWS does: %s', (type, line) => {
    const of = { ...role, workloads: [{ ...workload, name: 'orders', id: 'AGENT00001', type }] };
    expect(tableReport(auditOf(evaluation('agent-role-a', { complianceType: 'COMPLIANT' }, of)), plain)).toContain(
      line,
    );
  });

  it('colours are only added: the words are the same', () => {
    const coloured = tableReport(audit, { width: 100, borders: true, colours: true });
    expect(coloured).not.toBe(stripVTControlCharacters(coloured));
    expect(stripVTControlCharacters(coloured)).toBe(tableReport(audit, { width: 100, borders: true, colours: false }));
  });

  it.each([50, 60, 80, 100, 120])('no line is longer than %i characters, and no text is cut', (width) => {
    const long = `${'x'.repeat(30)}/`.repeat(20);
    const table = tableReport(
      auditOf(
        evaluation('agent-role-a', found({ ...finding, message: long, remediation: long }), { ...role, name: long }),
      ),
      { width, borders: true, colours: false },
    );
    expect(table.split('\n').filter((line) => line.length > width)).toEqual([]);
    expect(table).not.toContain('…');
    expect(table.replaceAll(/[^x/]/g, '').split(long)).toHaveLength(4);
  });

  it.each([
    ['whole where nothing is drawn around it', plain, true],
    ['in pieces between borders', { ...plain, borders: true }, false],
  ])('JSON to paste is %s', (_name, style, whole) => {
    const json = JSON.stringify({ Effect: 'Allow', Resource: Array.from({ length: 5 }, () => role.arn) });
    const table = tableReport(
      auditOf(evaluation('agent-role-a', found({ ...finding, remediation: `Add: ${json}` }))),
      style,
    );
    expect(table.includes(json)).toBe(whole);
  });

  it('words the worst five findings and counts the rest', () => {
    const many = Array.from({ length: 7 }, (_, index) => ({
      ...finding,
      message: `finding ${index}`,
      severity: index === 6 ? finding.severity : ('low' as const),
    }));
    const table = tableReport(auditOf(evaluation('a', found(finding, ...many))), plain);
    expect(table.match(/finding \d|… and .*$/gm)).toEqual([
      'finding 6',
      'finding 0',
      'finding 1',
      'finding 2',
      '… and 3 more: --format json has all',
    ]);
  });

  it('obeys no name: escape sequences, line breaks and marks become visible', () => {
    const hostile = 'evil\u001b[2J\n✓ COMPLIANT\u202e';
    const table = tableReport(
      {
        ...auditOf(
          evaluation('a', found({ ...finding, message: `inline policy ${hostile}`, remediation: hostile }), {
            ...role,
            name: hostile,
            arn: `${role.arn}${hostile}`,
            workloads: [{ ...workload, name: hostile }],
          }),
          evaluation('b', { complianceType: 'NOT_APPLICABLE', reason: hostile }, { ...role, name: hostile }),
        ),
        unread: [{ part: hostile, error: hostile, message: hostile }],
      },
      plain,
    );
    expect(table.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(table.match(/^✓/gm)).toBeNull();
  });
});
