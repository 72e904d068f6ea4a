import { describe, expect, it } from 'vitest';
import { type LiteralPolicy, type LiteralPolicyStatement, literalPolicy } from '../../functions/iam/literal-policy.ts';
import { corrections } from '../../functions/remediation/changes/correction.ts';
import { exemption } from '../../functions/remediation/changes/exemption.ts';
import { grantPolicy } from '../../functions/remediation/changes/grant-policy.ts';
import { resourceGrants, resourceStatements } from '../../functions/remediation/changes/resource-grant.ts';
import { keptOut, trustChanges } from '../../functions/remediation/changes/trust-change.ts';
import { type PolicyEdit, readAgain } from '../../functions/remediation/proof/policy-edit.ts';
import { holds, prove } from '../../functions/remediation/proof/proof.ts';
import type { AgentRole } from '../../functions/workload/agent-role.ts';
import type { PrincipalRequest } from '../../functions/workload/change.ts';
import { ACCOUNT, agentRole, allow, identity, MODEL, policy, request } from '../diagnosis/agent-role-fixture.ts';

const AGENT = `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/AGENT00001`;
const FUNCTION = `arn:aws:lambda:us-east-1:${ACCOUNT}:function:orders`;
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/0a1b2c3d-0000-4000-8000-000000000000`;
const invoke: PrincipalRequest = { action: 'bedrock:InvokeModel', resource: MODEL, context: {} };

interface Proposal {
  readonly edits: readonly PolicyEdit[];
  readonly requests: readonly PrincipalRequest[];
  readonly role: AgentRole;
}

function granted(): Proposal {
  const after = readAgain(grantPolicy([invoke]), 'inline policy New', 'identity');
  return {
    edits: [{ holder: 'identity', name: 'inline policy New', ...(after === undefined ? {} : { after }) }],
    requests: [invoke],
    role: agentRole(identity()),
  };
}

function corrected(): Proposal {
  const wrong = allow('bedrock:InvokeModel', MODEL.replace('us-east-1', 'us-west-2'));
  const role = agentRole(identity(policy('inline policy Own', wrong)));
  const [first] = corrections({ location: { policy: 'inline policy Own', statement: 0 } }, [invoke], role);
  return { edits: first?.edits ?? [], requests: [invoke], role };
}

function exempted(): Proposal {
  const denial = { Effect: 'Deny', Action: ['bedrock:InvokeModel', 'bedrock:GetFoundationModel'], Resource: '*' };
  const role = agentRole(identity(policy('inline policy Own', [allow('bedrock:*', '*'), denial])));
  return { edits: exemption([invoke], role) ?? [], requests: [invoke], role };
}

function trusted(): Proposal {
  const wrong = {
    Effect: 'Allow',
    Principal: { Service: 'bedrock.amazonaws.com' },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: { 'aws:SourceAccount': ACCOUNT },
      ArnLike: { 'aws:SourceArn': AGENT.replace('AGENT00001', 'AGENT00002') },
    },
  };
  const role = agentRole({ trustPolicy: { known: policy('trust policy', wrong, 'trust') } });
  const requests = keptOut(role.workloads, role);
  return { edits: trustChanges(role.workloads, requests, role)[0]?.edits ?? [], requests, role };
}

function permitted(): Proposal {
  const needed: PrincipalRequest = {
    action: 'lambda:InvokeFunction',
    resource: FUNCTION,
    principal: 'bedrock.amazonaws.com',
    context: { 'aws:SourceArn': AGENT, 'aws:SourceAccount': ACCOUNT },
  };
  const role = agentRole({
    accessHeldElsewhere: [request({ ...needed, heldBy: 'functionPolicy' })],
    resourcePolicies: { [FUNCTION]: { known: null } },
  });
  return {
    edits: resourceGrants([needed], resourceStatements([needed], role), role)?.[0]?.edits ?? [],
    requests: [needed],
    role,
  };
}

function spared(): Proposal {
  const asked: PrincipalRequest = { action: 'kms:Decrypt', resource: KEY, context: {} };
  const before = policy(
    `policy of ${KEY}`,
    [
      { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
      { Effect: 'Deny', Principal: '*', Action: 'kms:Decrypt', Resource: '*' },
    ],
    'resource',
  );
  const role = agentRole({
    ...identity(policy('inline policy Own', allow('kms:Decrypt', KEY))),
    resourcePolicies: { [KEY]: { known: before } },
  });
  const [first] = resourceGrants([asked], resourceStatements([asked], role), role) ?? [];
  return { edits: first?.edits ?? [], requests: [asked], role };
}

const proposals: Readonly<Record<string, () => Proposal>> = {
  granted,
  corrected,
  exempted,
  trusted,
  permitted,
  spared,
};

/** The last document with its last statement changed, as somebody might change it before it is applied. */
function mutated({ edits }: Proposal, mutate: (statement: LiteralPolicyStatement) => LiteralPolicyStatement[]) {
  return edits.map((edit): PolicyEdit => {
    if (edit.after === undefined) return edit;
    const { Version, Statement } = literalPolicy(edit.after);
    const last = Statement.at(-1);
    const statements = last === undefined ? [] : [...Statement.slice(0, -1), ...mutate(last)];
    const document: LiteralPolicy = { Version, Statement: statements };
    const after = readAgain(document, edit.name, edit.after.kind);
    if (after === undefined) throw new Error(`the mutation is no policy: ${JSON.stringify(document)}`);
    return { ...edit, after };
  });
}

const without = (statement: LiteralPolicyStatement, element: keyof LiteralPolicyStatement): LiteralPolicyStatement =>
  Object.fromEntries(Object.entries(statement).filter(([key]) => key !== element)) as unknown as LiteralPolicyStatement;

describe('a remediation is proven', () => {
  it.each(Object.keys(proposals))('%s', (name) => {
    const proposal = proposals[name]?.();
    if (proposal === undefined) throw new Error(name);
    const proof = prove(proposal.edits, proposal.requests, proposal.role);
    expect({ holds: holds(proof), ...proof }).toEqual({
      holds: true,
      before: name === 'exempted' || name === 'spared' ? 'explicitDeny' : 'implicitDeny',
      after: 'allowed',
      minimal: true,
      stillBlockedBy: [],
    });
  });
});

describe('a remediation that was widened is not', () => {
  const wider: readonly [
    name: string,
    proposal: keyof typeof proposals,
    mutate: (statement: LiteralPolicyStatement) => LiteralPolicyStatement[],
  ][] = ['granted', 'corrected'].flatMap((proposal): typeof wider => [
    ['every resource', proposal, (one) => [{ ...one, Resource: ['*'] }]],
    ['a resource with a wildcard', proposal, (one) => [{ ...one, Resource: [`${MODEL.slice(0, -4)}*`] }]],
    ['another resource', proposal, (one) => [{ ...one, Resource: [...(one.Resource ?? []), `${MODEL}-x`] }]],
    [
      'another action on the resource',
      proposal,
      (one) => [{ ...one, Action: [...(one.Action ?? []), 'bedrock:GetFoundationModel'] }],
    ],
    ['every action', proposal, (one) => [{ ...one, Action: ['bedrock:*'] }]],
    [
      'an action that grants nothing there',
      proposal,
      (one) => [{ ...one, Action: [...(one.Action ?? []), 'bedrock:Retrieve'] }],
    ],
    [
      'an action that does not exist',
      proposal,
      (one) => [{ ...one, Action: [...(one.Action ?? []), 'bedrock:Converse'] }],
    ],
    ['the streaming twin of nothing', proposal, (one) => [{ ...one, Resource: [MODEL, 'arn:aws:s3:::bucket/*'] }]],
    [
      'another statement',
      proposal,
      (one) => [one, { Sid: 'More', Effect: 'Allow', Action: ['s3:GetObject'], Resource: ['arn:aws:s3:::b/*'] }],
    ],
    ['all but something', proposal, (one) => [{ ...without(one, 'Action'), NotAction: ['iam:*'] }]],
  ]);
  const others: typeof wider = [
    ['a Deny that is gone', 'exempted', () => []],
    [
      'a Deny that spares every model',
      'exempted',
      () => [
        {
          Effect: 'Deny',
          Action: ['bedrock:GetFoundationModel'],
          NotResource: ['arn:aws:bedrock:*::foundation-model/*'],
        },
      ],
    ],
    ['a Deny of a key that is gone', 'spared', () => []],
    [
      'a Deny of a key that spares every role',
      'spared',
      (one) => [{ ...one, Condition: { ArnNotLike: { 'aws:PrincipalArn': `arn:aws:iam::${ACCOUNT}:role/*` } } }],
    ],
    [
      'a Deny of a key for nobody else',
      'spared',
      (one) => [{ ...without(one, 'Condition'), Principal: { AWS: `arn:aws:iam::${ACCOUNT}:role/other` } }],
    ],
    ['a trust policy without conditions', 'trusted', (one) => [without(one, 'Condition')]],
    [
      'a trust policy for every agent',
      'trusted',
      (one) => [{ ...one, Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } } }],
    ],
    [
      'a trust policy for one more service',
      'trusted',
      (one) => [{ ...one, Principal: { Service: ['bedrock.amazonaws.com', 'lambda.amazonaws.com'] } }],
    ],
    ['a permission for every agent', 'permitted', (one) => [without(one, 'Condition')]],
    ['a permission for everyone', 'permitted', (one) => [{ ...one, Principal: '*' }]],
    [
      'a permission to change the function',
      'permitted',
      (one) => [{ ...one, Action: ['lambda:InvokeFunction', 'lambda:UpdateFunctionCode'] }],
    ],
  ];

  it.each([...wider, ...others])('%s (%s)', (_name, name, mutate) => {
    const proposal = proposals[name]?.();
    if (proposal === undefined) throw new Error(name);
    expect(holds(prove(mutated(proposal, mutate), proposal.requests, proposal.role))).toBe(false);
  });
});

it('a remediation that takes something away is not', () => {
  const needed = request({ action: 's3:GetObject', resource: 'arn:aws:s3:::schemas/orders.json' });
  const before = policy('inline policy Own', allow('s3:GetObject', 'arn:aws:s3:::schemas/*'));
  const role = agentRole({ ...identity(before), knownRequests: [request(), needed] });
  const edit: PolicyEdit = {
    holder: 'identity',
    name: before.name,
    before,
    after: policy(before.name, allow('bedrock:InvokeModel', MODEL)),
  };
  const proof = prove([edit], [invoke], role);
  expect([holds(proof), proof.lost]).toEqual([false, ['s3:GetObject on arn:aws:s3:::schemas/orders.json']]);
});
