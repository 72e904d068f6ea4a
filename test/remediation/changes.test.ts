import { describe, expect, it } from 'vitest';
import { literalPolicy } from '../../functions/iam/literal-policy.ts';
import type { Policy } from '../../functions/iam/policy.ts';
import { buildRemediation } from '../../functions/remediation/build-remediation.ts';
import type { AgentRole } from '../../functions/workload/agent-role.ts';
import type { Change, GrantedRequest } from '../../functions/workload/change.ts';
import type { RequiredRequest } from '../../functions/workload/required-request.ts';
import { ACCOUNT, agentRole, allow, identity, MODEL, policy, ROLE, request } from '../diagnosis/agent-role-fixture.ts';

const KB = `arn:aws:bedrock:us-east-1:${ACCOUNT}:knowledge-base/KB00000001`;
const AGENT = `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/AGENT00001`;
const FUNCTION = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:orders`;
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/00000000-0000-0000-0000-000000000001`;
const BUCKET = 'arn:aws:s3:::schemas';
const COLLECTION = `arn:aws:aoss:us-east-1:${ACCOUNT}:collection/col0000000001`;
const INDEX = `arn:aws:aoss:us-east-1:${ACCOUNT}:index/col0000000001/docs`;

const invoke: GrantedRequest = { action: 'bedrock:InvokeModel', resource: MODEL, context: {} };
const retrieve: GrantedRequest = { action: 'bedrock:Retrieve', resource: KB, context: {} };
const knownRequests = [
  request(),
  request({ action: 'bedrock:Retrieve', resource: KB, kind: 'knowledgeBase' }),
  request({ action: 's3:GetObject', resource: `${BUCKET}/orders.json`, kind: 'schema' }),
  request({ action: 'kms:Decrypt', resource: KEY, kind: 'encryptionKey' }),
];
const own = (...statements: readonly object[]): Partial<AgentRole> => ({
  ...identity(policy('inline policy Own', statements)),
  knownRequests,
});
const at = (statement: number, name = 'inline policy Own') => ({ policy: name, statement });
const PROVEN = { before: 'implicitDeny', after: 'allowed', minimal: true, stillBlockedBy: [] };

/** The statements that the remediation proposes, and what the engine says of them. */
function proposed(change: Change, role: AgentRole) {
  const { policy: document, proof } = buildRemediation(change, role);
  return { statements: document?.Statement, proof };
}

