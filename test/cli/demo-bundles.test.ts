import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isUpToDate } from '../../functions/cli/demo-bundles.ts';

const OLD = 1_000;
const BUILT = 2_000;
const NEW = 3_000;

let checkout: string;
const change = (path: string, at: number) => utimesSync(join(checkout, path), at, at);

beforeEach(() => {
  checkout = mkdtempSync(join(tmpdir(), 'bedrock-warden-checkout-'));
  const files: readonly (readonly [path: string, at: number])[] = [
    ['functions/cli/warden.ts', OLD],
    ['functions/rules/catalogue.ts', OLD],
    ['package-lock.json', OLD],
    ['dist/lambda/config-rule/index.mjs', BUILT],
    ['dist/lambda/access-denied/index.mjs', BUILT],
  ];
  for (const [path, at] of files) {
    mkdirSync(join(checkout, path, '..'), { recursive: true });
    writeFileSync(join(checkout, path), '');
    change(path, at);
  }
  for (const folder of ['functions', 'functions/cli', 'functions/rules']) change(folder, OLD);
});
afterEach(() => rmSync(checkout, { recursive: true }));

it('takes bundles that are newer than everything they were made of', () => {
  expect(isUpToDate(checkout)).toBe(true);
});

it.each([
  ['a source was changed', () => change('functions/rules/catalogue.ts', NEW)],
  ['a source was changed in the same moment', () => change('functions/rules/catalogue.ts', BUILT)],
  ['a source was removed', () => change('functions/rules', NEW)],
  ['a dependency was changed', () => change('package-lock.json', NEW)],
  ['one bundle is older than the sources', () => change('dist/lambda/access-denied/index.mjs', OLD - 1)],
  ['one bundle is missing', () => rmSync(join(checkout, 'dist/lambda/access-denied'), { recursive: true })],
  ['nothing was built', () => rmSync(join(checkout, 'dist'), { recursive: true })],
])('takes none when %s', (_what, happens) => {
  happens();
  expect(isUpToDate(checkout)).toBe(false);
});
