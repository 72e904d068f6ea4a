import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { lintPolicy } from '../../functions/iam/lint.ts';
import type { PolicyKind } from '../../functions/iam/policy.ts';
import { policyOf } from './scenario.ts';

const folder = new URL('../fixtures/iam/documents/', import.meta.url);
const documents = readdirSync(folder).map((file) => ({
  name: file.replace('.json', ''),
  ...(JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as { kind: PolicyKind; document: unknown }),
}));

test('the documents are seen at all', () => {
  expect(documents.length).toBeGreaterThan(10);
});

describe('a policy of the shape that AWS documents has no finding', () => {
  test.each(documents)('$name', ({ kind, document }) => {
    expect(
      lintPolicy(policyOf(document, kind), { partition: 'aws', accountId: '999988887777', region: 'us-east-1' }),
    ).toEqual([]);
  });
});
