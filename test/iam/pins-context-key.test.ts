import { describe, expect, test } from 'vitest';
import { pinsContextKey } from '../../functions/iam/pins-context-key.ts';
import type { Condition } from '../../functions/iam/policy.ts';

const KEY = 'aws:SourceAccount';
const one = (operator: string, values: readonly string[], key = KEY): readonly Condition[] => [
  { operator, key, values },
];

describe('pinsContextKey', () => {
  test.each<[string, readonly Condition[], readonly string[] | undefined]>([
    ['StringEquals pins', one('StringEquals', ['111122223333']), ['111122223333']],
    ['StringLike pins', one('StringLike', ['1111*']), ['1111*']],
    ['ArnLike pins', one('ArnLike', ['arn:aws:bedrock:*:*:agent/*']), ['arn:aws:bedrock:*:*:agent/*']],
    ['ArnEquals pins', one('ArnEquals', ['arn:aws:s3:::b']), ['arn:aws:s3:::b']],
    ['the key in another case is the same key', one('StringEquals', ['1'], 'AWS:SOURCEACCOUNT'), ['1']],
    ['every value is returned', one('StringEquals', ['1', '2']), ['1', '2']],
    ['ForAnyValue pins', one('ForAnyValue:StringEquals', ['1']), ['1']],
    ['no condition does not pin', [], undefined],
    ['another key does not pin', one('StringEquals', ['1'], 'aws:SourceArn'), undefined],
    ['IfExists does not pin', one('StringEqualsIfExists', ['1']), undefined],
    ['ForAllValues does not pin, because it holds without the key', one('ForAllValues:StringEquals', ['1']), undefined],
    ['a negated operator does not pin', one('StringNotEquals', ['1']), undefined],
    ['Null does not pin', one('Null', ['false']), undefined],
    ['a star does not pin', one('StringLike', ['*']), undefined],
    ['a star beside a value does not pin', one('StringLike', ['1', '*']), undefined],
    ['a policy variable does not pin', one('StringEquals', ['${aws:PrincipalAccount}']), undefined],
    ['no values do not pin', one('StringEquals', []), undefined],
    ['the narrower of two conditions pins', [...one('StringLike', ['1', '2']), ...one('StringEquals', ['1'])], ['1']],
  ])('%s', (_, conditions, pinned) => {
    expect(pinsContextKey(conditions, KEY)).toEqual(pinned);
  });
});
