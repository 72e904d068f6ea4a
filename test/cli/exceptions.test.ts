import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it, test } from 'vitest';
import { auditJson } from '../../functions/cli/report-json.ts';
import { tableReport } from '../../functions/cli/report-table.ts';
import type { Outcome } from '../../functions/rules/rule.ts';
import { auditOf, evaluation, finding, found } from './judged.ts';
import { runWarden } from './run-warden.ts';

const folder = mkdtempSync(join(tmpdir(), 'warden-exceptions-'));
afterAll(() => rmSync(folder, { recursive: true }));

const twoAgents = fileURLToPath(new URL('../fixtures/cli/two-agents.json', import.meta.url));
const { takenAt } = JSON.parse(readFileSync(twoAgents, 'utf8')) as { readonly takenAt: string };

let files = 0;
function file(content: unknown): string {
  files += 1;
  const path = join(folder, `${files}.json`);
  writeFileSync(path, JSON.stringify(content));
  return path;
}
const exceptions = (...entries: readonly object[]) =>
  file({ format: 'bedrock-warden/exceptions/1', exceptions: entries });
const entry = {
  rule: 'agent-role-least-privilege',
  role: 'stock-agent-role',
  owner: 'stock-team',
  reason: 'the migration needs it',
  until: takenAt.slice(0, 10),
};

interface Report {
  readonly evaluations: readonly {
    readonly ruleId: string;
    readonly roleArn: string;
    readonly complianceType: string;
    readonly annotation: string;
    readonly findings: readonly { readonly id: string }[];
    readonly exception?: { readonly source: string; readonly findings: readonly { readonly id: string }[] };
  }[];
}

async function audited(...args: readonly string[]) {
  const { stdout, stderr, status } = await runWarden(['audit', '--snapshot', twoAgents, '--format', 'json', ...args]);
  const { evaluations } = JSON.parse(stdout) as Report;
  const judged = evaluations.find(({ ruleId, roleArn }) => ruleId === entry.rule && roleArn.endsWith(`/${entry.role}`));
  return { stderr, status, judged, evaluations };
}

describe('warden audit --exceptions', () => {
  it('excepts a role from a rule, and only that', async () => {
    const path = exceptions(entry);
    const [without, with_] = [await audited(), await audited('--exceptions', path)];
    expect(without.judged?.complianceType).toBe('NON_COMPLIANT');
    const ids = without.judged?.findings.map(({ id }) => id) ?? [];
    expect(with_.judged).toMatchObject({
      complianceType: 'COMPLIANT',
      severity: null,
      annotation: `Excepted until ${entry.until} by stock-team: the migration needs it (${ids.length} finding${ids.length === 1 ? '' : 's'})`,
      findings: [],
      exception: {
        owner: 'stock-team',
        reason: 'the migration needs it',
        until: entry.until,
        source: `${path}, exceptions[0]`,
        findings: ids.map((id) => ({ id })),
      },
    });
    const others = ({ evaluations, judged }: typeof without) => evaluations.filter((each) => each !== judged);
    expect(others(with_)).toEqual(others(without));
  });

  it('names what it cannot take in one line each, judges all the same, and exits with 2', async () => {
    const path = exceptions({ ...entry, role: 'stock-*' }, { ...entry, rule: 3 });
    const { status, stderr, judged } = await audited('--exceptions', path);
    expect({ status, complianceType: judged?.complianceType }).toEqual({ status: 2, complianceType: 'NON_COMPLIANT' });
    expect(stderr.split('\n')).toEqual([
      `warden: a wildcard: expected the exact ARN or the exact name of one role: ${path}, exceptions[0].role: correct the entry; it is not applied`,
      `warden: expected string, received number: ${path}, exceptions[1].rule: correct the entry; it is not applied`,
      '',
    ]);
  });

  it.each<[what: string, args: readonly string[], line: string]>([
    ['no file', ['--exceptions', 'none.json'], 'no such file: none.json: correct the path'],
    [
      'standard input twice',
      ['--snapshot', '-', '--exceptions', '-'],
      'standard input is read once: --snapshot - --exceptions -: give one of the two as a file',
    ],
  ])('%s is refused', async (_what, args, line) => {
    const snapshot = args.includes('--snapshot') ? [] : ['--snapshot', twoAgents];
    const { stdout, stderr, status } = await runWarden(['audit', ...snapshot, ...args], { cwd: folder });
    expect({ stdout, stderr, status }).toEqual({ stdout: '', stderr: `warden: ${line}\n`, status: 2 });
  });
});

const excepted: Outcome = {
  complianceType: 'COMPLIANT',
  exception: {
    owner: 'stock-team\u001b[2J',
    reason: 'the migration needs it',
    until: '2027-01-31',
    source: 'exceptions.json, exceptions[0]',
    findings: [finding],
  },
};
const lapsed: Outcome = {
  ...found(finding),
  notExcepted: ['exception by stock-team expired on 2026-10-31'],
} as Outcome;

test('the table shows what is excepted, and what no longer is', () => {
  const audit = auditOf(
    evaluation('agent-role-a', { complianceType: 'COMPLIANT' }),
    evaluation('agent-role-b', excepted),
    evaluation('agent-role-c', lapsed),
  );
  const table = tableReport(audit, { width: 100, borders: false, colours: false });
  expect(table.split('\n').slice(3)).toEqual([
    '✗ NON_COMPLIANT  agent-role-c',
    '  critical       managed policy AdministratorAccess, statement 0, allows every action on',
    '                 every resource.',
    '                 → Detach arn:aws:iam::aws:policy/AdministratorAccess.',
    '                 exception by stock-team expired on 2026-10-31',
    '',
    '✓ COMPLIANT      agent-role-b',
    '  excepted       excepted until 2027-01-31 by stock-team\\u001b[2J: the migration needs it',
    '                 (exceptions.json, exceptions[0])',
    '                 (critical) managed policy AdministratorAccess, statement 0, allows every',
    '                 action on every resource.',
    '',
    '✓ COMPLIANT      agent-role-a',
    '',
    '1 agent role in account 111122223333, us-east-1, as of 2026-11-22T10:00:00Z',
    '1 NON_COMPLIANT (1 critical), 2 COMPLIANT (1 excepted)',
    '',
  ]);
});

test('JSON says why an exception does not count any more', () => {
  const { evaluations } = auditJson(auditOf(evaluation('agent-role-c', lapsed)));
  expect(evaluations).toMatchObject([{ notExcepted: ['exception by stock-team expired on 2026-10-31'] }]);
});
