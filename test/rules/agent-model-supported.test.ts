import { expect, test } from 'vitest';
import rule from '../../functions/rules/agent-model-supported.ts';
import { evaluateRoles } from '../../functions/rules/evaluation.ts';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import {
  ACCOUNT,
  COMPLIANT,
  changed,
  type Draft,
  insufficient,
  MODEL,
  modelArn,
  nonCompliant,
  type OutcomeSummary,
  outcomeFor,
  summaryOf,
} from './plain-account.ts';

const life =
  (modelLifecycle: unknown) =>
  (draft: Draft): void => {
    draft.bedrock.foundationModels[MODEL].modelLifecycle = modelLifecycle;
  };
/** The agent calls a model that AWS does not describe any more. */
const directly =
  (model: string) =>
  (draft: Draft): void => {
    draft.agents[0].agent.foundationModel = model;
  };
const undated = (draft: Draft): void => {
  delete draft.takenAt;
};
const provisionedOn =
  (model: string) =>
  (draft: Draft): void => {
    const arn = `arn:aws:bedrock:us-east-1:${ACCOUNT}:provisioned-model/abcdef123456`;
    draft.agents[0].agent.foundationModel = arn;
    draft.bedrock.provisionedModels = [{ provisionedModelArn: arn, foundationModelArn: modelArn('us-east-1', model) }];
  };
const all =
  (...changes: readonly ((draft: Draft) => void)[]) =>
  (draft: Draft): void => {
    for (const change of changes) change(draft);
  };
/** A flow acts with the role too, and calls another model. */
const flowOn =
  (model: string) =>
  (draft: Draft): void => {
    draft.flows = [
      {
        id: 'HELPFLOW01',
        name: 'help',
        arn: `arn:aws:bedrock:us-east-1:${ACCOUNT}:flow/HELPFLOW01`,
        executionRoleArn: draft.agents[0].agent.agentResourceRoleArn,
        versions: [],
        aliases: [],
        definition: {
          nodes: [
            {
              name: 'Answer',
              type: 'Prompt',
              configuration: { prompt: { sourceConfiguration: { inline: { modelId: model } } } },
            },
          ],
        },
      },
    ];
  };
const NO_TIME = 'the snapshot does not say when it was taken';

const rows: readonly [what: string, change: (draft: Draft) => void, expected: OutcomeSummary][] = [
  ['nothing', () => {}, COMPLIANT],
  ['the model ended, by the table', directly('anthropic.claude-v2:1'), nonCompliant('model-retired critical')],
  [
    'the model ended yesterday, by its own day',
    life({ status: 'LEGACY', endOfLifeTime: '2026-11-21T00:00:00Z' }),
    nonCompliant('model-retired critical'),
  ],
  [
    'the model ends today',
    life({ status: 'LEGACY', endOfLifeTime: '2026-11-22T00:00:00Z' }),
    nonCompliant('model-legacy high'),
  ],
  [
    'the model is legacy, with 30 days left',
    life({ status: 'LEGACY', endOfLifeTime: '2026-12-22T00:00:00Z' }),
    nonCompliant('model-legacy high'),
  ],
  [
    'the model is legacy, with 31 days left',
    life({ status: 'LEGACY', endOfLifeTime: '2026-12-23T00:00:00Z' }),
    nonCompliant('model-legacy medium'),
  ],
  ['the model is legacy, and no day is told', life({ status: 'LEGACY' }), nonCompliant('model-legacy medium')],
  [
    'the model is legacy by the table, and was not read',
    directly('anthropic.claude-opus-4-1-20250805-v1:0'),
    nonCompliant('model-legacy medium'),
  ],
  [
    'the model is active, and ends in 90 days',
    life({ status: 'ACTIVE', endOfLifeTime: '2027-02-20T00:00:00Z' }),
    nonCompliant('model-ends-soon medium'),
  ],
  [
    'the model is active, and ends in 91 days',
    life({ status: 'ACTIVE', endOfLifeTime: '2027-02-21T00:00:00Z' }),
    COMPLIANT,
  ],
  [
    'the model is active, and ends within a month',
    life({ status: 'ACTIVE', endOfLifeTime: '2026-12-01T00:00:00Z' }),
    nonCompliant('model-ends-soon high'),
  ],
  [
    'the model becomes legacy in 90 days',
    life({ status: 'ACTIVE', legacyTime: '2027-02-20T00:00:00Z', endOfLifeTime: '2027-08-20T00:00:00Z' }),
    nonCompliant('model-legacy-soon low'),
  ],
  [
    'the model has been legacy since today',
    life({ status: 'ACTIVE', legacyTime: '2026-11-22T00:00:00Z', endOfLifeTime: '2027-05-22T00:00:00Z' }),
    nonCompliant('model-legacy medium'),
  ],
  ['a day is no day', life({ status: 'ACTIVE', endOfLifeTime: 'soon' }), COMPLIANT],
  ['the lifecycle is not told', life(undefined), insufficient(`the lifecycle status of ${MODEL} was not read`)],
  [
    'the lifecycle has a new state',
    life({ status: 'SUNSET' }),
    insufficient(`the lifecycle status of ${MODEL} reads "SUNSET"`),
  ],
  [
    'the model was not read',
    (draft) => {
      draft.bedrock.foundationModels = {};
      draft.unread = [{ part: 'bedrock.foundationModels', error: 'ThrottlingException' }];
    },
    insufficient(`the model ${MODEL} was not read (ThrottlingException)`),
  ],
  [
    'the profile was not read',
    (draft) => {
      draft.bedrock.inferenceProfiles = [];
    },
    insufficient(`the inference profile us.${MODEL} was not read`),
  ],
  ['nobody knows the day, and the model is active', undated, COMPLIANT],
  [
    'nobody knows the day, and the model has a last one',
    all(undated, life({ status: 'ACTIVE', endOfLifeTime: '2029-01-01T00:00:00Z' })),
    insufficient(NO_TIME),
  ],
  [
    'nobody knows the day, and the model is legacy',
    all(undated, life({ status: 'LEGACY', endOfLifeTime: '2029-01-01T00:00:00Z' })),
    { ...nonCompliant('model-legacy medium'), missing: [NO_TIME] },
  ],
  [
    'nobody knows the day, and the model has ended for good',
    all(undated, directly('anthropic.claude-v2')),
    nonCompliant('model-retired critical'),
  ],
  [
    'the base model of Provisioned Throughput ended within a year',
    provisionedOn('anthropic.claude-3-haiku-20240307-v1:0'),
    insufficient(
      '`anthropic.claude-3-haiku-20240307-v1:0` ended on 2026-09-10; whether its Provisioned Throughput is of a customized model, which is served for 12 months more, was not told',
    ),
  ],
  [
    'the base model of Provisioned Throughput ended long ago',
    provisionedOn('anthropic.claude-v2'),
    nonCompliant('model-retired critical'),
  ],
  [
    'a flow of the role is on a model that ended',
    flowOn('anthropic.claude-v2'),
    nonCompliant('model-retired critical'),
  ],
  [
    'the model is imported',
    directly(`arn:aws:bedrock:us-east-1:${ACCOUNT}:imported-model/abcdef123456`),
    {
      complianceType: 'NOT_APPLICABLE',
      reason: "the workloads of the role name only the account's own models, which AWS does not retire",
    },
  ],
  [
    'no model is named, and the agent never ran',
    (draft) => {
      delete draft.agents[0].agent.foundationModel;
      draft.agents[0].agent.agentStatus = 'NOT_PREPARED';
    },
    { complianceType: 'NOT_APPLICABLE', reason: 'the workloads of the role name no model' },
  ],
];

