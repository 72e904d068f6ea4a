import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { lintDocument } from '../../functions/iam/lint.ts';
import type { PolicyKind } from '../../functions/iam/policy.ts';
import type { RuleGuide } from '../../functions/rules/guides/rule-guide.ts';
import { loadGuides } from './load-guides.ts';

const guides = await loadGuides();
const CONTEXT = { partition: 'aws', accountId: '111122223333' } as const;
/** AWS's accounts for documentation. */
const ACCOUNTS = ['111122223333', '444455556666', '123456789012'];

/** What the engine holds against a JSON sample that is a policy or one of its statements; nothing against other JSON. */
function policyProblems(json: string): readonly string[] {
  const value: unknown = JSON.parse(json);
  const document = documentOf(value);
  if (document === undefined) return [];
  const findings = lintDocument(document, 'sample', kindOf(JSON.stringify(document)), CONTEXT);
  return findings.map(({ id, value: written }) => `${id} ${written}`);
}

function documentOf(value: unknown): unknown {
  if (Array.isArray(value) && value.every(isStatement)) return { Version: '2012-10-17', Statement: value };
  if (isStatement(value)) return { Version: '2012-10-17', Statement: [value] };
  return typeof value === 'object' && value !== null && 'Statement' in value ? value : undefined;
}

const isStatement = (value: unknown): boolean => typeof value === 'object' && value !== null && 'Effect' in value;

function kindOf(json: string): PolicyKind {
  if (!/"(Not)?Principal"/.test(json)) return 'identity';
  return json.includes('"sts:AssumeRole') ? 'trust' : 'resource';
}

const textsOf = ({ howToFix: { json, cli, cloudFormation, terraform }, whenNotToUse }: RuleGuide) =>
  [json, cli, cloudFormation, terraform, whenNotToUse].join('\n');

describe.each([...guides])('the guide of %s', (_id, guide) => {
  const { json, cli, cloudFormation, terraform } = guide.howToFix;

  it('has JSON that the engine takes', () => {
    expect(policyProblems(json)).toEqual([]);
  });

  it('has an AWS CLI command', () => {
    expect(cli).toMatch(/\baws [a-z0-9-]+ [a-z0-9-]+ /);
  });

  it('has a CloudFormation resource, alone or in a template, in YAML', () => {
    const documents = parseAllDocuments(cloudFormation);
    expect('empty' in documents ? ['no document'] : documents.flatMap(({ errors }) => errors)).toEqual([]);
    expect(cloudFormation).toMatch(/\bType: (AWS|Custom)::/);
  });

  it('has a Terraform resource', () => {
    expect(terraform).toMatch(/^(?:resource|data) "[a-z0-9_]+" "[a-z0-9_]+" \{$/m);
    expect(terraform.split('{').length).toBe(terraform.split('}').length);
  });

  it('names no account of anybody', () => {
    const accounts = [...textsOf(guide).matchAll(/(?<!\d)\d{12}(?!\d)/g)].map(([account]) => account);
    expect(accounts.filter((account) => !ACCOUNTS.includes(account))).toEqual([]);
  });

  it('says when not to use the rule', () => {
    expect(guide.whenNotToUse).toMatch(/^[A-Z].{40,}\.$/s);
  });
});

test.each([
  ['{"Effect":"Allow","Action":"bedrock:QueryKnowledgeBase","Resource":"*"}', ['unknown-action']],
  ['[{"Effect":"Allow","Action":"bedrock:InvokeModel"}]', ['refused-by-aws']],
  ['{"agentId":"A"}', []],
])('the guard sees what is wrong with %s', (json, ids) => {
  expect(policyProblems(json).map((problem) => problem.split(' ')[0])).toEqual(ids);
});

test('nothing that is deployed loads a guide', () => {
  const functions = fileURLToPath(new URL('../../functions', import.meta.url));
  const sources = readdirSync(functions, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
  const loading = sources.filter((path) =>
    /^import (?!type).*\/guides\/|import\(.*\/guides\//m.test(readFileSync(`${functions}/${path}`, 'utf8')),
  );
  expect(sources.length).toBeGreaterThan(100);
  expect(loading).toEqual([]);
});