describe('a statement of the role is corrected in place', () => {
  const correct = (location: { policy: string; statement: number }, written?: string, requests = [invoke]): Change => ({
    kind: 'correct',
    requests,
    location,
    ...(written === undefined ? {} : { written }),
  });
  const rows: readonly [name: string, statement: object, change: Change, corrected: object][] = [
    [
      'an ARN with an account where a model has none',
      allow('bedrock:InvokeModel', MODEL.replace('::', `:${ACCOUNT}:`)),
      correct(at(0), MODEL.replace('::', `:${ACCOUNT}:`)),
      allow(['bedrock:InvokeModel'], [MODEL]),
    ],
    [
      'an ARN of another Region, found without being told',
      allow('bedrock:InvokeModel', MODEL.replace('us-east-1', 'us-west-2')),
      correct(at(0)),
      allow(['bedrock:InvokeModel'], [MODEL]),
    ],
    [
      'the name of an SDK client',
      allow('bedrock-runtime:InvokeModel', MODEL),
      correct(at(0), 'bedrock-runtime:InvokeModel'),
      allow(['bedrock:InvokeModel'], [MODEL]),
    ],
    [
      'an action that does not exist',
      allow(['bedrock:QueryKnowledgeBase'], [KB]),
      correct(at(0), 'bedrock:QueryKnowledgeBase', [retrieve]),
      allow(['bedrock:Retrieve'], [KB]),
    ],
    [
      'the value of a condition',
      allow('bedrock:InvokeModel', MODEL, { Condition: { StringEquals: { 'aws:RequestedRegion': 'us-west-2' } } }),
      correct(at(0), undefined, [{ ...invoke, context: { 'aws:RequestedRegion': 'us-east-1' } }]),
      allow(['bedrock:InvokeModel'], [MODEL], { Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } } }),
    ],
    [
      'an operator that reads no wildcards',
      allow('bedrock:InvokeModel', MODEL, { Condition: { StringEquals: { 'aws:RequestedRegion': 'us-*' } } }),
      correct(at(0), undefined, [{ ...invoke, context: { 'aws:RequestedRegion': 'us-east-1' } }]),
      allow(['bedrock:InvokeModel'], [MODEL], { Condition: { StringLike: { 'aws:RequestedRegion': 'us-*' } } }),
    ],
  ];

  it.each(rows)('%s', (_name, statement, change, corrected) => {
    expect(proposed(change, agentRole(own(statement)))).toEqual({ statements: [corrected], proof: PROVEN });
  });

  it('beside what is needed already', () => {
    const role = agentRole(own(allow(['bedrock:InvokeModel', 'bedrock:Retrieve'], [MODEL])));
    const { policy: document, diff, cli, proof } = buildRemediation(correct(at(0), MODEL, [retrieve]), role);
    // Actions and resources multiply: InvokeModel on a knowledge base grants nothing, and Retrieve on a model neither.
    expect({ statements: document?.Statement, proof }).toEqual({
      statements: [allow(['bedrock:InvokeModel', 'bedrock:Retrieve'], [MODEL, KB])],
      proof: PROVEN,
    });
    expect(diff).toBe(
      [
        '--- inline policy Own (as read)',
        '+++ inline policy Own (proposed)',
        '@@ -8,7 +8,8 @@',
        '         "bedrock:Retrieve"',
        '       ],',
        '       "Resource": [',
        `-        "${MODEL}"`,
        `+        "${MODEL}",`,
        `+        "${KB}"`,
        '       ]',
        '     }',
        '   ]',
      ].join('\n'),
    );
    expect(cli).toBe(
      `aws iam put-role-policy --role-name 'SupportAgentRole' --policy-name 'Own' --policy-document '${JSON.stringify(document)}'`,
    );
  });

  it('not where the correction would let more through: a statement is added', () => {
    const wide = allow(['bedrock:InvokeModel', 'bedrock:ApplyGuardrail', 'bedrock:GetFoundationModel'], '*', {
      Condition: { StringEquals: { 'aws:RequestedRegion': 'us-west-2' } },
    });
    const change = correct(at(0), undefined, [{ ...invoke, context: { 'aws:RequestedRegion': 'us-east-1' } }]);
    expect(proposed(change, agentRole(own(wide)))).toEqual({
      statements: [
        {
          Sid: 'AllowInvokeModel',
          ...allow(['bedrock:InvokeModel'], [MODEL], {
            Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } },
          }),
        },
      ],
      proof: PROVEN,
    });
  });

  it('not at the cost of a guard that the call does not meet', () => {
    const guarded = allow('bedrock:InvokeModel', MODEL, {
      Condition: { StringEquals: { 'bedrock:GuardrailIdentifier': 'gr-1' } },
    });
    const { policy: document, steps } = buildRemediation(correct(at(0)), agentRole(own(guarded)));
    expect(document).toBeUndefined();
    expect(steps.at(-1)).toMatch(/^No policy is proposed: statement 0 of the inline policy Own asks for something/);
  });

  it('not in the text of AWS', () => {
    const name = 'AWS managed policy AmazonBedrockReadOnly';
    const role = agentRole({
      ...identity(policy(name, allow('bedrock:InvokeModel', MODEL.replace('us-east-1', 'us-west-2')))),
      knownRequests,
    });
    const { policy: document, diff } = buildRemediation(correct(at(0, name)), role);
    expect(document?.Statement).toEqual([{ Sid: 'AllowInvokeModel', ...allow(['bedrock:InvokeModel'], [MODEL]) }]);
    expect(diff).toMatch(/^--- \/dev\/null/);
  });
});

