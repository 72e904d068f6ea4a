import { describe, expect, it } from 'vitest';
import { parsePolicy } from '../../functions/iam/parse-policy.ts';
import { buildRemediation } from '../../functions/remediation/build-remediation.ts';
import type { Remediation } from '../../functions/remediation/remediation.ts';
import type { AgentRole } from '../../functions/workload/agent-role.ts';
import type { Change } from '../../functions/workload/change.ts';
import { ACCOUNT, agentRole, allow, identity, MODEL, policy, request } from '../diagnosis/agent-role-fixture.ts';

const AGENT = `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/AGENT00001`;
const invoke = { action: 'bedrock:InvokeModel', resource: MODEL, context: {} };
const OTHER_MODEL = MODEL.replace('us-east-1', 'us-west-2');
const correct = (name: string): Change => ({
  kind: 'correct',
  requests: [invoke],
  location: { policy: name, statement: 0 },
  written: OTHER_MODEL,
});

/** A statement of about so many characters that has nothing to do with anything. */
const filler = (characters: number) =>
  allow(
    's3:GetObject',
    Array.from({ length: Math.floor(characters / 100) }, (_, at) => `arn:aws:s3:::${String(at).padStart(83, 'x')}`),
  );

/** The commands alone, and what is said at the end. */
const told = ({ cli = '', steps }: Remediation) => ({
  commands: cli.split(' &&\n').flatMap((command) => /^aws iam (\S+)/.exec(command)?.[1] ?? []),
  last: steps.at(-1),
});

describe('what IAM would refuse for its length is not proposed', () => {
  const trusting = (characters: number): AgentRole => {
    const service = {
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
      Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
    };
    const users = Array.from(
      { length: Math.floor(characters / 50) },
      (_, at) => `arn:aws:iam::${ACCOUNT}:role/${String(at).padStart(16, 'r')}`,
    );
    const others = { Effect: 'Allow', Principal: { AWS: users }, Action: 'sts:AssumeRole' };
    return agentRole({ trustPolicy: { known: policy('trust policy', [service, others], 'trust') } });
  };
  const trust: Change = { kind: 'trust', workloads: [] };
  const NO_ROOM =
    /no policy to paste: AWS would not store it: the trust policy would have \d+ characters, and \d+ are the most/;

  it.each([
    ['there is room', 1_200, ['update-assume-role-policy']],
    ['the quota is what every account has', 1_600, []],
    ['the quota was raised, for it is longer today', 2_400, ['update-assume-role-policy']],
    ['the quota can be raised no further', 3_800, []],
  ])('a trust policy, where %s', (_name, characters, commands) => {
    const remediation = told(buildRemediation(trust, trusting(characters)));
    expect(remediation.commands).toEqual(commands);
    if (commands.length === 0) expect(remediation.last).toMatch(NO_ROOM);
  });

  it('and where the quota can be raised, it is said how far', () => {
    expect(told(buildRemediation(trust, trusting(1_600))).last).toMatch(
      / before the quota "Role trust policy length" is raised, to 4096 at most\.$/,
    );
  });

  it('a managed policy that is full gets no more; the role gets a policy of its own', () => {
    const name = 'managed policy Models';
    const fits = Array.from({ length: 2 }, (_, at) => MODEL.replace('us-east-1', `eu-west-${at}`));
    // Longer by the right ARN beside the wrong one, which is needed in its place.
    const full = policy(name, [allow(['bedrock:InvokeModel'], [OTHER_MODEL, ...fits]), filler(5_800)]);
    const role = agentRole({ ...identity(full), knownRequests: [request(), request({ resource: OTHER_MODEL })] });
    expect(told(buildRemediation(correct(name), role)).commands).toEqual(['put-role-policy']);
  });

  const wide = policy('AWS managed policy AmazonBedrockFullAccess', allow('bedrock:*', '*'));
  const tighten: Change = {
    kind: 'tighten',
    location: { policy: wide.name, statement: 0 },
    statements: [{ Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: MODEL }],
  };
  const inline = policy('inline policy Full', filler(10_200));

  it('what is left of a policy of AWS becomes a managed policy where the inline ones are full', () => {
    const role = agentRole({ ...identity(inline, wide), knownRequests: [request()] });
    const remediation = buildRemediation(tighten, role);
    expect(told(remediation).commands).toEqual(['create-policy', 'attach-role-policy', 'detach-role-policy']);
    expect(remediation.steps[0]).toMatch(/^Put the managed policy of the diff in the place of/);
  });

  it('and words where no more can be attached either', () => {
    const attached = Array.from({ length: 9 }, (_, at) => policy(`managed policy P${at}`, filler(200)));
    const role = agentRole({ ...identity(inline, wide, ...attached), knownRequests: [request()] });
    expect(told(buildRemediation(tighten, role))).toEqual({
      commands: [],
      last: expect.stringMatching(/^There is no proof for this, and so no policy to paste: AWS would not store it/),
    });
  });
});

