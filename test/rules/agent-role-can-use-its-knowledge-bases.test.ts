import { expect, test } from 'vitest';
import rule from '../../functions/rules/agent-role-can-use-its-knowledge-bases.ts';
import {
  AGENT_ARN,
  COMPLIANT,
  changed,
  type Draft,
  insufficient,
  KNOWLEDGE_BASE_ARN,
  nonCompliant,
  type OutcomeSummary,
  outcomeFor,
  statements,
  summaryOf,
} from './plain-account.ts';

const RETRIEVE = 3;
const become =
  (...list: Draft[]) =>
  (draft: Draft): void => {
    statements(draft).splice(
      RETRIEVE,
      1,
      ...list.map((one) => ({ Effect: 'Allow', Resource: KNOWLEDGE_BASE_ARN, ...one })),
    );
  };
const GRANTED_IN_NO_FORM = nonCompliant('granted-in-no-form high');
const SECRET = 'arn:aws:secretsmanager:us-east-1:210987654321:secret:pinecone-AbCdEf';
const inPinecone = (draft: Draft): void =>
  draft.knowledgeBases.push({
    knowledgeBase: {
      knowledgeBaseId: 'HELPBASE01',
      status: 'ACTIVE',
      roleArn: 'arn:aws:iam::210987654321:role/other',
      knowledgeBaseConfiguration: { type: 'VECTOR' },
      storageConfiguration: { type: 'PINECONE', pineconeConfiguration: { credentialsSecretArn: SECRET } },
    },
    dataSources: [],
  });
const associate = (secret: string): Draft => ({
  Action: 'bedrock:AssociateThirdPartyKnowledgeBase',
  Resource: '*',
  Condition: { StringEquals: { 'bedrock:ThirdPartyKnowledgeBaseCredentialsSecretArn': secret } },
});

const rows: readonly [what: string, change: (draft: Draft) => void, expected: OutcomeSummary][] = [
  ['nothing', () => {}, COMPLIANT],
  ['nothing allows it', become(), nonCompliant('not-allowed high')],
  ['every knowledge base is allowed', become({ Action: 'bedrock:Retrieve*', Resource: '*' }), COMPLIANT],
  [
    'every knowledge base of the account is allowed',
    become({ Action: 'bedrock:*', Resource: 'arn:aws:bedrock:*:210987654321:knowledge-base/*' }),
    COMPLIANT,
  ],
  ['the action is in capitals', become({ Action: 'BEDROCK:RETRIEVE' }), COMPLIANT],
  [
    'another knowledge base is allowed',
    become({ Action: 'bedrock:Retrieve', Resource: KNOWLEDGE_BASE_ARN.replace('HELPBASE01', 'ELSEBASE01') }),
    nonCompliant('not-allowed high'),
  ],
  [
    'all but this one are allowed',
    become({ Action: 'bedrock:Retrieve', Resource: undefined, NotResource: KNOWLEDGE_BASE_ARN }),
    nonCompliant('not-allowed high'),
  ],
  ['RetrieveAndGenerate is allowed on its ARN', become({ Action: 'bedrock:RetrieveAndGenerate' }), GRANTED_IN_NO_FORM],
  ['QueryKnowledgeBase is allowed', become({ Action: 'bedrock:QueryKnowledgeBase' }), GRANTED_IN_NO_FORM],
  ['the name of the endpoint is no prefix', become({ Action: 'bedrock-agent-runtime:Retrieve' }), GRANTED_IN_NO_FORM],
  [
    'the ARN of the agent stands in its place',
    become({ Action: 'bedrock:Retrieve', Resource: AGENT_ARN }),
    GRANTED_IN_NO_FORM,
  ],
  [
    'the ARN has no account',
    become({ Action: 'bedrock:Retrieve', Resource: KNOWLEDGE_BASE_ARN.replace('210987654321', '') }),
    GRANTED_IN_NO_FORM,
  ],
  [
    'the ARN is that of another account',
    become({ Action: 'bedrock:Retrieve', Resource: KNOWLEDGE_BASE_ARN.replace('210987654321', '111122223333') }),
    nonCompliant('not-allowed high'),
  ],
  [
    'forms that grant nothing stand beside the one that does',
    become({ Action: ['bedrock:RetrieveAndGenerate', 'bedrock:QueryKnowledgeBase', 'bedrock:Retrieve'] }),
    COMPLIANT,
  ],
  [
    'a Deny of another action grants nothing, and was not meant to',
    (draft) => {
      become()(draft);
      statements(draft).push({ Effect: 'Deny', Action: 'bedrock:QueryKnowledgeBase', Resource: '*' });
    },
    nonCompliant('not-allowed high'),
  ],
  [
    'a Deny takes it away: the subject of another rule',
    (draft) => statements(draft).push({ Effect: 'Deny', Action: '*', Resource: '*' }),
    COMPLIANT,
  ],
  [
    'a tag decides that nobody has read',
    become({ Action: 'bedrock:Retrieve', Condition: { StringEquals: { 'aws:ResourceTag/team': 'help' } } }),
    insufficient('whether bedrock:Retrieve is allowed depends on `aws:ResourceTag/team`'),
  ],
  [
    'it is allowed in its Region',
    become({ Action: 'bedrock:Retrieve', Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } } }),
    COMPLIANT,
  ],
  [
    'it is allowed in another Region',
    become({ Action: 'bedrock:Retrieve', Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } } }),
    nonCompliant('not-allowed high'),
  ],
  [
    'two are attached, and one is allowed',
    (draft) => draft.agents[0].knowledgeBases.push({ knowledgeBaseId: 'ELSEBASE01', knowledgeBaseState: 'ENABLED' }),
    nonCompliant('not-allowed high'),
  ],
  [
    'the one that is not allowed is disabled',
    (draft) => draft.agents[0].knowledgeBases.push({ knowledgeBaseId: 'ELSEBASE01', knowledgeBaseState: 'DISABLED' }),
    COMPLIANT,
  ],
  [
    'none is attached',
    (draft) => {
      draft.agents[0].knowledgeBases = [];
    },
    { complianceType: 'NOT_APPLICABLE', reason: 'the workloads of the role query no knowledge base' },
  ],
  [
    'what is attached was not read',
    (draft) => delete draft.agents[0].knowledgeBases,
    insufficient('the knowledge bases of agent HELPAGENT1 were not read'),
  ],
  ['the action groups were not read, which query none', (draft) => delete draft.agents[0].actionGroups, COMPLIANT],
  ['flows were not read, which the trust policy does not admit', (draft) => delete draft.flows, COMPLIANT],
  [
    'a managed policy was not read, and no other allows it',
    (draft) => {
      become()(draft);
      const PolicyArn = 'arn:aws:iam::210987654321:policy/team/Other';
      draft.iam.RoleDetailList[0].AttachedManagedPolicies.push({ PolicyArn });
    },
    insufficient('the text of the managed policy Other was not read'),
  ],
  ['IAM was not read', (draft) => delete draft.iam, insufficient('the role help-agent-role was not read')],
  [
    'IAM has no such role',
    (draft) => {
      draft.iam.RoleDetailList = [];
    },
    { complianceType: 'NOT_APPLICABLE', reason: 'IAM has no role help-agent-role' },
  ],
  ['it is in Pinecone, and the role may not use its secret', inPinecone, nonCompliant('not-allowed high')],
  [
    'it is in Pinecone, and the role may use its secret',
    (draft) => {
      inPinecone(draft);
      statements(draft).push({ Effect: 'Allow', ...associate(SECRET) });
    },
    COMPLIANT,
  ],
  [
    'it is in Pinecone, and the role may use another secret',
    (draft) => {
      inPinecone(draft);
      statements(draft).push({ Effect: 'Allow', ...associate(`${SECRET}x`) });
    },
    nonCompliant('not-allowed high'),
  ],
];

