import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { InputError } from '../../functions/adapters/input-error.ts';
import { loadSnapshot } from '../../functions/adapters/snapshot-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'warden-snapshots-'));
afterAll(() => rmSync(folder, { recursive: true }));

const good = fileURLToPath(new URL('../fixtures/cli/two-agents.json', import.meta.url));
const text = readFileSync(good, 'utf8');

const denial = {
  roleArn: 'arn:aws:iam::111122223333:role/help',
  action: 'bedrock:InvokeModel',
  cause: 'OTHER',
  firstSeen: '2026-11-20T08:00:00Z',
  lastSeen: '2026-11-21T09:30:00Z',
  count: 1,
  state: 'open',
};

type Json = Record<string, unknown>;
const snapshot = (change: (value: Json) => unknown) => {
  const value = JSON.parse(text) as Json;
  return JSON.stringify(change(value) ?? value);
};

function file(content: string | Buffer): string {
  const path = join(folder, 'snapshot.json');
  writeFileSync(path, content);
  return path;
}

/** The line of the InputError; any other outcome fails the comparison. */
const refusal = (loading: Promise<unknown>) =>
  loading.then(
    () => 'was read',
    (error) => (error instanceof InputError ? error.message : error),
  );

describe('loadSnapshot', () => {
  it('gives every field, the unknown ones too', async () => {
    const path = file(snapshot((value) => ({ ...value, futurePart: { a: [1] }, __note: 'kept' })));
    expect(await loadSnapshot(path)).toEqual({ ...JSON.parse(text), futurePart: { a: [1] }, __note: 'kept' });
  });

  it('reads a compressed file', async () => {
    expect(await loadSnapshot(file(gzipSync(text)))).toEqual(JSON.parse(text));
  });

  it('asks for nothing but the account', async () => {
    const least = { format: 'bedrock-warden/snapshot/1', accountId: '111122223333', region: 'us-gov-west-1' };
    expect(await loadSnapshot(file(JSON.stringify(least)))).toEqual(least);
  });

  it('takes a member that is null for absent, except where null says something', async () => {
    const document = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Condition: null }] };
    const part = (absent: object) => ({
      format: 'bedrock-warden/snapshot/1',
      accountId: '111122223333',
      region: 'us-east-1',
      iam: {
        RoleDetailList: [
          {
            RoleName: 'help',
            RoleId: 'AROAEXAMPLE',
            Arn: 'arn:aws:iam::111122223333:role/help',
            AssumeRolePolicyDocument: document,
            RolePolicyList: [{ PolicyName: 'access', PolicyDocument: document }],
            ...absent,
          },
        ],
        Policies: [
          { Arn: 'arn:aws:iam::111122223333:policy/p', PolicyVersionList: [{ Document: document, ...absent }] },
        ],
        ...absent,
      },
      agents: [{ agent: { agentId: 'AGENT00001', ...absent }, actionGroups: [{ actionGroupId: 'A', ...absent }] }],
      agentCore: { gateways: [{ gatewayId: 'g', ...absent }], ...absent },
      openSearchServerless: { dataAccessPolicies: [{ name: 'd', policy: [{ Rules: null }], ...absent }] },
      resourcePolicies: { 'arn:aws:lambda:us-east-1:111122223333:function:f': null },
      ...absent,
    });
    const nulls = { description: null, Tags: null, guardrailConfiguration: null, organization: null };
    expect(await loadSnapshot(file(JSON.stringify(part(nulls))))).toEqual(part({}));
  });

  it('reads what is nested deeper than a stack', async () => {
    const deep = `${'['.repeat(200_000)}${']'.repeat(200_000)}`;
    const path = file(text.replace('{', `{ "futurePart": ${deep},`));
    expect((await loadSnapshot(path)).accountId).toBe('111122223333');
  });

  const correct = 'correct that part or take the snapshot again';
  it.each<[name: string, content: string, line: string]>([
    [
      'a denial in a state of its own',
      snapshot((value) => ({ ...value, openDenials: [{ ...denial, state: 'resolved' }] })),
      `Invalid option: expected one of "open"|"acknowledged"|"muted": FILE, openDenials[0].state: ${correct}`,
    ],
    [
      'a denial at no time',
      snapshot((value) => ({ ...value, openDenials: [{ ...denial, lastSeen: 'yesterday' }] })),
      `expected an ISO 8601 time: FILE, openDenials[0].lastSeen: ${correct}`,
    ],
    [
      'what is not JSON',
      '{\n"format": oops}',
      'not JSON: FILE, line 2, column 11: take the snapshot again, or correct the text there',
    ],
    ['an empty file', '', 'not JSON: FILE, line 1, column 1: take the snapshot again, or correct the text there'],
    ['a list', '[]', 'expected bedrock-warden/snapshot/1, found a list: FILE: give a snapshot file'],
    ['null', 'null', 'expected bedrock-warden/snapshot/1, found no object: FILE: give a snapshot file'],
    ['no format', '{}', 'expected bedrock-warden/snapshot/1, found no format: FILE: give a snapshot file'],
    [
      'another format',
      snapshot((value) => ({ ...value, format: 'bedrock-warden/audit/1' })),
      'expected bedrock-warden/snapshot/1, found "bedrock-warden/audit/1": FILE: give a snapshot file',
    ],
    [
      'a format that is no text',
      snapshot((value) => ({ ...value, format: 1 })),
      'expected bedrock-warden/snapshot/1, found 1: FILE: give a snapshot file',
    ],
    ['no account', snapshot(({ accountId, ...rest }) => rest), `missing: FILE, accountId: ${correct}`],
    [
      'an account as a number',
      snapshot((value) => ({ ...value, accountId: 111122223333 })),
      `expected string, received number: FILE, accountId: ${correct}`,
    ],
    [
      'an account that is none',
      snapshot((value) => ({ ...value, accountId: 'prod' })),
      `expected the 12 digits of an AWS account: FILE, accountId: ${correct}`,
    ],
    ['no Region', snapshot(({ region, ...rest }) => rest), `missing: FILE, region: ${correct}`],
    [
      'a time that is none',
      snapshot((value) => ({ ...value, takenAt: 'yesterday' })),
      `expected an ISO 8601 time: FILE, takenAt: ${correct}`,
    ],
    [
      'a part of another type',
      snapshot((value) => ({ ...value, iam: [] })),
      `expected object, received array: FILE, iam: ${correct}`,
    ],
    [
      'agents that are no list',
      snapshot((value) => ({ ...value, agents: {} })),
      `expected array, received object: FILE, agents: ${correct}`,
    ],
    [
      'a deep field of another type',
      text.replace('"RoleName": "stock-agent-role"', '"RoleName": 7'),
      `expected string, received number: FILE, iam.RoleDetailList[1].RoleName: ${correct}`,
    ],
    [
      'several',
      snapshot((value) => ({ ...value, agents: {}, flows: {}, iam: 1 })),
      `expected object, received number (2 more like it): FILE, iam: ${correct}`,
    ],
  ])('refuses %s', async (_name, content, line) => {
    const path = file(content);
    expect(await refusal(loadSnapshot(path))).toBe(line.replace('FILE', path));
  });

  it('refuses a file over 500 MB without reading it', async () => {
    const path = file('');
    truncateSync(path, 500 * 1024 * 1024 + 1);
    expect(await refusal(loadSnapshot(path))).toBe(
      `larger than 500 MB: ${path}: split it and give the parts one by one`,
    );
  });

  it('takes the sample account as it is', async () => {
    const sample = fileURLToPath(new URL('../../functions/local-account/sample-account.json', import.meta.url));
    expect(await loadSnapshot(sample)).toEqual(JSON.parse(readFileSync(sample, 'utf8')));
  });
});
