import { describe, expect, test } from 'vitest';
import rule from '../../functions/rules/agent-role-not-shared.ts';
import {
  ACCOUNT,
  COMPLIANT,
  changed,
  type Draft,
  insufficient,
  MODEL,
  nonCompliant,
  type OutcomeSummary,
  outcomeFor,
  summaryOf,
  trustStatement,
} from './plain-account.ts';

type Change = (draft: Draft) => void;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/service-role/help-agent-role`;
const agentArn = (id: string): string => `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/${id}`;

/** Another agent with the same role and the same needs. */
const second =
  (change: Change = () => {}): Change =>
  (draft) => {
    const other = structuredClone(draft.agents[0]);
    Object.assign(other.agent, { agentId: 'SALEAGENT1', agentName: 'sales', agentArn: agentArn('SALEAGENT1') });
    change(other);
    draft.agents.push(other);
  };
const anySource: Change = (draft) => {
  delete trustStatement(draft).Condition.ArnLike;
};
const knowledgeBase: Change = (draft) => {
  draft.knowledgeBases.push({
    knowledgeBase: {
      knowledgeBaseId: 'HELPBASE01',
      name: 'help-base',
      knowledgeBaseArn: `arn:aws:bedrock:us-east-1:${ACCOUNT}:knowledge-base/HELPBASE01`,
      roleArn: ROLE,
      status: 'ACTIVE',
      knowledgeBaseConfiguration: {
        type: 'VECTOR',
        vectorKnowledgeBaseConfiguration: {
          embeddingModelArn: 'arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-embed-text-v2:0',
        },
      },
      storageConfiguration: {
        type: 'S3_VECTORS',
        s3VectorsConfiguration: {
          indexArn: `arn:aws:s3vectors:us-east-1:${ACCOUNT}:bucket/help-vectors/index/help`,
        },
      },
    },
    dataSources: [],
  });
};

const runtime = (agentRuntimeId: string): Draft => ({
  agentRuntimeId,
  agentRuntimeArn: `arn:aws:bedrock-agentcore:us-east-1:${ACCOUNT}:runtime/${agentRuntimeId}`,
  agentRuntimeName: 'help',
  agentRuntimeVersion: '1',
  roleArn: ROLE,
  agentRuntimeArtifact: {
    containerConfiguration: { containerUri: `${ACCOUNT}.dkr.ecr.us-east-1.amazonaws.com/help:1` },
  },
});
/** A harness, and the runtime that AWS makes for it to run in. */
const harness =
  (agentRuntimeId: string): Change =>
  (draft) => {
    draft.agents = [];
    draft.agentCore.harnesses.push({
      harness: {
        arn: `arn:aws:bedrock-agentcore:us-east-1:${ACCOUNT}:harness/help-0123456789`,
        harnessId: 'help-0123456789',
        harnessName: 'help',
        executionRoleArn: ROLE,
        model: { bedrockModelConfig: { modelId: `us.${MODEL}` } },
        environment: { agentCoreRuntimeEnvironment: { agentRuntimeId } },
      },
    });
    draft.agentCore.runtimes.push(runtime('harness_help-abcdefghij'));
  };

const rows: readonly [what: string, change: Change, expected: OutcomeSummary][] = [
  ['one agent', () => {}, COMPLIANT],
  [
    'a version of the agent, which an alias routes to',
    (draft) => {
      const { agentId, agentArn: arn, ...agent } = draft.agents[0].agent;
      draft.agents[0].aliases.push({
        agentAliasId: 'ALIAS00001',
        agentAliasName: 'live',
        routingConfiguration: [{ agentVersion: '3' }],
      });
      draft.agents[0].versions.push({
        agentVersion: { ...agent, agentId, agentArn: arn, version: '3' },
        actionGroups: [],
        knowledgeBases: [],
        collaborators: [],
      });
    },
    COMPLIANT,
  ],
  ['another agent with the same needs', second(), nonCompliant('shared-by-workloads low')],
  [
    'another agent that reads less',
    second((other) => {
      other.knowledgeBases = [];
    }),
    nonCompliant('shared-by-workloads medium'),
  ],
  [
    'another agent with another role',
    second((other) => {
      other.agent.agentResourceRoleArn = `arn:aws:iam::${ACCOUNT}:role/sales`;
    }),
    COMPLIANT,
  ],
  [
    'the knowledge base that it queries, which writes its vectors',
    knowledgeBase,
    nonCompliant('shared-by-workloads high'),
  ],
  [
    'another agent whose guardrail was not read',
    second((other) => {
      other.agent.guardrailConfiguration = { guardrailIdentifier: 'gr0123456789' };
    }),
    nonCompliant('shared-by-workloads medium'),
  ],
  ['a harness, and the runtime that it runs in', harness('harness_help-abcdefghij'), COMPLIANT],
  [
    'a harness, and a runtime of another',
    harness('harness_sales-abcdefghij'),
    nonCompliant('shared-by-workloads medium'),
  ],
  [
    'the flows were not read, and it trusts them',
    (draft) => {
      anySource(draft);
      delete draft.flows;
    },
    insufficient('the flows were not read'),
  ],
  [
    'the flows were not read, and only its agent may use it',
    (draft) => {
      delete draft.flows;
    },
    COMPLIANT,
  ],
  [
    'the flows were not read, and it is shared already',
    (draft) => {
      anySource(draft);
      delete draft.flows;
      second()(draft);
    },
    nonCompliant('shared-by-workloads medium'),
  ],
  [
    "a part of its agent was not read, which hides no other workload's",
    (draft) => {
      anySource(draft);
      draft.unread = [
        { part: 'agents.HELPAGENT1.actionGroups', error: 'ThrottlingException' },
        { part: 'agents.HELPAGENT1.versions.2', error: 'ThrottlingException' },
      ];
    },
    COMPLIANT,
  ],
  [
    'an agent was not read',
    (draft) => {
      anySource(draft);
      draft.unread = [{ part: 'agents.SALEAGENT1', error: 'AccessDeniedException' }];
    },
    insufficient('agents.SALEAGENT1 was not read (AccessDeniedException)'),
  ],
  [
    'who else is trusted is not asked here',
    (draft) => {
      trustStatement(draft).Principal = { Service: ['bedrock.amazonaws.com', 'lambda.amazonaws.com'] };
    },
    COMPLIANT,
  ],
];

test.each(rows)('%s', (_what, change, expected) => {
  expect(summaryOf(outcomeFor(rule, changed(change)))).toEqual(expected);
});

describe('the finding', () => {
  test('names each workload, and what not all of them need', () => {
    const outcome = outcomeFor(rule, changed(knowledgeBase));
    expect(outcome).toMatchObject({
      findings: [
        {
          message: `Agent \`help\` (HELPAGENT1) and knowledge base \`help-base\` (HELPBASE01) act with the same role: each can do what any of them needs. Not all of them need \`s3vectors:PutVectors\` on \`arn:aws:s3vectors:us-east-1:${ACCOUNT}:bucket/help-vectors/index/help\`, \`bedrock:InvokeModel\` on \`arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/us.${MODEL}\`, \`s3vectors:DeleteVectors\` on \`arn:aws:s3vectors:us-east-1:${ACCOUNT}:bucket/help-vectors/index/help\`.`,
          remediation: `Create a role for knowledge base \`help-base\` (HELPBASE01) with the policies that \`warden policy arn:aws:bedrock:us-east-1:${ACCOUNT}:knowledge-base/HELPBASE01\` prints, and set it as its role.`,
        },
      ],
    });
  });

  test('names three of many', () => {
    const outcome = outcomeFor(
      rule,
      changed((draft) => {
        for (const id of ['SALEAGENT2', 'SALEAGENT3', 'SALEAGENT4', 'SALEAGENT5'])
          second((other) => Object.assign(other.agent, { agentId: id, agentName: id, agentArn: agentArn(id) }))(draft);
      }),
    );
    expect(outcome).toMatchObject({
      findings: [
        {
          message:
            'Agent `help` (HELPAGENT1), agent `SALEAGENT2`, agent `SALEAGENT3` and 2 more act with the same role: each can do what any of them needs. All of them need the same today.',
        },
      ],
    });
  });
});