describe('a Deny is narrowed by exactly the request', () => {
  const exempt: Change = { kind: 'exempt', requests: [invoke], location: at(1) };
  const grants = allow('bedrock:*', '*');
  const deny = (actions: readonly string[], resources: readonly string[]) => ({
    Effect: 'Deny',
    Action: actions,
    Resource: resources,
  });
  const rows: readonly [name: string, denial: object, left: readonly object[]][] = [
    ['of this very resource', deny(['bedrock:InvokeModel'], [MODEL, KB]), [deny(['bedrock:InvokeModel'], [KB])]],
    [
      'of every resource',
      deny(['bedrock:InvokeModel', 'bedrock:GetFoundationModel'], ['*']),
      [
        { Effect: 'Deny', Action: ['bedrock:InvokeModel', 'bedrock:GetFoundationModel'], NotResource: [MODEL] },
        deny(['bedrock:GetFoundationModel'], [MODEL]),
      ],
    ],
    [
      'of the whole service',
      deny(['bedrock:*'], ['*']),
      [
        { Effect: 'Deny', Action: ['bedrock:*'], NotResource: [MODEL] },
        { Effect: 'Deny', NotAction: ['bedrock:InvokeModel'], Resource: [MODEL] },
      ],
    ],
    [
      'of all but some actions',
      { Effect: 'Deny', NotAction: ['iam:*', 'sts:*'], Resource: ['*'] },
      [
        { Effect: 'Deny', NotAction: ['iam:*', 'sts:*'], NotResource: [MODEL] },
        { Effect: 'Deny', NotAction: ['iam:*', 'sts:*', 'bedrock:InvokeModel'], Resource: [MODEL] },
      ],
    ],
    [
      'of all but one resource',
      { Effect: 'Deny', Action: ['bedrock:InvokeModel'], NotResource: [KB] },
      [{ Effect: 'Deny', Action: ['bedrock:InvokeModel'], NotResource: [KB, MODEL] }],
    ],
  ];

  it.each(rows)('%s', (_name, denial, left) => {
    const { statements, proof } = proposed(exempt, agentRole(own(grants, denial)));
    expect({ statements: statements?.slice(1), proof }).toEqual({
      statements: left,
      proof: { ...PROVEN, before: 'explicitDeny' },
    });
  });

  it('and left alone where more would be spared', () => {
    const denial = deny(['bedrock:InvokeModel'], ['arn:aws:bedrock:*::foundation-model/*']);
    const { policy: document, steps } = buildRemediation(exempt, agentRole(own(grants, denial)));
    expect(document).toBeUndefined();
    expect(steps).toEqual([
      'Ask why the Deny of statement 1 of the inline policy Own stands there; no Allow outweighs it.',
      'There is no proof for this, and so no policy to paste: the Deny cannot be narrowed by exactly this request.',
    ]);
  });
});

describe('a trust policy lets the workload in, and nobody else', () => {
  const trusting = (...statements: readonly object[]): AgentRole =>
    agentRole({ trustPolicy: { known: policy('trust policy', statements, 'trust') } });
  const change: Change = { kind: 'trust', workloads: [] };
  const service = (condition?: object) => ({
    Effect: 'Allow',
    Principal: { Service: 'bedrock.amazonaws.com' },
    Action: ['sts:AssumeRole'],
    ...(condition === undefined ? {} : { Condition: condition }),
  });
  const full = {
    StringEquals: { 'aws:SourceAccount': ACCOUNT },
    ArnEquals: { 'aws:SourceArn': AGENT },
  };
  const rows: readonly [name: string, statements: readonly object[], after: readonly object[]][] = [
    [
      'an agent that is another one',
      [service({ ...full, ArnEquals: { 'aws:SourceArn': AGENT.replace('AGENT00001', 'AGENT00002') } })],
      [service(full)],
    ],
    [
      'an account that is another one',
      [service({ ...full, StringEquals: { 'aws:SourceAccount': '444455556666' } })],
      [service(full)],
    ],
    [
      'another service',
      [{ ...service(), Principal: { Service: 'lambda.amazonaws.com' } }],
      [
        { ...service(), Principal: { Service: 'lambda.amazonaws.com' } },
        { Sid: 'AssumedByBedrock', ...service({ ...full, ArnEquals: { 'aws:SourceArn': [AGENT] } }) },
      ],
    ],
  ];

  it.each(rows)('%s', (_name, statements, after) => {
    const remediation = buildRemediation(change, trusting(...statements));
    expect({ statements: remediation.policy?.Statement, proof: remediation.proof }).toEqual({
      statements: JSON.parse(JSON.stringify(after).replaceAll(`["${AGENT}"]`, `"${AGENT}"`)),
      proof: PROVEN,
    });
    expect(remediation.cli).toBe(
      `aws iam update-assume-role-policy --role-name 'SupportAgentRole' --policy-document '${JSON.stringify(remediation.policy)}'`,
    );
  });

  it('is not said without the trust policy', () => {
    const { policy: document, steps } = buildRemediation(change, agentRole());
    expect(document).toBeUndefined();
    expect(steps[0]).toContain(AGENT);
    expect(steps[1]).toMatch(/^There is no proof for this/);
  });

  it('changes nothing that lets the workload in already', () => {
    expect(buildRemediation(change, trusting(service(full))).steps).toEqual([
      'Repeat the call: the trust policy lets the service assume the role now.',
    ]);
  });
});

