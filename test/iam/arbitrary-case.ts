import fc from 'fast-check';
import type { AccessRequest } from '../../functions/iam/decision.ts';
import {
  ACCOUNT,
  OTHER_ACCOUNT,
  OTHER_ROLE,
  type PolicyDocument,
  policyDocument,
  ROLE,
  SESSION,
} from './arbitrary-policy.ts';
import type { PolicyDocuments } from './scenario.ts';

/** Requests, and policies of every layer, over the same few names. */

const USER = `arn:aws:iam::${ACCOUNT}:user/ana`;
const principals = [ROLE, SESSION, USER, `arn:aws:iam::${ACCOUNT}:root`, OTHER_ROLE, 'bedrock.amazonaws.com', '*'];

/** Keys that follow from neither the principal nor the resource: telling them contradicts nothing. */
export const context: fc.Arbitrary<Record<string, string | string[]>> = fc.record(
  {
    'aws:PrincipalTag/t': fc.constantFrom('x', 'y', 'xy'),
    'aws:PrincipalTag/u': fc.constantFrom('x', 'z'),
    'aws:TagKeys': fc.constantFrom(['x'], ['x', 'y'], ['q'], []),
    'aws:SecureTransport': fc.constantFrom('true', 'false'),
    'aws:SourceIp': fc.constantFrom('203.0.113.9', '2001:db8::1', '198.51.100.1'),
    's3:max-keys': fc.constantFrom('1', '100'),
    'aws:CurrentTime': fc.constantFrom('2026-06-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    'aws:SourceArn': fc.constantFrom('arn:aws:s3:::a', 'arn:aws:s3:::b'),
  },
  { requiredKeys: [] },
);

export const request: fc.Arbitrary<AccessRequest> = fc.record({
  action: fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:ListBucket', 'kms:Decrypt'),
  resource: fc.constantFrom(
    'arn:aws:s3:::a',
    'arn:aws:s3:::a/x',
    'arn:aws:s3:::b/x',
    `arn:aws:kms:us-east-1:${ACCOUNT}:key/k`,
    '*',
  ),
  principal: fc.oneof(fc.constantFrom(ROLE, SESSION, USER), fc.constantFrom(...principals)),
  resourceAccount: fc.constantFrom(ACCOUNT, ACCOUNT, ACCOUNT, OTHER_ACCOUNT),
  context,
});

/** `PolicyDocuments`, with the documents typed. */
export interface Layers extends PolicyDocuments {
  readonly identity?: readonly PolicyDocument[];
  readonly resource?: PolicyDocument;
  readonly permissionsBoundary?: readonly PolicyDocument[];
  readonly session?: readonly PolicyDocument[];
  readonly serviceControl?: readonly (readonly PolicyDocument[])[];
  readonly resourceControl?: readonly (readonly PolicyDocument[])[];
  readonly vpcEndpoint?: readonly PolicyDocument[];
}

const FULL_ACCESS: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
};

const list = <Kind extends 'identity' | 'permissionsBoundary' | 'session' | 'serviceControl' | 'vpcEndpoint'>(
  kind: Kind,
) => fc.array(policyDocument(kind), { maxLength: 2 });
/** Every level of an organization starts with full access; most keep it. */
const resourceControlLevel = fc
  .tuple(
    fc.constantFrom([FULL_ACCESS], [FULL_ACCESS], []),
    fc.array(policyDocument('resourceControl'), { maxLength: 2 }),
  )
  .map(([full, own]) => [...full, ...own]);

export const layers: fc.Arbitrary<Layers> = fc.record(
  {
    identity: fc.array(policyDocument('identity'), { maxLength: 3 }),
    resource: policyDocument('resource'),
    permissionsBoundary: list('permissionsBoundary'),
    session: list('session'),
    serviceControl: fc.array(list('serviceControl'), { maxLength: 2 }),
    resourceControl: fc.array(resourceControlLevel, { maxLength: 2 }),
    vpcEndpoint: list('vpcEndpoint'),
  },
  { requiredKeys: ['identity'] },
);

const LIMITS = ['permissionsBoundary', 'session', 'serviceControl', 'resourceControl', 'vpcEndpoint'] as const;

/** At most two of the limiting layers: with all of them nearly everything is denied. */
export const fewLayers: fc.Arbitrary<Layers> = fc
  .tuple(layers, fc.subarray([...LIMITS], { maxLength: 2 }))
  .map(([all, kept]) =>
    Object.fromEntries(
      Object.entries(all).filter(
        ([layer]) => !LIMITS.some((limit) => limit === layer) || kept.some((limit) => limit === layer),
      ),
    ),
  );

export const absentKeys = fc.constantFrom<'unknown' | 'absent'>('unknown', 'absent');
