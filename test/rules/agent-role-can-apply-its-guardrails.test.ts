import { expect, test } from 'vitest';
import rule from '../../functions/rules/agent-role-can-apply-its-guardrails.ts';
import {
  ACCOUNT,
  AGENT_ARN,
  COMPLIANT,
  changed,
  type Draft,
  insufficient,
  nonCompliant,
  type OutcomeSummary,
  outcomeFor,
  statements,
  summaryOf,
} from './plain-account.ts';

const GUARDRAIL = `arn:aws:bedrock:us-east-1:${ACCOUNT}:guardrail/help00000001`;
const FOREIGN = 'arn:aws:bedrock:us-east-1:111122223333:guardrail/edge00000001';
const KEY = `arn:aws:kms:us-east-1:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const ROLE = `arn:aws:iam::${ACCOUNT}:role/service-role/help-agent-role`;
const profileArn = (region: string): string =>
  `arn:aws:bedrock:${region}:${ACCOUNT}:guardrail-profile/us.guardrail.v1:0`;
const REGIONS = ['us-east-1', 'us-east-2', 'us-west-2'];

/** The plain account, with a guardrail that its role may apply. */
const guarded =
  (change: (draft: Draft) => void = () => {}, detail: Draft = {}) =>
  (draft: Draft): void => {
    draft.agents[0].agent.guardrailConfiguration = { guardrailIdentifier: 'help00000001', guardrailVersion: '1' };
    draft.bedrock.guardrails = [{ guardrailId: 'help00000001', guardrailArn: GUARDRAIL, version: '1', ...detail }];
    statements(draft).push({ Effect: 'Allow', Action: 'bedrock:ApplyGuardrail', Resource: GUARDRAIL });
    change(draft);
  };
const last = (draft: Draft): Draft => statements(draft).at(-1);
const set =
  (name: string, value: unknown) =>
  (draft: Draft): void => {
    last(draft)[name] = value;
  };
const ACROSS = {
  crossRegionDetails: { guardrailProfileId: 'us.guardrail.v1:0', guardrailProfileArn: profileArn('us-east-1') },
};

const keyPolicy = (Principal: unknown, more: object = {}): Draft => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal, Action: 'kms:Decrypt', Resource: '*', ...more }],
});
const withKey = (policy: unknown, ...allowed: Draft[]) =>
  guarded(
    (draft) => {
      statements(draft).push(...allowed);
      if (policy !== undefined) draft.resourcePolicies = { [KEY]: policy };
    },
    { kmsKeyArn: KEY },
  );
const DECRYPT = { Effect: 'Allow', Action: 'kms:Decrypt', Resource: KEY };
const ROOT = { AWS: `arn:aws:iam::${ACCOUNT}:root` };

const enforced =
  (arn: string, ...allowed: Draft[]) =>
  (draft: Draft): void => {
    draft.bedrock.enforcedGuardrails = [{ configId: 'c1', guardrailArn: arn, guardrailVersion: '1' }];
    draft.bedrock.guardrails = [{ guardrailId: arn.split('/')[1], guardrailArn: arn, version: '1' }];
    statements(draft).push(...allowed);
  };
const APPLY_FOREIGN = { Effect: 'Allow', Action: 'bedrock:ApplyGuardrail', Resource: FOREIGN };

const rows: readonly [what: string, change: (draft: Draft) => void, expected: OutcomeSummary][] = [
  [
    'no guardrail',
    () => {},
    { complianceType: 'NOT_APPLICABLE', reason: 'no guardrail is applied to what the role calls' },
  ],
  ['its guardrail is allowed', guarded(), COMPLIANT],
  ['its guardrail is not allowed', guarded((draft) => statements(draft).pop()), nonCompliant('not-allowed critical')],
  [
    'a version of it is allowed, which no request names',
    guarded(set('Resource', `${GUARDRAIL}:1`)),
    nonCompliant('not-allowed critical'),
  ],
  ['another one is allowed', guarded(set('Resource', `${GUARDRAIL}9`)), nonCompliant('not-allowed critical')],
  ['all are allowed', guarded(set('Resource', `arn:aws:bedrock:*:${ACCOUNT}:guardrail/*`)), COMPLIANT],
  [
    'a condition on the guardrail, which some calls do not name',
    guarded(set('Condition', { StringEquals: { 'bedrock:GuardrailIdentifier': `${GUARDRAIL}:1` } })),
    insufficient('whether bedrock:ApplyGuardrail is allowed depends on `bedrock:GuardrailIdentifier`'),
  ],
  [
    'it routes to other Regions, and no profile is allowed',
    guarded(() => {}, ACROSS),
    nonCompliant('not-allowed critical'),
  ],
  [
    'it routes to other Regions, and the profile is allowed in its own',
    guarded((draft) => {
      last(draft).Resource = [GUARDRAIL, profileArn('us-east-1')];
    }, ACROSS),
    nonCompliant('not-allowed critical'),
  ],
  [
    'it routes to other Regions, and the profile is allowed in each',
    guarded((draft) => {
      last(draft).Resource = [GUARDRAIL, ...REGIONS.map(profileArn)];
    }, ACROSS),
    COMPLIANT,
  ],
  [
    'the guardrail was not read',
    guarded((draft) => {
      draft.bedrock.guardrails = [];
    }),
    insufficient('the guardrail help00000001 was not read'),
  ],
  [
    'what the account enforces was not read',
    guarded((draft) => delete draft.bedrock.enforcedGuardrails),
    insufficient('the guardrails that the account enforces were not read'),
  ],
  ['its key lets in the account, and the role allows it', withKey(keyPolicy(ROOT), DECRYPT), COMPLIANT],
  [
    'its key lets in the account, and the role does not allow it',
    withKey(keyPolicy(ROOT)),
    nonCompliant('not-allowed critical'),
  ],
  ['its key lets in the role itself', withKey(keyPolicy({ AWS: ROLE })), COMPLIANT],
  [
    'its key lets in another role',
    withKey(keyPolicy({ AWS: `${ROLE}-other` }), DECRYPT),
    nonCompliant('resource-policy-does-not-allow critical'),
  ],
  [
    'its key has no policy that anybody could see',
    withKey(undefined, DECRYPT),
    insufficient(`the policy of ${KEY} was not read`),
  ],
  [
    'its key lets in by a context that nobody knows',
    withKey(
      keyPolicy(ROOT, { Condition: { StringEquals: { 'kms:EncryptionContext:aws:bedrock:guardrail-id': 'x' } } }),
      DECRYPT,
    ),
    insufficient('whether kms:Decrypt is allowed depends on `kms:EncryptionContext:aws:bedrock:guardrail-id`'),
  ],
  [
    'the policy of its key is no policy',
    withKey({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }] }, DECRYPT),
    insufficient(`the policy of ${KEY} is not a policy that IAM would store (statement 0): there is no \`Principal\``),
  ],
  ['an enforced guardrail is not allowed', enforced(GUARDRAIL), nonCompliant('not-allowed critical')],
  [
    'an enforced guardrail of another account, whose policy was not read',
    enforced(FOREIGN, APPLY_FOREIGN),
    insufficient(`the policy of ${FOREIGN} was not read`),
  ],
  [
    'an enforced guardrail of another account, which the role may not apply either',
    enforced(FOREIGN),
    { ...nonCompliant('not-allowed critical'), missing: [`the policy of ${FOREIGN} was not read`] },
  ],
  [
    'an enforced guardrail of another account, which lets in this one',
    (draft) => {
      enforced(FOREIGN, APPLY_FOREIGN)(draft);
      const Statement = [{ Effect: 'Allow', Principal: ROOT, Action: 'bedrock:ApplyGuardrail', Resource: FOREIGN }];
      draft.resourcePolicies = { [FOREIGN]: { Version: '2012-10-17', Statement } };
    },
    COMPLIANT,
  ],
  [
    'an enforced guardrail of another account, which has no policy',
    (draft) => {
      enforced(FOREIGN, APPLY_FOREIGN)(draft);
      draft.resourcePolicies = { [FOREIGN]: null };
    },
    nonCompliant('resource-policy-does-not-allow critical'),
  ],
];

test.each(rows)('%s', (_what, change, expected) => {
  expect(summaryOf(outcomeFor(rule, changed(change)))).toEqual(expected);
});

test('the finding names the key, who is not let in, and the statement that lets it in', () => {
  expect(outcomeFor(rule, changed(withKey(keyPolicy({ AWS: `${ROLE}-other` }), DECRYPT)))).toEqual({
    complianceType: 'NON_COMPLIANT',
    findings: [
      {
        id: 'resource-policy-does-not-allow',
        severity: 'critical',
        workload: `${AGENT_ARN}#DRAFT`,
        message: `The policy of \`${KEY}\` does not allow \`${ROLE}\` \`kms:Decrypt\`, which guardrail help00000001 needs. Nearest is statement 0 of policy of ${KEY}: action matched, principal did not: \`Principal\` is \`${ROLE}-other\`.`,
        location: { policy: `policy of ${KEY}`, statement: 0 },
        remediation: `Add to the policy of \`${KEY}\`: {"Effect":"Allow","Principal":{"AWS":"${ROLE}"},"Action":"kms:Decrypt","Resource":"*"}`,
        fix: { kind: 'resourceGrant', requests: [{ action: 'kms:Decrypt', resource: KEY, context: {} }] },
      },
    ],
  });
});
