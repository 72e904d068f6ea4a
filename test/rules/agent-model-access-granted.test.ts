import { expect, test } from 'vitest';
import rule from '../../functions/rules/agent-model-access-granted.ts';
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

const availability = (draft: Draft): Draft => draft.bedrock.modelAvailability[MODEL];
const agreement =
  (status: unknown, more: Draft = {}) =>
  (draft: Draft): void => {
    availability(draft).agreementAvailability = { status, ...more };
  };
const field =
  (name: string, value: unknown) =>
  (draft: Draft): void => {
    availability(draft)[name] = value;
  };
/** The agent moves to a model that it calls directly. */
const directly =
  (model: string, status: Draft = {}) =>
  (draft: Draft): void => {
    draft.agents[0].agent.foundationModel = model;
    draft.bedrock.modelAvailability = {
      [model]: {
        agreementAvailability: { status: 'NOT_AVAILABLE' },
        authorizationStatus: 'AUTHORIZED',
        entitlementAvailability: 'AVAILABLE',
        regionAvailability: 'AVAILABLE',
        ...status,
      },
    };
  };
const all =
  (...changes: ((draft: Draft) => void)[]) =>
  (draft: Draft): void => {
    for (const change of changes) change(draft);
  };
const form =
  (submitted: boolean) =>
  (draft: Draft): void => {
    draft.bedrock.useCaseForModelAccess = { submitted };
  };

const RETIRED: OutcomeSummary = {
  complianceType: 'NOT_APPLICABLE',
  reason: 'the models of the role are past their end of life, and access to them is not to be had',
};
const provisioned =
  (status: Draft) =>
  (draft: Draft): void => {
    const arn = `arn:aws:bedrock:us-east-1:${ACCOUNT}:provisioned-model/abcdef123456`;
    draft.agents[0].agent.foundationModel = arn;
    draft.bedrock.provisionedModels = [{ provisionedModelArn: arn, foundationModelArn: modelArn('us-east-1') }];
    Object.assign(draft.bedrock.modelAvailability[MODEL], status);
  };
