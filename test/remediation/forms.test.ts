import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { literalPolicy } from '../../functions/iam/literal-policy.ts';
import type { PolicyKind } from '../../functions/iam/policy.ts';
import { buildRemediation } from '../../functions/remediation/build-remediation.ts';
import { documentHash } from '../../functions/remediation/wording/document-hash.ts';
import { editSnippets } from '../../functions/remediation/wording/edit-snippets.ts';
import type { AgentRole } from '../../functions/workload/agent-role.ts';
import { ACCOUNT, agentRole, allow, identity, MODEL, policy, request } from '../diagnosis/agent-role-fixture.ts';

const folder = mkdtempSync(join(tmpdir(), 'forms-'));
const log = join(folder, 'log');
writeFileSync(
  join(folder, 'aws'),
  `#!${process.execPath}\nrequire('node:fs').appendFileSync(${JSON.stringify(log)}, JSON.stringify(process.argv.slice(2)) + '\\n');\nif (process.argv.includes('--query')) console.log('arn:attached');\n`,
);
chmodSync(join(folder, 'aws'), 0o755);
afterAll(() => rmSync(folder, { recursive: true }));

/** The words that each `aws` of a command gets from a shell. */
function words(cli: string, shell = 'sh'): readonly (readonly string[])[] {
  writeFileSync(log, '');
  execFileSync(shell, ['-c', cli], { cwd: folder, env: { PATH: `${folder}:${process.env.PATH}` } });
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as string[]);
}

/** Every kind of text that a policy may hold and a shell, a template or YAML could read as more than text. */
const HOSTILE = 'it\'s $(touch x) `id` "q" ${aws:username} %{if} \n\t é\u0085\u00a0\u007f \\ \'; exit 1; #';
const guard = { StringEquals: { 'aws:PrincipalTag/team': HOSTILE } };
const grant = { kind: 'grant', requests: [{ action: 'bedrock:InvokeModel', resource: MODEL, context: {} }] } as const;
const known = { knownRequests: [request()] };

