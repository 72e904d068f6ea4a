import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDenialMessage } from '../../functions/diagnosis/denial-message.ts';
import type { DenialMessage } from '../../functions/diagnosis/diagnosis.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const LAYERS = [
  ['an identity-based policy', 'identity', 'identity'],
  ['a resource-based policy', 'resource', 'resource'],
  ['a permissions boundary', 'permissionsBoundary', 'permissions-boundary'],
  ['a session policy', 'session', 'session'],
  ['a service control policy', 'serviceControl', 'service-control'],
  ['a VPC endpoint policy', 'vpcEndpoint', 'vpc-endpoint'],
  ['the role trust policy', 'trust', 'trust'],
] as const;

const POLICIES = [
  'arn:aws:iam::111122223333:policy/service-role/Deny.All',
  'arn:aws:organizations::999988887777:policy/o-exampleorg/service_control_policy/p-example1',
] as const;

interface Sentence {
  readonly text: string;
  readonly stated: DenialMessage;
}

const name = (max: number) => fc.stringMatching(new RegExp(`^[A-Za-z0-9+=,.@_-]{1,${max}}$`)).filter(isNoEllipsis);
const account = fc.stringMatching(/^\d{12}$/);
const region = fc.constantFrom('us-east-1', 'eu-west-3', 'us-gov-west-1', 'ap-northeast-3');
const modelId = fc.constantFrom(
  'anthropic.claude-3-haiku-20240307-v1:0',
  'amazon.nova-pro-v1:0:300k',
  'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'stability.stable-diffusion-xl-v0',
);

function isNoEllipsis(text: string): boolean {
  return !text.includes('..') && !/^\.+$/.test(text);
}

const principal = fc.oneof(
  fc
    .tuple(account, name(64), name(64))
    .map(([id, role, session]) => `arn:aws:sts::${id}:assumed-role/${role}/${session}`),
  fc.tuple(account, name(64)).map(([id, user]) => `arn:aws:iam::${id}:user/path/${user}`),
  fc.tuple(account, name(64)).map(([id, role]) => `arn:aws-us-gov:iam::${id}:role/service-role/${role}`),
);

const action = fc.oneof(
  fc.constantFrom('bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream', 'aoss:APIAccessAll', 'kms:Decrypt'),
  fc.stringMatching(/^[a-z][a-z0-9-]{1,20}:[A-Z][A-Za-z0-9]{1,40}$/),
);

const word = fc.stringMatching(/^[A-Za-z0-9()._-]{1,12}$/).filter(isNoEllipsis);
const resource = fc.oneof(
  fc.constantFrom('*', 'aoss:collection/orders', 'arn:aws:bedrock:::foundation-model/anthropic.claude-opus-4-6-v1'),
  fc.tuple(region, modelId).map(([where, id]) => `arn:aws:bedrock:${where}::foundation-model/${id}`),
  fc
    .tuple(region, account, modelId)
    .map(([where, id, model]) => `arn:aws:bedrock:${where}:${id}:inference-profile/${model}`),
  fc.tuple(region, account).map(([where, id]) => `arn:aws:bedrock:${where}:${id}:agent-alias/AGENT00001/ALIAS00001`),
  fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => `arn:aws:s3:::schemas/${words.join(' ')}`),
);

const reason = fc.oneof(
  fc.constantFrom(...LAYERS).map(([words, layer, template]) => ({
    text: (asked: string) => ` because no ${words.replace(/^\w+ /, '')} allows the ${asked} action`,
    facts: { template: `iam-${template}-implicit`, layer, effect: 'implicit' as const },
  })),
  fc
    .tuple(fc.constantFrom(...LAYERS), fc.option(fc.constantFrom(...POLICIES)))
    .map(([[words, layer, template], policyArn]) => ({
      text: () => ` with an explicit deny in ${words}${policyArn === null ? '' : `: ${policyArn}`}`,
      facts: {
        template: `iam-${template}-explicit`,
        layer,
        effect: 'explicit' as const,
        ...(policyArn === null ? {} : { policyArn, openEnd: 'policyArn' as const }),
      },
    })),
);

const sentence: fc.Arbitrary<Sentence> = fc.tuple(principal, action, resource, reason).map(([who, what, on, why]) => ({
  text: `User: ${who} is not authorized to perform: ${what} on resource: ${on}${why.text(what)}`,
  stated: { principalArn: who, action: what, resource: on, ...why.facts },
}));

describe("IAM's sentence", () => {
  it('is read back as it was made', () => {
    fc.assert(
      fc.property(sentence, ({ text, stated }) => {
        expect(parseDenialMessage(text)).toEqual(stated);
      }),
      {
        numRuns: 500,
      },
    );
  });

  it('is read the same inside what clients and services put around it', () => {
    const around = fc.constantFrom<readonly [before: string, after: string, more: object]>(
      [
        'An error occurred (AccessDeniedException) when calling the Converse operation: ',
        '\n',
        { errorCode: 'AccessDeniedException', operation: 'Converse' },
      ],
      ['API Error (403 {"Message":"', '"})', {}],
      ['Encountered error: ', ' (Service: S3, Status Code: 403, Request ID: 0)', { service: 'S3', status: 403 }],
      [
        'software.amazon.awssdk.services.bedrockruntime.model.AccessDeniedException: ',
        ' (Service: BedrockRuntime, Status Code: 403) (Service: BedrockAgentRuntime, Status Code: 400)',
        { errorCode: 'AccessDeniedException', service: 'BedrockRuntime', status: 403 },
      ],
    );
    fc.assert(
      fc.property(sentence, around, ({ text, stated }, [before, after, more]) => {
        const { openEnd: _, ...known } = stated;
        const { openEnd: __, ...read } = parseDenialMessage(`${before}${text}${after}`);
        expect(read).toEqual({ ...known, ...more });
      }),
    );
  });

  it('gives no half of a name for a whole one, wherever it is cut', () => {
    fc.assert(
      fc.property(sentence, fc.double({ min: 0, max: 1, noNaN: true }), ({ text, stated }, part) => {
        const read = parseDenialMessage(text.slice(0, Math.floor(text.length * part)));
        for (const fact of ['principalArn', 'action', 'resource', 'policyArn'] as const)
          expect([undefined, stated[fact], ...(read.openEnd === fact ? [read[fact]] : [])]).toContain(read[fact]);
        for (const fact of ['layer', 'effect'] as const) expect([undefined, stated[fact]]).toContain(read[fact]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('gives no name at all at the end of a text that CloudTrail cut at 1 KB', () => {
    fc.assert(
      fc.property(sentence, fc.integer({ min: 1, max: 200 }), ({ text }, cut) => {
        const long = `${'é'.repeat(500)} ${text}`.slice(0, 501 + cut);
        expect(parseDenialMessage(long).openEnd).toBeUndefined();
      }),
    );
  });
});
