import fc from 'fast-check';
import type { PolicyKind } from '../../functions/iam/policy.ts';

/** Policy documents that AWS would store, over few names, so that generated requests often match them. */

export const ACCOUNT = '111122223333';
export const OTHER_ACCOUNT = '444455556666';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/agent`;
export const SESSION = `arn:aws:sts::${ACCOUNT}:assumed-role/agent/s`;
export const OTHER_ROLE = `arn:aws:iam::${OTHER_ACCOUNT}:role/r`;

export interface StatementDocument {
  readonly Effect: 'Allow' | 'Deny';
  readonly [element: string]: unknown;
}
export interface PolicyDocument {
  readonly Version?: '2012-10-17' | '2008-10-17';
  readonly Statement: StatementDocument | readonly StatementDocument[];
}

export const effect = fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Allow', 'Allow', 'Deny');

const actionPattern = fc.constantFrom(
  's3:*',
  's3:GetObject',
  'S3:getobject',
  's3:*Object',
  's3:?etObject',
  'kms:Decrypt',
);
const anyActionPattern = fc.oneof(actionPattern, fc.constantFrom('*', '*:*'));
const trustAction = fc.constantFrom('sts:AssumeRole', 'sts:*', 'sts:TagSession', '*');
export const resourcePattern = fc.constantFrom(
  '*',
  '*',
  'arn:aws:s3:::*',
  'arn:aws:s3:::a',
  'arn:aws:s3:::a/*',
  'arn:aws:s3:::?/x',
  'arn:aws:s3:::b/*',
  'arn:aws:s3:::a/${aws:PrincipalTag/t}',
  'arn:aws:kms:us-east-1:111122223333:key/*',
);
const condition = fc.constantFrom<object | undefined>(
  undefined,
  undefined,
  {},
  { StringEquals: { 'aws:PrincipalTag/t': 'x' } },
  { StringNotEquals: { 'aws:PrincipalTag/t': ['x', 'y'] } },
  { StringLikeIfExists: { 'aws:PrincipalTag/t': 'x*' }, stringnotlike: { 'AWS:principaltag/T': '?y' } },
  { Null: { 'aws:PrincipalTag/t': false } },
  { StringEquals: { 'aws:PrincipalTag/t': '${aws:PrincipalTag/u}', 'aws:PrincipalTag/u': 'x' } },
  { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['x'] } },
  { 'ForAnyValue:StringLike': { 'aws:TagKeys': ['x', 'y*'] } },
  { 'ForAnyValue:StringNotEquals': { 'aws:TagKeys': 'x' } },
  { 'ForAllValues:StringNotLikeIfExists': { 'aws:TagKeys': 'q*' } },
  { Bool: { 'aws:SecureTransport': 'true' } },
  { BoolIfExists: { 'aws:SecureTransport': true } },
  { IpAddress: { 'aws:SourceIp': ['203.0.113.0/24', '2001:db8::/32'] } },
  { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  { NumericLessThan: { 's3:max-keys': 10 } },
  { DateGreaterThan: { 'aws:CurrentTime': '2026-01-01T00:00:00Z' } },
  { ArnLike: { 'aws:SourceArn': 'arn:aws:s3:::a*' } },
);
const principals = fc.constantFrom<unknown>(
  '*',
  { AWS: '*' },
  { AWS: ACCOUNT },
  { AWS: [ROLE, OTHER_ROLE] },
  { AWS: SESSION },
  { AWS: [`arn:aws:iam::${ACCOUNT}:root`, OTHER_ACCOUNT], Service: 'bedrock.amazonaws.com' },
);
const excepted = fc.constantFrom<unknown>(
  { AWS: ACCOUNT },
  { AWS: [ROLE, `arn:aws:iam::${ACCOUNT}:root`, SESSION] },
  { AWS: OTHER_ACCOUNT, Service: ['bedrock.amazonaws.com'] },
);

/** One value may stand without its brackets. */
const values = (value: fc.Arbitrary<string>): fc.Arbitrary<string | readonly string[]> =>
  fc.oneof(value, fc.array(value, { minLength: 1, maxLength: 3 }));
const sometimes = fc.constantFrom(false, false, false, true);

const elements = fc.record({
  effect,
  actions: values(anyActionPattern),
  namedActions: values(actionPattern),
  trustActions: values(trustAction),
  resources: values(resourcePattern),
  condition,
  principals,
  excepted,
  notAction: sometimes,
  notResource: sometimes,
  notPrincipal: sometimes,
});

const FULL_ACCESS: StatementDocument = { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };

export const statementDocument = (kind: PolicyKind): fc.Arbitrary<StatementDocument> =>
  elements.map((parts) => {
    const conditions = parts.condition === undefined ? {} : { Condition: parts.condition };
    const actions = { [parts.notAction ? 'NotAction' : 'Action']: parts.actions };
    const resources = { [parts.notResource ? 'NotResource' : 'Resource']: parts.resources };
    const named =
      parts.notPrincipal && parts.effect === 'Deny'
        ? { NotPrincipal: parts.excepted }
        : { Principal: parts.principals };
    switch (kind) {
      case 'resource':
      case 'vpcEndpoint':
        return { Effect: parts.effect, ...named, ...actions, ...resources, ...conditions };
      case 'trust':
        return { Effect: parts.effect, Principal: parts.principals, Action: parts.trustActions, ...conditions };
      case 'resourceControl':
        if (parts.effect === 'Allow') return FULL_ACCESS;
        return { Effect: 'Deny', Principal: '*', Action: parts.namedActions, ...resources, ...conditions };
      default:
        return { Effect: parts.effect, ...actions, ...resources, ...conditions };
    }
  });

/** Both versions and none, statements with and without a `Sid`, a lone statement with and without brackets. */
export const policyDocument = (kind: PolicyKind): fc.Arbitrary<PolicyDocument> =>
  fc
    .record({
      version: fc.constantFrom('2012-10-17' as const, '2012-10-17' as const, '2008-10-17' as const, undefined),
      statements: fc.array(statementDocument(kind), { minLength: 1, maxLength: 3 }),
      named: fc.boolean(),
    })
    .map(({ version, statements, named }) => {
      const list = named ? statements.map((statement, index) => ({ Sid: `S${index}`, ...statement })) : statements;
      const [first, ...rest] = list;
      const Statement = first !== undefined && rest.length === 0 && named ? first : list;
      return version === undefined ? { Statement } : { Version: version, Statement };
    });