describe('what a policy holds stays text', () => {
  const correct = {
    ...grant,
    kind: 'correct',
    location: { policy: 'inline policy Own', statement: 0 },
    written: `${MODEL}x`,
  } as const;
  const role = agentRole({
    ...identity(
      policy('inline policy Own', [
        allow('bedrock:InvokeModel', `${MODEL}x`),
        { ...allow('s3:GetObject', 'arn:aws:s3:::docs/*', { Condition: guard }), Effect: 'Deny' },
      ]),
    ),
    ...known,
  });
  const { cli = '', cloudformation = '', terraform = '', policy: document, hash } = buildRemediation(correct, role);

  it.each(['sh', 'bash'])('in %s', (shell) => {
    expect(words(cli, shell)).toEqual([
      [
        'iam',
        'put-role-policy',
        '--role-name',
        'SupportAgentRole',
        '--policy-name',
        'Own',
        '--policy-document',
        JSON.stringify(document),
      ],
    ]);
    expect(JSON.stringify(document)).toContain(JSON.stringify(HOSTILE));
  });

  it('in CloudFormation', () => {
    const [read] = parseAllDocuments(cloudformation);
    expect([read?.errors, read?.warnings]).toEqual([[], []]);
    expect(cloudformation).not.toMatch(/[\u007f-\u009f]/);
    expect(read?.toJS()).toEqual({
      Own: {
        Type: 'AWS::IAM::RolePolicy',
        Properties: { RoleName: 'SupportAgentRole', PolicyName: 'Own', PolicyDocument: document },
      },
    });
  });

  it('in Terraform: no template is left open, and no character that only JSON escapes', () => {
    expect(terraform.replace(/[$%]{2}\{/g, '')).not.toMatch(/[$%]\{|\\[bf/]/);
  });

  it('in the hash', () => {
    const inOrder = (value: unknown): unknown =>
      Array.isArray(value) || typeof value !== 'object' || value === null
        ? Array.isArray(value)
          ? value.map(inOrder)
          : value
        : Object.fromEntries(
            Object.entries(value)
              .toSorted(([one], [other]) => (one < other ? -1 : 1))
              .map(([key, inner]) => [key, inOrder(inner)]),
          );
    const digest = createHash('sha256')
      .update(JSON.stringify(inOrder(document)))
      .digest('hex');
    expect(hash).toBe(`sha256:${digest}`);
  });
});

describe('every policy of a resource has a command with one document', () => {
  const of = (service: string, rest: string) => `arn:aws:${service}:us-east-1:222233334444:${rest}`;
  const document = policy('policy of x', { ...allow('*', '*'), Principal: '*' }, 'resource');
  const json = JSON.stringify(literalPolicy(document));
  const rows: readonly [arn: string, argv: readonly string[], type: string | undefined][] = [
    [
      of('sns', 'news'),
      [
        'sns',
        'set-topic-attributes',
        '--region',
        'us-east-1',
        '--topic-arn',
        of('sns', 'news'),
        '--attribute-name',
        'Policy',
        '--attribute-value',
        json,
      ],
      'AWS::SNS::TopicPolicy',
    ],
    [
      of('sqs', 'jobs'),
      [
        'sqs',
        'set-queue-attributes',
        '--region',
        'us-east-1',
        '--queue-url',
        'https://sqs.us-east-1.amazonaws.com/222233334444/jobs',
        '--attributes',
        JSON.stringify({ Policy: json }),
      ],
      'AWS::SQS::QueuePolicy',
    ],
    [
      of('kinesis', 'stream/s'),
      [
        'kinesis',
        'put-resource-policy',
        '--region',
        'us-east-1',
        '--resource-arn',
        of('kinesis', 'stream/s'),
        '--policy',
        json,
      ],
      'AWS::Kinesis::ResourcePolicy',
    ],
    [
      of('bedrock', 'guardrail/g'),
      [
        'bedrock',
        'put-resource-policy',
        '--region',
        'us-east-1',
        '--resource-arn',
        of('bedrock', 'guardrail/g'),
        '--resource-policy',
        json,
      ],
      undefined,
    ],
    [
      of('bedrock-agentcore', 'gateway/g'),
      [
        'bedrock-agentcore-control',
        'put-resource-policy',
        '--region',
        'us-east-1',
        '--resource-arn',
        of('bedrock-agentcore', 'gateway/g'),
        '--policy',
        json,
      ],
      undefined,
    ],
    [
      of('ecr', 'repository/team/app'),
      ['ecr', 'set-repository-policy', '--region', 'us-east-1', '--repository-name', 'team/app', '--policy-text', json],
      undefined,
    ],
  ];
  it.each(rows)('%s', (resource, argv, type) => {
    const { cli = '', cloudformation } = editSnippets(
      [{ holder: { resource }, name: `policy of ${resource}`, after: document }],
      agentRole(),
    );
    expect(words(cli)).toEqual([argv]);
    if (type !== undefined) expect(cloudformation).toContain(`Type: ${type}\n`);
  });
});

describe('the ARN of an attached policy is asked for by whose it is', () => {
  const removed = (name: string) =>
    editSnippets([{ holder: 'identity', name, before: policy(name, allow('s3:*', '*')) }], agentRole());
  it.each([
    [
      'AWS managed policy Reader',
      "AttachedPolicies[?PolicyName=='Reader' && contains(PolicyArn, ':iam::aws:')].PolicyArn",
    ],
    [
      'managed policy Reader',
      "AttachedPolicies[?PolicyName=='Reader' && !contains(PolicyArn, ':iam::aws:')].PolicyArn",
    ],
  ])('%s', (name, query) => {
    const { cli = '', cloudformation, terraform } = removed(name);
    expect(words(cli)).toEqual([
      ['iam', 'list-attached-role-policies', '--role-name', 'SupportAgentRole', '--query', query, '--output', 'text'],
      ['iam', 'detach-role-policy', '--role-name', 'SupportAgentRole', '--policy-arn', 'arn:attached'],
    ]);
    expect([cloudformation, terraform]).toEqual([
      `# Take the ${name} out of the AWS::IAM::Role "SupportAgentRole"`,
      `# Take the ${name} out of the aws_iam_role "SupportAgentRole"`,
    ]);
  });
});

it('a name that begins with a hyphen is no option', () => {
  const { cli = '' } = buildRemediation(grant, agentRole({ ...identity(), ...known, name: '-x' }));
  expect(words(cli)[0]?.slice(2, 4)).toEqual(['--role-name=-x', '--policy-name']);
});

describe('where there is no room', () => {
  const users = (count: number) =>
    Array.from({ length: count }, (_, index) => `arn:aws:iam::${ACCOUNT}:user/u${String(index).padStart(5, '0')}`);
  const filled = (name: string, count: number, ...more: readonly object[]) =>
    policy(name, [{ ...allow('iam:CreateUser', users(count)), Effect: 'Deny' }, ...more]);
  const full = filled('inline policy Full', 250);

  it('in the inline policies, a grant is a managed policy', () => {
    const { cli = '', steps, proof } = buildRemediation(grant, agentRole({ ...identity(full), ...known }));
    expect(steps[0]).toContain('as a managed policy, because its inline policies leave no room for it');
    const [create, attach] = words(cli);
    const name = create?.[3];
    expect(create?.slice(0, 3)).toEqual(['iam', 'create-policy', '--policy-name']);
    expect(attach).toEqual([
      'iam',
      'attach-role-policy',
      '--role-name',
      'SupportAgentRole',
      '--policy-arn',
      `arn:aws:iam::${ACCOUNT}:policy/${name}`,
    ]);
    expect(proof).toEqual({ before: 'implicitDeny', after: 'allowed', minimal: true, stillBlockedBy: [] });
  });

  it('in the managed policy, a correction is a grant', () => {
    const name = 'managed policy Full';
    const written = 'arn:aws:s3:::x';
    const role = agentRole({ ...identity(filled(name, 149, allow('bedrock:InvokeModel', written))), ...known });
    const location = { policy: name, statement: 1 };
    const { cli } = buildRemediation({ ...grant, kind: 'correct', location, written }, role);
    expect(cli).toMatch(/^aws iam put-role-policy /);
  });

  it('anywhere, there is no policy', () => {
    const others = Array.from({ length: 10 }, (_, at) => policy(`managed policy P${at}`, allow('s3:GetObject', '*')));
    const role: AgentRole = agentRole({ ...identity(full, ...others), ...known });
    const { policy: document, steps, proof } = buildRemediation(grant, role);
    expect([document, steps.at(-1)]).toEqual([
      undefined,
      expect.stringMatching(
        /AWS would not store it: all inline policies of the role together would have \d+ characters, and 10240 are the most\.$/,
      ),
    ]);
    expect(proof?.refused).toBeDefined();
  });
});

it('a model that embeds is not streamed on the word of a denial', () => {
  const embed = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0';
  const role = agentRole({ ...identity(), knownRequests: [request({ resource: embed })] });
  const requests = [{ action: 'bedrock:InvokeModelWithResponseStream', resource: embed, context: {} }];
  expect(buildRemediation({ kind: 'grant', requests }, role).policy).toBeUndefined();
});

describe('a trust policy is limited to the sources that are meant', () => {
  const open = { Effect: 'Allow', Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'sts:AssumeRole' };
  const kind: PolicyKind = 'trust';
  const limit = (...arns: readonly string[]) =>
    ({
      kind: 'limitTrust',
      location: { policy: 'trust policy', statement: 0 },
      condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnLike: { 'aws:SourceArn': arns } },
    }) as const;
  const trusting = (statement: object) =>
    agentRole({ trustPolicy: { known: policy('trust policy', statement, kind) } });
  const arns = agentRole().workloads.map(({ sourceArn }) => sourceArn);

  it('with every other condition kept', () => {
    const statement = { ...open, Condition: { StringLike: { 'aws:SourceArn': '*', 'aws:PrincipalTag/a': 'b' } } };
    const { policy: document, proof } = buildRemediation(limit(...arns), trusting({ ...open }));
    expect(document?.Statement[0]?.Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': ACCOUNT },
      ArnLike: { 'aws:SourceArn': arns.length === 1 ? arns[0] : arns },
    });
    expect(proof).toMatchObject({ before: 'allowed', after: 'allowed', stillBlockedBy: [] });
    const kept = buildRemediation(limit(...arns), trusting(statement)).policy?.Statement[0]?.Condition;
    expect(kept?.StringLike).toEqual({ 'aws:PrincipalTag/a': 'b' });
  });

  it('and never without a workload that it lets in today', () => {
    const { policy: document, steps } = buildRemediation(limit(`${arns[0]}x`), trusting(open));
    expect([document, steps.at(-1)]).toEqual([
      undefined,
      expect.stringContaining('it would take away sts:AssumeRole on '),
    ]);
  });
});