test.each(rows)('%s', (_what, change, expected) => {
  expect(summaryOf(outcomeFor(rule, changed(change)))).toEqual(expected);
});

test('in another partition', () => {
  const text = JSON.stringify(changed(() => {}))
    .replaceAll('arn:aws:', 'arn:aws-us-gov:')
    .replaceAll('us-east-1', 'us-gov-west-1');
  const snapshot = { ...JSON.parse(text), partition: 'aws-us-gov' };
  expect(outcomeFor(rule, snapshot)).toEqual({ complianceType: 'COMPLIANT' });
});

test('the finding tells what looks like a grant, and what to write', () => {
  expect(outcomeFor(rule, changed(become({ Sid: 'Ask', Action: 'bedrock:RetrieveAndGenerate' })))).toEqual({
    complianceType: 'NON_COMPLIANT',
    findings: [
      {
        id: 'granted-in-no-form',
        severity: 'high',
        workload: `${AGENT_ARN}#DRAFT`,
        message: `The policies of the role do not allow \`bedrock:Retrieve\` on \`${KNOWLEDGE_BASE_ARN}\`, which knowledge base HELPBASE01 needs. What looks like it is no grant, statement 3 (Ask) of inline policy HelpAgent: \`bedrock:RetrieveAndGenerate\` grants nothing on \`${KNOWLEDGE_BASE_ARN}\`: it has no resource types, so only \`*\` matches.`,
        location: { policy: 'inline policy HelpAgent', statement: 3, sid: 'Ask' },
        remediation: `Add to a policy of the role: {"Effect":"Allow","Action":"bedrock:Retrieve","Resource":"${KNOWLEDGE_BASE_ARN}"}`,
        fix: { kind: 'grant', requests: [{ action: 'bedrock:Retrieve', resource: KNOWLEDGE_BASE_ARN, context: {} }] },
      },
    ],
  });
});
