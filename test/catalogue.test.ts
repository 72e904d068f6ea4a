import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../functions/rules/catalogue.ts';
import { cataloguePage, type RuleExample, rulePage } from '../functions/rules/catalogue-page.ts';
import type { Rule } from '../functions/rules/rule.ts';
import { loadGuides } from './rules/load-guides.ts';
import { type OutcomeSummary, outcomeFor, summaryOf } from './rules/plain-account.ts';

const rulesFolder = fileURLToPath(new URL('../functions/rules', import.meta.url));
const fixturesFolder = fileURLToPath(new URL('./fixtures/rules', import.meta.url));

interface Fixture {
  readonly ruleId: string;
  readonly file: string;
  readonly name: string;
  readonly snapshot: Parameters<typeof outcomeFor>[1];
  readonly expect: OutcomeSummary;
}

const fixtures: readonly Fixture[] = readdirSync(fixturesFolder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.json'))
  .map((path) => path.replaceAll('\\', '/'))
  .toSorted()
  .map((path) => ({
    ...JSON.parse(readFileSync(`${fixturesFolder}/${path}`, 'utf8')),
    ruleId: path.split('/')[0] ?? '',
    file: path.split('/')[1] ?? '',
  }));

const guides = await loadGuides();

const examples: readonly RuleExample[] = fixtures.map(({ ruleId, file, name, snapshot, expect: expected }) => ({
  ruleId,
  name,
  snapshot,
  complianceType: expected.complianceType,
  findings: expected.findings ?? [],
  file: `${ruleId}/${file}`,
}));

/** What a catalogue, its guides and its fixtures lack. */
function gapsOf(
  rules: readonly Rule[],
  files: readonly string[],
  cases: readonly Fixture[],
  guided: readonly string[],
): readonly string[] {
  const ids = rules.map(({ id }) => id);
  const needed = ['NON_COMPLIANT', 'COMPLIANT', 'INSUFFICIENT_DATA'] as const;
  return [
    ...files.filter((file) => !ids.includes(file)).map((file) => `${file}.ts is not in the catalogue`),
    ...ids.filter((id) => !files.includes(id)).map((id) => `the rule ${id} has no file of its name`),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `the rule ${id} is listed twice`),
    ...ids.flatMap((id) =>
      needed
        .filter((type) => !cases.some((fixture) => fixture.ruleId === id && fixture.expect.complianceType === type))
        .map((type) => `no fixture makes ${id} answer ${type}`),
    ),
    ...cases.filter(({ ruleId }) => !ids.includes(ruleId)).map(({ ruleId, file }) => `${ruleId}/${file} is of no rule`),
    ...ids.filter((id) => !guided.includes(id)).map((id) => `the rule ${id} has no guide`),
    ...guided.filter((id) => !ids.includes(id)).map((id) => `guides/${id}.ts is of no rule`),
    ...rules.filter(({ title }) => title.endsWith('.')).map(({ id }) => `the title of ${id} ends with a period`),
  ];
}

const ruleFiles = readdirSync(rulesFolder)
  .filter((file) => /^agent-.*\.ts$/.test(file))
  .map((file) => file.slice(0, -'.ts'.length));

describe('the catalogue', () => {
  it('is closed', () => {
    expect(gapsOf(catalogue, ruleFiles, fixtures, [...guides.keys()])).toEqual([]);
  });

  it('is described by its pages', () => {
    const pages = pagesOf(catalogue);
    if (process.env.UPDATE === '1') writePages(pages);
    expect(writtenPages()).toEqual(pages);
  });
});

/** Every page by its path below `functions/rules/`; a rule without a guide has none yet. */
function pagesOf(rules: readonly Rule[]): Readonly<Record<string, string>> {
  const own = rules.flatMap((rule) => {
    const guide = guides.get(rule.id);
    return guide === undefined ? [] : [[`pages/${rule.id}.md`, rulePage(rule, guide, examples)]];
  });
  return { 'README.md': cataloguePage(rules), ...Object.fromEntries(own) };
}

function writePages(pages: Readonly<Record<string, string>>): void {
  rmSync(`${rulesFolder}/pages`, { recursive: true, force: true });
  mkdirSync(`${rulesFolder}/pages`);
  for (const [path, text] of Object.entries(pages)) writeFileSync(`${rulesFolder}/${path}`, text);
}

function writtenPages(): Readonly<Record<string, string>> {
  const paths = ['README.md', ...readdirSync(`${rulesFolder}/pages`).map((file) => `pages/${file}`)];
  return Object.fromEntries(paths.map((path) => [path, readFileSync(`${rulesFolder}/${path}`, 'utf8')]));
}

describe('every fixture', () => {
  it.each(fixtures.map((fixture) => [`${fixture.ruleId}: ${fixture.name}`, fixture] as const))(
    '%s',
    (_name, fixture) => {
      const rule = catalogue.find(({ id }) => id === fixture.ruleId);
      expect(rule && summaryOf(outcomeFor(rule, fixture.snapshot))).toEqual(fixture.expect);
    },
  );
});

describe('the guard itself', () => {
  it('sees a rule without a place, a file, fixtures and a guide', () => {
    const [rule] = catalogue;
    const stray = { ...rule, id: 'agent-stray', title: 'Stray.' } as Rule;
    expect(gapsOf([stray, stray], ['agent-canary'], fixtures.slice(0, 1), ['agent-canary'])).toEqual([
      'agent-canary.ts is not in the catalogue',
      'the rule agent-stray has no file of its name',
      'the rule agent-stray has no file of its name',
      'the rule agent-stray is listed twice',
      ...Array(2)
        .fill([
          'no fixture makes agent-stray answer NON_COMPLIANT',
          'no fixture makes agent-stray answer COMPLIANT',
          'no fixture makes agent-stray answer INSUFFICIENT_DATA',
        ])
        .flat(),
      `${fixtures[0]?.ruleId}/${fixtures[0]?.file} is of no rule`,
      'the rule agent-stray has no guide',
      'the rule agent-stray has no guide',
      'guides/agent-canary.ts is of no rule',
      'the title of agent-stray ends with a period',
      'the title of agent-stray ends with a period',
    ]);
  });
});
