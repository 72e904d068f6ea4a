import { expect, test } from 'vitest';
import { nearestPattern } from '../../functions/diagnosis/arn-difference.ts';
import { mismatchKind } from '../../functions/diagnosis/mismatch-kind.ts';

const MODEL = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const model = (region: string, account = ''): string =>
  `arn:aws:bedrock:${region}:${account}:foundation-model/${MODEL}`;
const profile = (region: string, account = '111122223333', type = 'inference-profile'): string =>
  `arn:aws:bedrock:${region}:${account}:${type}/us.${MODEL}`;
const THROUGH = profile('us-east-1');

test.each([
  [
    model('us-east-1'),
    profile('us-east-1'),
    undefined,
    'the model is allowed, and not the inference profile that it is called through',
  ],
  [
    profile('us-east-1'),
    model('us-east-2'),
    THROUGH,
    'the inference profile is allowed, and not the model behind it: both are asked for',
  ],
  [model('us-east-1'), model('us-east-2'), THROUGH, 'a destination Region of the inference profile is missing'],
  [
    model('us-east-1'),
    model(''),
    THROUGH,
    'a global profile asks for the model without a Region, and the ARN names one',
  ],
  [
    model('us-east-1', '111122223333'),
    model('us-east-1'),
    undefined,
    'a foundation model belongs to no account, and the ARN names one',
  ],
  [
    profile('us-east-1', ''),
    profile('us-east-1'),
    undefined,
    'an inference profile belongs to an account, and the ARN names none',
  ],
  [
    profile('us-east-1', '111122223333', 'application-inference-profile'),
    profile('us-east-1'),
    undefined,
    'system-defined and application inference profiles have ARNs of their own kinds',
  ],
  [model('us-west-2'), model('us-east-1'), undefined, 'the ARN is of another Region'],
  [profile('us-east-1', '444455556666'), profile('us-east-1'), undefined, 'the ARN is of another account'],
  [
    'arn:aws-us-gov:bedrock:us-east-1::foundation-model/*',
    model('us-east-1'),
    undefined,
    'the ARN is of another partition',
  ],
  [
    'arn:aws:bedrock:us-east-1:account-id:agent/*',
    'arn:aws:bedrock:us-east-1:111122223333:agent/A',
    undefined,
    'a placeholder was left in the ARN',
  ],
  [
    'arn:aws:bedrock:us-east-1:111122223333:agent/AGENT00001',
    'arn:aws:bedrock:us-east-1:111122223333:agent-alias/AGENT00001/LIVEALIAS1',
    undefined,
    'an agent is invoked through its alias, and the ARN is that of the agent',
  ],
  [
    'arn:aws:bedrock:us-east-1::foundation-model/amazon.*',
    model('us-east-1'),
    undefined,
    'the wildcard does not reach that far',
  ],
  ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0', model('us-east-1'), undefined, undefined],
  ['bedrock', model('us-east-1'), undefined, undefined],
])('%s for %s', (pattern, resource, through, expected) => {
  expect(mismatchKind(pattern, resource, through)).toBe(expected);
});

test('of patterns as close, the one with an account where there is none is the mistake', () => {
  const [west, wrong] = [
    'arn:aws:bedrock:us-west-2::foundation-model/m',
    'arn:aws:bedrock:us-east-1:111122223333:foundation-model/m',
  ];
  const needed = 'arn:aws:bedrock:us-east-1::foundation-model/m';
  expect(nearestPattern([west, wrong], needed)?.pattern).toBe(wrong);
});