describe('who can do it is who owns what changes', () => {
  const ask = (resource: string, context: Readonly<Record<string, string>>) => {
    const asked = { action: resource.includes(':s3:') ? 's3:GetObject' : 'kms:Decrypt', resource, context };
    const carrier = resource.replace(/(s3:::[^/]+).*/, '$1');
    const role = agentRole({
      ...identity(policy('inline policy Own', allow(['s3:GetObject', 'kms:Decrypt'], resource))),
      knownRequests: [request({ ...asked, kind: 'other' })],
      resourcePolicies: { [carrier]: { known: null } },
    });
    return buildRemediation({ kind: 'resourceGrant', requests: [asked] }, role).who;
  };
  const theirs = { 'aws:ResourceAccount': '222233334444' };
  it.each([
    [
      'a key of another account',
      'arn:aws:kms:us-east-1:222233334444:key/k',
      theirs,
      'an administrator of account 222233334444',
    ],
    ['a key of its own', `arn:aws:kms:us-east-1:${ACCOUNT}:key/k`, {}, `an administrator of account ${ACCOUNT}`],
    ['a bucket', 'arn:aws:s3:::docs/a.pdf', theirs, 'whoever owns arn:aws:s3:::docs'],
  ])('%s', (_name, resource, context, who) => {
    expect(ask(resource, context)).toBe(who);
  });
});

it('of several policies, every hash is told', () => {
  const denial = { ...allow(['bedrock:InvokeModel', 's3:GetObject'], '*'), Effect: 'Deny' };
  const role = agentRole({
    ...identity(
      policy('inline policy A', [allow('bedrock:InvokeModel', MODEL), denial]),
      policy('managed policy B', denial),
    ),
    ...known,
  });
  const location = { policy: 'inline policy A', statement: 1 };
  const { steps, hash, cli = '' } = buildRemediation({ ...grant, kind: 'exempt', location }, role);
  const [ofA, , ofB] = words(cli)
    .map((argv) => argv.at(-1) ?? '')
    .map((last) => (last.startsWith('{') ? documentHash(JSON.parse(last)) : last));
  expect(hash).toBe(ofB);
  expect(steps).toContain(`The hash is of the managed policy B; that of the inline policy A is ${ofA}.`);
  expect(steps.join('\n')).toContain('A managed policy takes five versions');
});