describe('who else has a managed policy is said with its change', () => {
  const name = 'managed policy Models';
  const remediationFor = (holders?: number): readonly string[] => {
    const shared = policy(name, allow('bedrock:InvokeModel', OTHER_MODEL));
    const role = agentRole(identity(holders === undefined ? shared : { ...shared, holders }));
    return buildRemediation(correct(name), role).steps.filter((step) => step.includes('list-entities-for-policy'));
  };

  it.each([
    [
      'IAM did not tell',
      undefined,
      [
        'Look who else has the managed policy Models (`aws iam list-entities-for-policy`): the change is theirs as well.',
      ],
    ],
    ['nobody', 1, []],
    [
      'one',
      2,
      [
        'The managed policy Models is also attached to 1 other, and the change is theirs as well: look who they are (`aws iam list-entities-for-policy`), and where they are not meant, give the role a policy of its own.',
      ],
    ],
  ])('%s', (_name, holders, steps) => {
    expect(remediationFor(holders)).toEqual(steps);
  });

  it('a boundary too', () => {
    const limits = { ...policy('permissions boundary Limits', allow('s3:*', '*'), 'permissionsBoundary'), holders: 8 };
    const role = agentRole({ permissionsBoundary: { known: limits } });
    expect(buildRemediation({ kind: 'boundary', requests: [invoke] }, role).steps[1]).toMatch(
      /^The permissions boundary Limits is also attached to 7 others/,
    );
  });
});

describe('what a change does not touch stays as it was', () => {
  it('the Id, the Version, the order and the Sids of a policy', () => {
    const document = {
      Version: '2008-10-17',
      Id: 'models-2019',
      Statement: [
        { Sid: 'Z', ...allow(['s3:GetObject'], ['arn:aws:s3:::a']) },
        { Sid: 'Models', ...allow(['bedrock:InvokeModel'], [OTHER_MODEL]) },
        { Sid: 'A', ...allow(['s3:GetObject'], ['arn:aws:s3:::b']) },
      ],
    };
    const parsed = parsePolicy(document, 'inline policy Own', 'identity');
    if ('error' in parsed) throw new Error(parsed.error.problem);
    const change = {
      ...correct('inline policy Own'),
      location: { policy: 'inline policy Own', statement: 1 },
    } as Change;
    const { Statement, ...rest } = document;
    expect(buildRemediation(change, agentRole(identity(parsed.policy))).policy).toEqual({
      ...rest,
      Statement: Statement.with(1, { Sid: 'Models', ...allow(['bedrock:InvokeModel'], [MODEL]) }),
    });
  });

  it('the Id of the policy of a trust', () => {
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'bedrock.amazonaws.com' },
      Action: ['sts:AssumeRole'],
    };
    const parsed = parsePolicy(
      { Version: '2012-10-17', Id: 'trust-1', Statement: [statement] },
      'trust policy',
      'trust',
    );
    if ('error' in parsed) throw new Error(parsed.error.problem);
    const condition = { ArnEquals: { 'aws:SourceArn': AGENT } };
    const limit: Change = { kind: 'limitTrust', location: { policy: 'trust policy', statement: 0 }, condition };
    expect(buildRemediation(limit, agentRole({ trustPolicy: { known: parsed.policy } })).policy).toEqual({
      Version: '2012-10-17',
      Id: 'trust-1',
      Statement: [{ ...statement, Condition: condition }],
    });
  });
});
