import { readdirSync, readFileSync } from 'node:fs';
import type { AccessRequest, Decision, PolicySet } from '../../functions/iam/decision.ts';
import { parsePolicy } from '../../functions/iam/parse-policy.ts';
import type { Policy, PolicyKind } from '../../functions/iam/policy.ts';

/** Policy documents per layer, as `warden simulate` takes them. */
export interface PolicyDocuments {
  readonly identity?: readonly unknown[];
  readonly resource?: unknown;
  readonly permissionsBoundary?: readonly unknown[];
  readonly session?: readonly unknown[];
  readonly serviceControl?: readonly (readonly unknown[])[];
  readonly resourceControl?: readonly (readonly unknown[])[];
  readonly vpcEndpoint?: readonly unknown[];
}

export interface Scenario {
  readonly name: string;
  readonly request: AccessRequest;
  readonly policies: PolicyDocuments;
  readonly absentKeys?: 'unknown' | 'absent';
  readonly expected: Decision;
}

const fixtures = new URL('../fixtures/iam/', import.meta.url);

/** Every scenario file of a topic folder. */
export const scenariosOf = (topic: string): readonly Scenario[] =>
  readdirSync(new URL(`${topic}/`, fixtures))
    .toSorted()
    .map((file) => JSON.parse(readFileSync(new URL(`${topic}/${file}`, fixtures), 'utf8')) as Scenario);

export const topics = (): readonly string[] =>
  readdirSync(fixtures, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'documents')
    .map(({ name }) => name)
    .toSorted();

export function policySet(documents: PolicyDocuments, action = ''): PolicySet {
  const list = (kind: PolicyKind, docs: readonly unknown[], name: string = kind): readonly Policy[] =>
    docs.map((document, index) => policyOf(document, kind, `${name}[${index}]`));
  const levels = (kind: PolicyKind, docs: readonly (readonly unknown[])[]): readonly (readonly Policy[])[] =>
    docs.map((level, index) => list(kind, level, `${kind}[${index}]`));
  const { identity, resource, permissionsBoundary, session, serviceControl, resourceControl, vpcEndpoint } = documents;
  const resourceKind = /^sts:(AssumeRole|TagSession$|SetSourceIdentity$|SetContext$)/i.test(action)
    ? 'trust'
    : 'resource';
  return {
    ...(identity && { identity: list('identity', identity) }),
    ...(resource !== undefined && { resource: policyOf(resource, resourceKind, 'resource') }),
    ...(permissionsBoundary && { permissionsBoundary: list('permissionsBoundary', permissionsBoundary) }),
    ...(session && { session: list('session', session) }),
    ...(serviceControl && { serviceControl: levels('serviceControl', serviceControl) }),
    ...(resourceControl && { resourceControl: levels('resourceControl', resourceControl) }),
    ...(vpcEndpoint && { vpcEndpoint: list('vpcEndpoint', vpcEndpoint) }),
  };
}

export function policyOf(document: unknown, kind: PolicyKind = 'identity', name: string = kind): Policy {
  const parsed = parsePolicy(document, name, kind);
  if ('error' in parsed) throw new Error(`${name}: ${parsed.error.problem}`);
  return parsed.policy;
}
