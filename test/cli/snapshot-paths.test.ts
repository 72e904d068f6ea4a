import { expect, it } from 'vitest';
import { snapshotPaths } from '../../functions/cli/snapshot-paths.ts';

it.each<[out: string, regions: readonly string[] | undefined, paths: readonly (readonly [string, string?])[]]>([
  ['account.json', undefined, [['account.json']]],
  ['account.json', ['eu-west-1'], [['account.json', 'eu-west-1']]],
  [
    'account.json',
    ['us-east-1', 'eu-west-1'],
    [
      ['account.us-east-1.json', 'us-east-1'],
      ['account.eu-west-1.json', 'eu-west-1'],
    ],
  ],
  [
    'in.2026/account.json.gz',
    ['us-east-1', 'us-east-2'],
    [
      ['in.2026/account.us-east-1.json.gz', 'us-east-1'],
      ['in.2026/account.us-east-2.json.gz', 'us-east-2'],
    ],
  ],
  [
    '/tmp/account',
    ['us-east-1', 'us-east-2'],
    [
      ['/tmp/account.us-east-1', 'us-east-1'],
      ['/tmp/account.us-east-2', 'us-east-2'],
    ],
  ],
  [
    'account.2026-11',
    ['us-east-1', 'us-east-2'],
    [
      ['account.2026-11.us-east-1', 'us-east-1'],
      ['account.2026-11.us-east-2', 'us-east-2'],
    ],
  ],
  [
    '.json',
    ['us-east-1', 'us-east-2'],
    [
      ['.json.us-east-1', 'us-east-1'],
      ['.json.us-east-2', 'us-east-2'],
    ],
  ],
])('%s for %o', (out, regions, paths) => {
  expect(snapshotPaths(out, regions)).toEqual(
    paths.map(([path, region]) => (region === undefined ? { path } : { path, region })),
  );
});
