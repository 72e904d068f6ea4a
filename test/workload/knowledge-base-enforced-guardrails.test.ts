import { expect, test } from 'vitest';
import { type Draft, difference } from './knowledge-base-difference.ts';

const ARN = 'arn:aws:bedrock:us-east-1:111122223333:guardrail/gr1a2b3c4d5e';

const enforce = (draft: Draft): void => {
  draft.bedrock = {
    ...draft.bedrock,
    enforcedGuardrails: [{ guardrailArn: ARN, guardrailVersion: '1' }],
    guardrails: [{ guardrailId: 'gr1a2b3c4d5e', guardrailArn: ARN, version: '1' }],
  };
};

test.each([
  ['foundation-model-parser', 'a model that reads documents', [`bedrock:ApplyGuardrail ${ARN}`]],
  ['s3-vectors', 'a model that embeds', [`bedrock:ApplyGuardrail ${ARN}`]],
  ['kendra', 'no model', []],
])('what the account enforces on %s, with %s', (name, _what, more) => {
  expect(difference(name, enforce)).toEqual({ gaps: [], fewer: [], more });
});

test.each(['foundation-model-parser', 's3-vectors'])('%s, when nobody could say what the account enforces', (name) => {
  const unread = (draft: Draft): void => {
    draft.bedrock = { enforcedGuardrails: undefined };
    draft.unread = [{ part: 'bedrock.enforcedGuardrails', error: 'AccessDeniedException' }];
  };
  expect(difference(name, unread).gaps).toEqual([
    'the guardrails that the account enforces were not read (AccessDeniedException)',
  ]);
});