const globally = (draft: Draft): void => {
  const id = `global.${MODEL}`;
  draft.agents[0].agent.foundationModel = id;
  draft.bedrock.inferenceProfiles = [
    {
      inferenceProfileId: id,
      inferenceProfileArn: `arn:aws:bedrock:us-east-1:${ACCOUNT}:inference-profile/${id}`,
      models: [{ modelArn: modelArn('us-east-1') }],
    },
  ];
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

const INHERITED = `whether the account inherits a use-case form for ${MODEL} was not told`;

const rows: readonly [what: string, change: (draft: Draft) => void, expected: OutcomeSummary][] = [
  ['nothing', () => {}, COMPLIANT],
  ['the form was submitted by the management account', form(false), COMPLIANT],
  [
    'the form was not submitted, and the model waits for it',
    all(form(false), agreement('NOT_AVAILABLE')),
    nonCompliant('use-case-form-not-submitted critical', 'agreement-not-available critical'),
  ],
  [
    'the form was not submitted, and the availability is not known',
    all(form(false), (draft) => {
      draft.bedrock.modelAvailability = {};
    }),
    insufficient(INHERITED, `the availability of ${MODEL} was not read`),
  ],
  [
    'the form is of the management account, and the Region has the model through its profile only',
    all(form(false), field('regionAvailability', 'NOT_AVAILABLE')),
    insufficient(`\`${MODEL}\` is not offered in this Region; whether its profile reaches it elsewhere was not read`),
  ],
  [
    'the form was not submitted, and the agreement is being made',
    all(form(false), agreement('PENDING')),
    { ...nonCompliant('agreement-pending high'), missing: [INHERITED] },
  ],
  [
    'the form was not submitted, and the account is not entitled',
    all(form(false), field('entitlementAvailability', 'NOT_AVAILABLE')),
    nonCompliant('use-case-form-not-submitted critical', 'model-not-entitled critical'),
  ],
  [
    'the form was not read, and the model waits',
    all(agreement('NOT_AVAILABLE'), (draft) => {
      delete draft.bedrock.useCaseForModelAccess;
      draft.unread = [{ part: 'bedrock.useCaseForModelAccess', error: 'AccessDeniedException' }];
    }),
    {
      ...nonCompliant('agreement-not-available critical'),
      missing: ["the account's use-case form for Anthropic models was not read (AccessDeniedException)"],
    },
  ],
  [
    'a flow of the role waits for the form',
    all(form(false), flowOn('anthropic.claude-haiku-4-5-20251001-v1:0'), (draft) => {
      draft.bedrock.modelAvailability['anthropic.claude-haiku-4-5-20251001-v1:0'] = {
        ...availability(draft),
        entitlementAvailability: 'NOT_AVAILABLE',
      };
    }),
    nonCompliant('use-case-form-not-submitted critical', 'model-not-entitled critical'),
  ],
  ['the agreement is pending', agreement('PENDING'), nonCompliant('agreement-pending high')],
  ['the agreement failed', agreement('ERROR', { errorMessage: 'No card.' }), nonCompliant('agreement-failed critical')],
  ['the agreement has a new state', agreement('MAYBE'), insufficient(`the agreement status of ${MODEL} reads "MAYBE"`)],
  [
    'a state is named like an object member',
    agreement('constructor'),
    insufficient(`the agreement status of ${MODEL} reads "constructor"`),
  ],
  [
    'the account is not authorized',
    field('authorizationStatus', 'NOT_AUTHORIZED'),
    nonCompliant('model-not-authorized critical'),
  ],
  [
    'the account is not entitled',
    field('entitlementAvailability', 'NOT_AVAILABLE'),
    nonCompliant('model-not-entitled critical'),
  ],
  [
    'the Region was not told',
    field('regionAvailability', undefined),
    insufficient(`the Region status of ${MODEL} was not read`),
  ],
  [
    "a profile's model is not offered in this Region",
    field('regionAvailability', 'NOT_AVAILABLE'),
    insufficient(`\`${MODEL}\` is not offered in this Region; whether its profile reaches it elsewhere was not read`),
  ],
  [
    'a model is not offered in this Region',
    directly('amazon.nova-pro-v1:0', { regionAvailability: 'NOT_AVAILABLE' }),
    nonCompliant('model-not-in-region critical'),
  ],
  ["one of Amazon's models has no agreement", directly('amazon.nova-pro-v1:0'), COMPLIANT],
  [
    "one of Cohere's models has no agreement",
    directly('cohere.command-a-v1:0'),
    nonCompliant('agreement-not-available critical'),
  ],
  [
    'the availability was not read',
    (draft) => {
      delete draft.bedrock.modelAvailability;
      draft.unread = [{ part: 'bedrock.modelAvailability', error: 'ThrottlingException' }];
    },
    insufficient(`the availability of ${MODEL} was not read (ThrottlingException)`),
  ],
  ['the model is retired, by the table', directly('anthropic.claude-v2:1'), RETIRED],
  [
    'the model is retired, by its own dates',
    (draft) => {
      draft.bedrock.foundationModels[MODEL].modelLifecycle = {
        status: 'LEGACY',
        endOfLifeTime: '2026-11-21T00:00:00Z',
      };
    },
    RETIRED,
  ],
  [
    'the model is legacy, and still answers',
    (draft) => {
      draft.bedrock.foundationModels[MODEL].modelLifecycle = { status: 'LEGACY' };
    },
    COMPLIANT,
  ],
  [
    'the model is imported',
    (draft) => {
      draft.agents[0].agent.foundationModel = `arn:aws:bedrock:us-east-1:${ACCOUNT}:imported-model/abcdef123456`;
    },
    {
      complianceType: 'NOT_APPLICABLE',
      reason: "the workloads of the role name only the account's own models, to which access is a matter of policies",
    },
  ],
  [
    'the model is an endpoint of the Marketplace',
    (draft) => {
      draft.agents[0].agent.foundationModel = `arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/shop`;
    },
    insufficient(
      `\`arn:aws:sagemaker:us-east-1:${ACCOUNT}:endpoint/shop\` is no model id, profile id or ARN that Warden knows`,
    ),
  ],
  [
    'the model is provisioned, and the Region offers it to nobody else',
    provisioned({ regionAvailability: 'NOT_AVAILABLE' }),
    COMPLIANT,
  ],
  [
    'the model is provisioned, and the account lost its entitlement',
    provisioned({ entitlementAvailability: 'NOT_AVAILABLE' }),
    nonCompliant('model-not-entitled critical'),
  ],
  [
    'the profile is global',
    all(globally, agreement('NOT_AVAILABLE')),
    nonCompliant('agreement-not-available critical'),
  ],
  [
    'no model is named, and the agent never ran',
    (draft) => {
      delete draft.agents[0].agent.foundationModel;
      draft.agents[0].agent.agentStatus = 'NOT_PREPARED';
    },
    { complianceType: 'NOT_APPLICABLE', reason: 'the workloads of the role name no model' },
  ],
  [
    'no model is named, and the agent runs',
    (draft) => delete draft.agents[0].agent.foundationModel,
    insufficient('the model of agent HELPAGENT1 is not in its configuration'),
  ],
  [
    'the profile was not read',
    (draft) => {
      draft.bedrock.inferenceProfiles = [];
    },
    insufficient(`the inference profile us.${MODEL} was not read`),
  ],
];

test.each(rows)('%s', (_what, change, expected) => {
  expect(summaryOf(outcomeFor(rule, changed(change)))).toEqual(expected);
});

test.each(rows)('no remediation asks for a permission: %s', (_what, change) => {
  const outcome = outcomeFor(rule, changed(change));
  const remediations =
    outcome.complianceType === 'NON_COMPLIANT' ? outcome.findings.map((each) => each.remediation) : [];
  expect(remediations.filter((text) => /bedrock:[A-Z]|iam:|"Effect"|attach/i.test(text))).toEqual([]);
});

test('AWS GovCloud (US) has its own way to the form', () => {
  const inGovCloud = changed((draft) => {
    all(form(false), agreement('NOT_AVAILABLE'))(draft);
    draft.partition = 'aws-us-gov';
    draft.agents[0].agent.agentResourceRoleArn = `arn:aws-us-gov:iam::${ACCOUNT}:role/service-role/help-agent-role`;
    draft.agents[0].agent.foundationModel = MODEL;
    draft.iam.RoleDetailList[0].Arn = draft.agents[0].agent.agentResourceRoleArn;
  });
  expect(outcomeFor(rule, inGovCloud)).toMatchObject({
    findings: ['use-case-form-not-submitted', 'agreement-not-available'].map((id) => ({
      id,
      remediation: expect.stringContaining('us-gov-west-1'),
    })),
  });
});
