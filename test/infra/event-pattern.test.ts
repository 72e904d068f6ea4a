import { describe, expect, it } from 'vitest';
import { matchesPattern } from './event-pattern.ts';

const event = {
  'detail-type': 'AWS API Call via CloudTrail',
  resources: ['one', 'two'],
  detail: { errorCode: 'Client.UnauthorizedOperation', readOnly: true, userIdentity: { arn: 'role/A/session' } },
};

describe('the matcher that stands in for EventBridge', () => {
  it.each<[name: string, pattern: unknown, matches: boolean]>([
    ['an equal value', { 'detail-type': ['AWS API Call via CloudTrail'] }, true],
    ['a value in another case', { 'detail-type': ['aws api call via cloudtrail'] }, false],
    ['one alternative of two', { detail: { readOnly: [false, true] } }, true],
    ['a boolean written as text', { detail: { readOnly: ['true'] } }, false],
    ['any element of an array', { resources: ['two'] }, true],
    ['no element of an array', { resources: ['three'] }, false],
    ['a field that is not there', { detail: { errorMessage: ['x'] } }, false],
    ['a parent that is not there', { absent: { child: ['x'] } }, false],
    ['a prefix', { detail: { errorCode: [{ prefix: 'Client.' }] } }, true],
    ['a prefix from the middle', { detail: { errorCode: [{ prefix: 'Unauthorized' }] } }, false],
    ['a suffix', { detail: { errorCode: [{ suffix: 'UnauthorizedOperation' }] } }, true],
    ['a suffix from the middle', { detail: { errorCode: [{ suffix: 'Client.' }] } }, false],
    ['a wildcard', { detail: { userIdentity: { arn: [{ wildcard: 'role/*/sess*' }] } } }, true],
    ['a wildcard that stops too early', { detail: { userIdentity: { arn: [{ wildcard: 'role/*/sess' }] } } }, false],
    ['a dot that is only a dot', { detail: { errorCode: [{ wildcard: 'Client?Unauth*' }] } }, false],
    ['one side of $or', { detail: { $or: [{ errorCode: ['x'] }, { readOnly: [true] }] } }, true],
    ['no side of $or', { detail: { $or: [{ errorCode: ['x'] }, { readOnly: [false] }] } }, false],
    ['a field that must not be there, and is not', { detail: { errorMessage: [{ exists: false }] } }, true],
    ['a field that must not be there, and is', { detail: { errorCode: [{ exists: false }] } }, false],
    ['a field that must be there, and is', { detail: { errorCode: [{ exists: true }] } }, true],
    ['one field right, one wrong', { detail: { readOnly: [true], errorCode: ['x'] } }, false],
  ])('%s', (_name, pattern, matches) => {
    expect(matchesPattern(pattern, event)).toBe(matches);
  });

  it.each<[name: string, pattern: unknown, complaint: string]>([
    ['an operator it does not know', { detail: { errorCode: [{ cidr: '10.0.0.0/8' }] } }, 'does not know: cidr'],
    ['a word for whether a field is there', { detail: { errorCode: [{ exists: 'false' }] } }, 'does not know: exists'],
    ['two operators in one matcher', { detail: { errorCode: [{ prefix: 'a', suffix: 'b' }] } }, 'not a matcher'],
    ['a bare value, which EventBridge refuses', { detail: { errorCode: 'AccessDenied' } }, 'not an event pattern'],
    ['consecutive wildcards', { detail: { errorCode: [{ wildcard: 'a**' }] } }, 'refuses consecutive wildcards'],
    ['a single alternative', { detail: { $or: [{ errorCode: ['x'] }] } }, 'two patterns or more'],
  ])('refuses %s', (_name, pattern, complaint) => {
    expect(() => matchesPattern(pattern, event)).toThrow(complaint);
  });
});
