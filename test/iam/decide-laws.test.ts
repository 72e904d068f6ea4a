import fc from 'fast-check';
import { describe, test } from 'vitest';
import { decide } from '../../functions/iam/decide.ts';
import type { AccessRequest, Decision } from '../../functions/iam/decision.ts';
import { type PolicyDocuments, policySet } from './scenario.ts';

const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/agent`;

interface StatementDocument {
  readonly Effect: 'Allow' | 'Deny';
  readonly [element: string]: unknown;
}

const effect = fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Deny');
const action = fc.constantFrom('*', 's3:*', 's3:GetObject', 's3:PutObject', 'kms:Decrypt');
const resource = fc.constantFrom(
  '*',
  'arn:aws:s3:::a',
  'arn:aws:s3:::a/*',
  'arn:aws:s3:::b/*',
  'arn:aws:s3:::a/${aws:PrincipalTag/t}',
);
const condition = fc.constantFrom(
  undefined,
  undefined,
  { StringEquals: { 'aws:PrincipalTag/t': 'x' } },
  { StringNotEquals: { 'aws:PrincipalTag/t': 'x' } },
  { StringLikeIfExists: { 'aws:PrincipalTag/t': 'x*' } },
  { Null: { 'aws:PrincipalTag/t': 'false' } },
  { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['x'] } },
);
const inverted = fc.constantFrom(false, false, true);

const statement: fc.Arbitrary<StatementDocument> = fc
  .record({ effect, action, resource, condition, invertAction: inverted, invertResource: inverted })
  .map((parts) => ({
    Effect: parts.effect,
    [parts.invertAction ? 'NotAction' : 'Action']: parts.action,
    [parts.invertResource ? 'NotResource' : 'Resource']: parts.resource,
    ...(parts.condition === undefined ? {} : { Condition: parts.condition }),
  }));
const principal = fc.constantFrom<unknown>('*', { AWS: ACCOUNT }, { AWS: ROLE }, { AWS: '444455556666' });
const named = fc.tuple(statement, principal).map(([written, Principal]) => ({ ...written, Principal }));
const documentOf = (statements: readonly object[]): object => ({ Version: '2012-10-17', Statement: statements });
const policy = fc.array(statement, { minLength: 1, maxLength: 3 }).map(documentOf);
const resourcePolicy = fc.array(named, { minLength: 1, maxLength: 3 }).map(documentOf);
const policies = fc.array(policy, { maxLength: 2 });

const request: fc.Arbitrary<AccessRequest> = fc.record({
  action: fc.constantFrom('s3:GetObject', 's3:PutObject', 'kms:Decrypt'),
  resource: fc.constantFrom('arn:aws:s3:::a', 'arn:aws:s3:::a/x', 'arn:aws:s3:::b/x', '*'),
  principal: fc.constantFrom(
    ROLE,
    `arn:aws:sts::${ACCOUNT}:assumed-role/agent/s`,
    'arn:aws:iam::444455556666:role/r',
    '*',
  ),
  resourceAccount: fc.constant(ACCOUNT),
  context: fc.constantFrom<AccessRequest['context']>(
    {},
    { 'aws:PrincipalTag/t': 'x' },
    { 'aws:PrincipalTag/t': 'y', 'aws:TagKeys': ['x', 'y'] },
    { 'aws:PrincipalArn': ROLE },
  ),
});

const documents: fc.Arbitrary<PolicyDocuments> = fc.record(
  {
    identity: policies,
    resource: resourcePolicy,
    permissionsBoundary: policies,
    session: policies,
    serviceControl: fc.array(policies, { maxLength: 2 }),
  },
  { requiredKeys: [] },
);

const absentKeys = fc.constantFrom<'unknown' | 'absent'>('unknown', 'absent');
const everything = { Effect: 'Allow', Action: '*', Resource: '*' };

const answer = (asked: AccessRequest, given: PolicyDocuments, keys: 'unknown' | 'absent'): Decision =>
  decide(asked, policySet(given), { absentKeys: keys });

const plusIdentity = (given: PolicyDocuments, statements: readonly object[]): PolicyDocuments => ({
  ...given,
  identity: [...(given.identity ?? []), documentOf(statements)],
});

/** How much is allowed: denied, open, allowed. */
const extent = ({ decision }: Decision): number => (decision === 'allowed' ? 2 : decision === 'unknown' ? 1 : 0);

const law = (
  name: string,
  holds: (
    asked: AccessRequest,
    given: PolicyDocuments,
    keys: 'unknown' | 'absent',
    other: StatementDocument,
  ) => boolean,
): void =>
  test(name, () => {
    fc.assert(fc.property(request, documents, absentKeys, statement, holds), { numRuns: 1_500 });
  });

describe('the laws of policy evaluation', () => {
  law('nothing is allowed without an Allow', (asked, given, keys) => {
    const onlyDenies = JSON.parse(JSON.stringify(given).replaceAll('"Allow"', '"Deny"')) as PolicyDocuments;
    return extent(answer(asked, onlyDenies, keys)) === 0;
  });

  law('an explicit Deny wins over everything', (asked, given, keys) => {
    const denied = plusIdentity(given, [{ ...everything, Effect: 'Deny' }]);
    return asked.principal === '*' || answer(asked, denied, keys).decision === 'explicitDeny';
  });

  law('adding a Deny never allows more', (asked, given, keys, other) => {
    const more = plusIdentity(given, [{ ...other, Effect: 'Deny' }]);
    return extent(answer(asked, more, keys)) <= extent(answer(asked, given, keys));
  });

  law('adding an Allow never takes away', (asked, given, keys, other) => {
    const more = plusIdentity(given, [{ ...other, Effect: 'Allow' }]);
    return extent(answer(asked, more, keys)) >= extent(answer(asked, given, keys));
  });

  law('adding an Allow to an allowed request changes no answer', (asked, given, keys, other) => {
    const before = answer(asked, given, keys);
    return (
      before.decision !== 'allowed' ||
      answer(asked, plusIdentity(given, [{ ...other, Effect: 'Allow' }]), keys).decision === 'allowed'
    );
  });

  law('a boundary, a session policy and an organization never grant', (asked, given, keys, other) => {
    const { permissionsBoundary: _, session: __, serviceControl: ___, ...bare } = given;
    const without = extent(answer(asked, bare, keys));
    const limits = [
      { permissionsBoundary: [documentOf([other])] },
      { session: [documentOf([other])] },
      { serviceControl: [[documentOf([other])]] },
    ];
    return limits.every((limit) => extent(answer(asked, { ...bare, ...limit }, keys)) <= without);
  });

  law('order and duplicates do not matter', (asked, given, keys) => {
    const turned: PolicyDocuments = {
      ...given,
      ...(given.identity && { identity: [...given.identity, ...given.identity].toReversed() }),
      ...(given.serviceControl && { serviceControl: [...given.serviceControl, ...given.serviceControl].toReversed() }),
    };
    const [one, other] = [answer(asked, given, keys), answer(asked, turned, keys)];
    return (
      one.decision === other.decision &&
      String(one.blockedBy) === String(other.blockedBy) &&
      String(one.dependsOn) === String(other.dependsOn)
    );
  });

  law('one value is a list of one', (asked, given, keys) => {
    const listed = JSON.parse(
      JSON.stringify(given).replaceAll(/"((?:Not)?(?:Action|Resource))":("[^"]*")/g, '"$1":[$2]'),
    ) as PolicyDocuments;
    return answer(asked, given, keys).decision === answer(asked, listed, keys).decision;
  });

  law('a certain answer does not depend on what was not told', (asked, given, _keys) => {
    const open = answer(asked, given, 'unknown');
    const told = [
      answer(asked, given, 'absent'),
      answer(
        { ...asked, context: { 'aws:PrincipalTag/t': 'x', 'aws:PrincipalArn': ROLE, ...asked.context } },
        given,
        'absent',
      ),
      answer(
        {
          ...asked,
          context: { 'aws:PrincipalTag/t': 'z', 'aws:TagKeys': ['q'], 'aws:PrincipalArn': ROLE, ...asked.context },
        },
        given,
        'absent',
      ),
    ];
    return open.decision === 'unknown' || told.every((one) => extent(one) === extent(open));
  });

  law('whoever knows the whole context gets an answer', (asked, given) => {
    const context = { 'aws:PrincipalTag/t': 'x', 'aws:PrincipalArn': ROLE, 'aws:TagKeys': 'x', ...asked.context };
    return answer({ ...asked, context }, given, 'absent').decision !== 'unknown';
  });

  law('an answer has its reasons', (asked, given, keys) => {
    const { decision, blockedBy, statements, dependsOn } = answer(asked, given, keys);
    if (decision === 'unknown') return blockedBy.length === 0 && statements.length === 0 && dependsOn.length > 0;
    if (decision === 'allowed')
      return blockedBy.length === 0 && statements.length > 0 && statements.every((s) => s.effect === 'Allow');
    const denials = decision === 'explicitDeny';
    return blockedBy.length > 0 && denials === statements.length > 0 && statements.every((s) => s.effect === 'Deny');
  });
});