describe('the policy of a resource', () => {
  const invokeFunction = {
    action: 'lambda:InvokeFunction',
    resource: FUNCTION,
    principal: 'bedrock.amazonaws.com',
    context: { 'aws:SourceArn': AGENT, 'aws:SourceAccount': ACCOUNT },
  };
  const held = (changes: Partial<RequiredRequest>) => request({ necessity: 'required', ...changes });
  const elsewhere = [held({ ...invokeFunction, heldBy: 'functionPolicy', kind: 'function' })];
  const root = {
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    Action: ['kms:DescribeKey'],
    Resource: ['*'],
  };
  const withPolicy = (resource: string, known: Policy | null): AgentRole =>
    agentRole({
      ...own(allow('kms:Decrypt', KEY)),
      accessHeldElsewhere: elsewhere,
      resourcePolicies: { [resource]: { known } },
    });

  it('of a function is a permission of its own', () => {
    const { proof, cli, cloudformation, terraform } = buildRemediation(
      { kind: 'resourceGrant', requests: [invokeFunction] },
      withPolicy(FUNCTION, null),
    );
    expect(proof).toEqual(PROVEN);
    expect(cli).toBe(
      `aws lambda add-permission --region 'us-east-1' --function-name '${FUNCTION}' --statement-id 'InvokedForAGENT00001' --action 'lambda:InvokeFunction' --principal 'bedrock.amazonaws.com' --source-arn '${AGENT}' --source-account '${ACCOUNT}'`,
    );
    expect(cloudformation).toContain('Type: AWS::Lambda::Permission');
    expect(terraform).toContain('resource "aws_lambda_permission" "invokedforagent00001"');
  });

  it('of a key keeps what stands there', () => {
    const {
      policy: document,
      proof,
      cli,
    } = buildRemediation(
      { kind: 'resourceGrant', requests: [{ action: 'kms:Decrypt', resource: KEY, context: {} }] },
      withPolicy(KEY, policy(`policy of ${KEY}`, root, 'resource')),
    );
    expect({ statements: document?.Statement, proof }).toEqual({
      statements: [
        root,
        {
          Sid: 'UsedForSupportAgentRole',
          Effect: 'Allow',
          Principal: { AWS: ROLE },
          Action: ['kms:Decrypt'],
          Resource: ['*'],
        },
      ],
      proof: PROVEN,
    });
    expect(cli).toMatch(/^aws kms put-key-policy --region 'us-east-1' --key-id 'arn:aws:kms:/);
  });

  describe('that denies is narrowed for the role alone', () => {
    const get: GrantedRequest = { action: 's3:GetObject', resource: `${BUCKET}/orders.json`, context: {} };
    const decrypt: GrantedRequest = { action: 'kms:Decrypt', resource: KEY, context: {} };
    const keyRoot = { ...root, Action: ['kms:*'] };
    const denial = (changes: object) => ({ Effect: 'Deny', Principal: '*', Resource: ['*'], ...changes });
    const butRole = { Condition: { ArnNotEquals: { 'aws:PrincipalArn': ROLE } } };
    const forRole = { Principal: { AWS: ROLE } };
    const rows: readonly [name: string, asked: GrantedRequest, before: readonly object[], after: readonly object[]][] =
      [
        [
          'of a key, with every other action of its Deny kept',
          decrypt,
          [keyRoot, denial({ Sid: 'Closed', Action: ['kms:*'] })],
          [
            keyRoot,
            denial({ Sid: 'Closed', Action: ['kms:*'], ...butRole }),
            { Effect: 'Deny', ...forRole, NotAction: ['kms:Decrypt'], Resource: ['*'] },
          ],
        ],
        [
          'beside the roles that it excepts already',
          decrypt,
          [
            keyRoot,
            denial({
              Action: ['kms:Decrypt'],
              Condition: { StringNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/Ops' } },
            }),
          ],
          [
            keyRoot,
            denial({
              Action: ['kms:Decrypt'],
              Condition: { StringNotLike: { 'aws:PrincipalArn': ['arn:aws:iam::*:role/Ops', ROLE] } },
            }),
          ],
        ],
        [
          'that names the role among others',
          decrypt,
          [keyRoot, denial({ Principal: { AWS: [ROLE, `${ROLE}-old`] }, Action: ['kms:Decrypt'] })],
          [keyRoot, denial({ Principal: { AWS: `${ROLE}-old` }, Action: ['kms:Decrypt'] })],
        ],
        [
          'of a bucket, by one object',
          get,
          [denial({ Action: ['s3:GetObject'], Resource: [`${BUCKET}/orders.json`, `${BUCKET}/secret.json`] })],
          [
            denial({
              Action: ['s3:GetObject'],
              Resource: [`${BUCKET}/orders.json`, `${BUCKET}/secret.json`],
              ...butRole,
            }),
            { Effect: 'Deny', ...forRole, Action: ['s3:GetObject'], Resource: [`${BUCKET}/secret.json`] },
          ],
        ],
        [
          'of a bucket, by the action where nothing else lets the role do it',
          get,
          [denial({ Action: ['s3:*'], Resource: [BUCKET, `${BUCKET}/*`] })],
          [
            denial({ Action: ['s3:*'], Resource: [BUCKET, `${BUCKET}/*`], ...butRole }),
            { Effect: 'Deny', ...forRole, NotAction: ['s3:GetObject'], Resource: [BUCKET, `${BUCKET}/*`] },
          ],
        ],
      ];
    const asking = (asked: GrantedRequest, before: readonly object[], ...more: readonly object[]): AgentRole => {
      const place = asked === get ? BUCKET : KEY;
      return agentRole({
        ...own(allow('kms:Decrypt', KEY), allow('s3:GetObject', `${BUCKET}/orders.json`), ...more),
        resourcePolicies: { [place]: { known: policy(`policy of ${place}`, before, 'resource') } },
      });
    };

    it.each(rows)('%s', (_name, asked, before, after) => {
      const { statements, proof } = proposed({ kind: 'resourceGrant', requests: [asked] }, asking(asked, before));
      expect({ statements, proof }).toEqual({ statements: after, proof: { ...PROVEN, before: 'explicitDeny' } });
    });

    const closed = [denial({ Action: ['s3:GetObject'], Resource: [`${BUCKET}/*`] })];
    it.each<[string, readonly object[], readonly object[]]>([
      ['the role may read the other objects', closed, [allow('s3:Get*', `${BUCKET}/private/*`)]],
      [
        'the Deny is of all but some',
        [
          {
            ...denial({ Action: ['s3:GetObject'] }),
            Principal: undefined,
            NotPrincipal: { AWS: `${ROLE}x` },
            Resource: [`${BUCKET}/*`],
          },
        ],
        [],
      ],
    ])('and left alone where %s', (_name, before, more) => {
      const {
        policy: document,
        steps,
        proof,
      } = buildRemediation(
        { kind: 'resourceGrant', requests: [get] },
        asking(get, JSON.parse(JSON.stringify(before)), ...more),
      );
      expect([document, proof?.after]).toEqual([undefined, 'explicitDeny']);
      expect(steps[0]).toMatch(/^Ask why the policy of arn:aws:s3:::schemas denies this;/);
    });
  });

  it('that was not read is not written anew', () => {
    const {
      policy: document,
      cli,
      steps,
    } = buildRemediation(
      { kind: 'resourceGrant', requests: [invokeFunction] },
      agentRole({ accessHeldElsewhere: elsewhere, resourcePolicies: {} }),
    );
    expect([document, cli]).toEqual([undefined, undefined]);
    expect(steps.at(-1)).toBe(`There is no proof for this: the policy of ${FUNCTION} was not read.`);
  });

  it('that was not read is no reason to repeat the call, whatever the role is allowed', () => {
    const get = { action: 's3:GetObject', resource: `${BUCKET}/orders.json`, context: {} };
    const role = agentRole(own(allow('s3:GetObject', `${BUCKET}/*`)));
    const { steps } = buildRemediation({ kind: 'resourceGrant', requests: [get] }, role);
    expect(steps).toEqual([
      expect.stringMatching(/^Look whether the policy of arn:aws:s3:::schemas allows this, and if not, add \{/),
      `There is no proof for this: the policy of ${BUCKET} was not read.`,
    ]);
  });

  it("of a function is proven without the role's own policies, which are not asked", () => {
    const unread: Partial<AgentRole> = { identityPolicies: { missing: ['iam was not read'] }, readablePolicies: [] };
    const role = { ...withPolicy(FUNCTION, null), ...unread };
    expect(buildRemediation({ kind: 'resourceGrant', requests: [invokeFunction] }, role).proof).toEqual(PROVEN);
  });
});

describe('a data access policy', () => {
  const read: GrantedRequest = { action: 'aoss:ReadDocument', resource: INDEX, context: {} };
  const role = agentRole({
    accessHeldElsewhere: [request({ ...read, heldBy: 'dataAccessPolicy', kind: 'vectorStore' })],
    openSearch: {
      collections: { items: [{ region: 'us-east-1', id: 'col0000000001', name: 'vectors' }], missing: [] },
      dataAccess: { items: [], missing: [] },
      networkAccess: { items: [], missing: [] },
    },
  });

  it('is made beside the others', () => {
    const { cli, proof, policy: document } = buildRemediation({ kind: 'dataAccess', requests: [read] }, role);
    expect(proof).toEqual(PROVEN);
    expect(document).toBeUndefined();
    expect(cli).toContain(
      `--policy '[{"Rules":[{"ResourceType":"index","Resource":["index/vectors/docs"],"Permission":["aoss:ReadDocument"]}],"Principal":["${ROLE}"]}]'`,
    );
  });

  it.each([
    ['the collection has no name that was read', { ...role.openSearch, collections: { items: [], missing: [] } }],
    ['the policies were not read', { ...role.openSearch, dataAccess: { items: [], missing: ['aoss was not read'] } }],
  ])('is not said where %s', (_name, openSearch) => {
    const remediation = buildRemediation({ kind: 'dataAccess', requests: [read] }, { ...role, openSearch });
    expect(Object.keys(remediation)).toEqual(['who', 'steps']);
  });

  it('is not for what no workload needs', () => {
    const other = { ...read, resource: COLLECTION, action: 'aoss:DeleteCollectionItems' };
    expect(Object.keys(buildRemediation({ kind: 'dataAccess', requests: [other] }, role))).toEqual(['who', 'steps']);
  });
});

describe('a boundary', () => {
  const limits = policy('permissions boundary Limits', allow('s3:*', '*'), 'permissionsBoundary');
  const role = agentRole({ ...own(allow('bedrock:InvokeModel', MODEL)), permissionsBoundary: { known: limits } });

  it('is widened by whoever owns it; the role gets no policy', () => {
    const remediation = buildRemediation({ kind: 'boundary', requests: [invoke] }, role);
    expect(Object.keys(remediation)).toEqual(['who', 'steps', 'diff', 'proof']);
    expect(remediation.proof).toEqual(PROVEN);
    expect(remediation.steps[0]).toContain(
      JSON.stringify({ Sid: 'AllowInvokeModel', ...allow(['bedrock:InvokeModel'], [MODEL]) }),
    );
  });
});

it('a boundary that denies is asked to spare the request, and not to allow it', () => {
  const denial = { Effect: 'Deny', Action: ['bedrock:InvokeModel'], Resource: [MODEL, KB] };
  const limits = policy('permissions boundary Limits', [allow('*', '*'), denial], 'permissionsBoundary');
  const role = agentRole({ ...own(allow('bedrock:InvokeModel', MODEL)), permissionsBoundary: { known: limits } });
  const { steps, proof, diff } = buildRemediation({ kind: 'boundary', requests: [invoke] }, role);
  expect(proof).toEqual({ ...PROVEN, before: 'explicitDeny' });
  expect(steps[0]).toMatch(/ to narrow its Deny so that it spares this, as the diff shows\.$/);
  expect(diff).toContain(`-        "${MODEL}",`);
});

describe('an object of a bucket that is read as a whole', () => {
  const documents = request({ action: 's3:GetObject', resource: `${BUCKET}/*`, kind: 'dataSource' });
  const one: GrantedRequest = { action: 's3:GetObject', resource: `${BUCKET}/private/handbook.pdf`, context: {} };
  const reading = (...statements: readonly object[]): AgentRole =>
    agentRole({
      ...identity(...(statements.length === 0 ? [] : [policy('inline policy Own', statements)])),
      knownRequests: [documents],
      resourcePolicies: { [BUCKET]: { known: null } },
    });
  const every = allow(['s3:*'], ['*']);
  const denies = (...resources: readonly string[]) => ({
    Effect: 'Deny',
    Action: ['s3:GetObject'],
    Resource: resources,
  });

  it('is allowed with all the others', () => {
    expect(proposed({ kind: 'grant', requests: [one] }, reading())).toEqual({
      statements: [{ Sid: 'AllowGetObject', ...allow(['s3:GetObject'], [`${BUCKET}/*`]) }],
      proof: PROVEN,
    });
  });

  it('is allowed with all the others by a correction, which leaves the wildcard one', () => {
    const wrong = allow('s3:GetObject', 'arn:aws:s3:::schema/*');
    const change: Change = { kind: 'correct', requests: [one], location: at(0), written: 'arn:aws:s3:::schema/*' };
    expect(proposed(change, reading(wrong))).toEqual({
      statements: [allow(['s3:GetObject'], [`${BUCKET}/*`])],
      proof: PROVEN,
    });
  });

  it('is spared with all the others by a Deny of everything', () => {
    expect(proposed({ kind: 'exempt', requests: [one], location: at(1) }, reading(every, denies('*')))).toEqual({
      statements: [every, { Effect: 'Deny', Action: ['s3:GetObject'], NotResource: [`${BUCKET}/*`] }],
      proof: { ...PROVEN, before: 'explicitDeny' },
    });
  });

  it('and alone by a Deny of it alone, which the others do not meet', () => {
    const role = reading(every, denies(one.resource, `${BUCKET}/other`));
    expect(proposed({ kind: 'exempt', requests: [one], location: at(1) }, role)).toEqual({
      statements: [every, denies(`${BUCKET}/other`)],
      proof: { ...PROVEN, before: 'explicitDeny' },
    });
  });
});

describe('a statement that grants too much', () => {
  const needed = { Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: MODEL } as const;
  const wide = allow('bedrock:*', '*');
  const tighten = (statements: readonly (typeof needed)[], name?: string): Change => ({
    kind: 'tighten',
    location: at(0, name),
    statements,
  });

  it('is replaced, with all that is needed kept', () => {
    expect(proposed(tighten([needed]), agentRole({ ...own(wide), knownRequests: [request()] }))).toEqual({
      statements: [allow(['bedrock:InvokeModel'], [MODEL])],
      proof: { before: 'allowed', after: 'allowed', minimal: true, stillBlockedBy: [] },
    });
  });

  it('is not removed where something of it is needed', () => {
    const { policy: document, steps } = buildRemediation(tighten([]), agentRole(own(wide)));
    expect(document).toBeUndefined();
    expect(steps.at(-1)).toMatch(/^There is no proof for this, and so no policy to paste: /);
  });

  it('goes with its policy where nothing is left', () => {
    const { cli, diff } = buildRemediation(tighten([]), agentRole({ ...own(allow('s3:*', '*')), knownRequests: [] }));
    expect(cli).toBe("aws iam delete-role-policy --role-name 'SupportAgentRole' --policy-name 'Own'");
    expect(diff).toMatch(/^--- inline policy Own \(as read\)\n\+\+\+ \/dev\/null\n/);
  });

  it("of AWS's own policies is detached, and what is needed stands in a policy of the role", () => {
    const name = 'AWS managed policy AmazonBedrockFullAccess';
    const role = agentRole({ ...identity(policy(name, wide)), knownRequests: [request()] });
    const { cli, policy: document } = buildRemediation(tighten([needed], name), role);
    expect(document?.Statement).toEqual([allow(['bedrock:InvokeModel'], [MODEL])]);
    expect(cli?.split(' &&\n').map((command) => command.slice(0, 30))).toEqual([
      'aws iam put-role-policy --role',
      'aws iam detach-role-policy --r',
    ]);
  });
});

it('a policy is written as it was read', () => {
  const { identityPolicies } = agentRole(own(allow('bedrock:InvokeModel', MODEL)));
  const known = 'known' in identityPolicies ? identityPolicies.known : [];
  expect(known.map(literalPolicy)).toEqual([
    { Version: '2012-10-17', Statement: [allow(['bedrock:InvokeModel'], [MODEL])] },
  ]);
});