test.each(rows)('%s', (_what, change, expected) => {
  expect(summaryOf(outcomeFor(rule, changed(change)))).toEqual(expected);
});

test.each<[what: string, change: (draft: Draft) => void, message: string, remediation: string]>([
  [
    'a retired model names its successor',
    directly('anthropic.claude-v2'),
    'The model `anthropic.claude-v2` reached its end of life on 2025-07-21: every call to it fails.',
    'Give the workload a model that is active in its Region, such as `anthropic.claude-sonnet-4-5-20250929-v1:0`, which AWS recommended in its place, allow the role to invoke it, and prepare the agent.',
  ],
  [
    'a legacy model has its days left and its price',
    directly('anthropic.claude-opus-4-1-20250805-v1:0'),
    "The model `anthropic.claude-opus-4-1-20250805-v1:0` is legacy, and ends on 2027-01-08 (in 47 days): an account that does not use it for 15 days may lose it before. Since 2026-10-08 it is in public extended access, at a price of its provider's.",
    'Move the workload to an active model before that, and allow the role to invoke it.',
  ],
])('%s', (_what, change, message, remediation) => {
  expect(outcomeFor(rule, changed(change))).toMatchObject({ findings: [{ message, remediation }] });
});

const inSixtyDays = changed(life({ status: 'ACTIVE', endOfLifeTime: '2027-01-21T00:00:00Z' }));
const withDays = (warnDaysAhead: string) =>
  evaluateRoles(buildAgentRoles(inSixtyDays).roles, [rule], { parameters: { [rule.id]: { warnDaysAhead } } }).map(
    ({ outcome }) => outcome.complianceType,
  );

test.each([
  ['0', 'COMPLIANT'],
  ['59', 'COMPLIANT'],
  ['60', 'NON_COMPLIANT'],
  ['365', 'NON_COMPLIANT'],
])('warned %s days ahead', (warnDaysAhead, complianceType) => {
  expect(withDays(warnDaysAhead)).toEqual([complianceType]);
});

test.each(['', '366', '-1', '3.5', 'ninety', '1e2', '٣'])('%j is no number of days', (warnDaysAhead) => {
  expect(() => withDays(warnDaysAhead)).toThrow(
    new Error(
      `the parameter warnDaysAhead of the rule agent-model-supported reads ${JSON.stringify(warnDaysAhead)}: it takes a whole number of days from 0 to 365`,
    ),
  );
});
