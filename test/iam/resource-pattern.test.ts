import { describe, expect, test } from 'vitest';
import { matchesResource, resourceMatch } from '../../functions/iam/resource-pattern.ts';

describe('matchesResource', () => {
  const agent = 'arn:aws:bedrock:us-east-1:111122223333:agent/ABCDEFGHIJ';
  test.each([
    ['*', agent, true],
    ['*', '*', true],
    ['arn:aws:bedrock:*:*:*', '*', false],
    [agent, agent, true],
    ['arn:aws:bedrock:*:111122223333:agent/*', agent, true],
    ['arn:aws:bedrock:*:111122223333:*', agent, true],
    ['arn:aws:bedrock:us-east-1:*', agent, true],
    ['arn:aws:bedrock:*:agent/*', agent, false],
    ['arn:aws:bedrock:*:444455556666:agent/*', agent, false],
    ['arn:aws:bedrock:us-*:111122223333:agent/ABCDE?????', agent, true],
    ['arn:aws:lambda:*:function:orders', 'arn:aws:lambda:us-east-1:111122223333:function:orders', true],
    ['arn:aws:lambda:us-east-1:*:orders:live', 'arn:aws:lambda:us-east-1:111122223333:function:orders:live', true],
    ['arn:aws:lambda:us-*:111122223333:function:orders', 'arn:aws:lambda:us-east-1:111122223333:function:orders', true],
    ['arn:aws:lambda:*-1:orders:live', 'arn:aws:lambda:us-east-1:111122223333:function:orders:live', false],
    ['arn:aws:bedrock:*:foundation-model/nova-v1:0', 'arn:aws:bedrock:us-east-1::foundation-model/nova-v1:0', true],
    ['arn:aws:bedrock:*:foundation-model/nova-v1:0', 'arn:aws:bedrock:us-east-1::foundation-model/nova-v1:1', false],
    ['arn:aws:s3:::bucket/*', 'arn:aws:s3:::bucket/a/b:c', true],
    ['arn:aws:s3:::bucket', 'arn:aws:s3:::bucket/a', false],
    ['arn:aws:logs:*:*:log-group:/aws/*:*', 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/x:log-stream:y', true],
  ])('%s on %s: %j', (wildcard, arn, expected) => {
    expect(matchesResource(wildcard, arn)).toBe(expected);
  });
});

test('a pattern to be completed leaves open whether its star reaches across a colon', () => {
  const agent = 'arn:aws:bedrock:us-east-1:111122223333:agent/ABCDEFGHIJ';
  expect(resourceMatch('arn:aws:bedrock:*:agent/*', agent)).toEqual({
    dependsOn: ['wildcard across a colon in arn:aws:bedrock:*:agent/*'],
  });
});
