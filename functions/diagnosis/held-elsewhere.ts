import { decide } from '../iam/decide.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import { dataAccess } from '../workload/data-access.ts';
import type { RequiredRequest } from '../workload/required-request.ts';
import { policyCarrier } from '../workload/resource-policies.ts';
import type { CauseCode } from './cause-code.ts';
import type { DeniedRequest } from './diagnosis.ts';
import { decisionText } from './evidence-line.ts';

/** What a workload needs that others than its role must allow, and what those others answer. */
export interface HeldElsewhere {
  readonly request: RequiredRequest;
  readonly code: CauseCode;
  readonly answer: 'granted' | 'denied' | 'unknown';
  readonly says: string;
}

/** What is held by the policies of functions, keys, buckets and secrets, and by data access policies. */
export function heldElsewhere(role: AgentRole, { workload }: DeniedRequest): readonly HeldElsewhere[] {
  const id = workload?.id;
  return role.accessHeldElsewhere
    .filter(
      ({ workload: owner, necessity, heldBy }) =>
        necessity === 'required' &&
        heldBy !== 'account' &&
        (id === undefined || owner.includes(`/${id}#`) || owner.endsWith(`/${id}`)),
    )
    .map((request) => answerOf(role, request));
}

function answerOf(role: AgentRole, request: RequiredRequest): HeldElsewhere {
  const code = codeOf(request);
  if (request.heldBy === 'dataAccessPolicy') {
    const access = dataAccess(role, request);
    if (access.answer === 'granted')
      return { request, code, answer: 'granted', says: 'a data access policy grants it' };
    if (access.answer === 'open') return { request, code, answer: 'unknown', says: access.reasons.join('; ') };
    return access.answer === 'noSuchCollection'
      ? { request, code: 'RESOURCE_DOES_NOT_EXIST', answer: 'denied', says: `there is no collection ${access.pattern}` }
      : {
          request,
          code,
          answer: 'denied',
          says: `no data access policy grants it on ${access.pattern} to ${role.arn}`,
        };
  }
  const carrier = policyCarrier(request.resource);
  const policy = carrier === undefined ? undefined : role.resourcePolicies[carrier];
  if (policy === undefined || 'missing' in policy)
    return { request, code, answer: 'unknown', says: policy?.missing.join('; ') ?? 'its policy was not read' };
  if (policy.known === null) return { request, code, answer: 'denied', says: 'the resource has no policy' };
  const { action, resource, context, principal = role.arn } = request;
  const owner = context['aws:ResourceAccount'];
  const identity =
    principal === role.arn && 'known' in role.identityPolicies ? { identity: role.identityPolicies.known } : {};
  const decision = decide(
    {
      action,
      resource,
      principal,
      context: { 'aws:SecureTransport': 'true', ...context },
      ...(owner === undefined ? {} : { resourceAccount: owner }),
    },
    { ...identity, resource: policy.known },
  );
  if (decision.decision === 'allowed') return { request, code, answer: 'granted', says: decisionText(decision) };
  if (decision.decision === 'unknown') return { request, code, answer: 'unknown', says: decisionText(decision) };
  const denies = decision.blockedBy.includes('resource');
  const [miss] = decision.misses.filter(({ layer }) => layer === 'resource');
  const why = miss === undefined ? decisionText(decision) : `not allowed; ${miss.reason}`;
  return { request, code, answer: denies ? 'denied' : 'unknown', says: why };
}

function codeOf({ heldBy, action }: RequiredRequest): CauseCode {
  if (heldBy === 'functionPolicy') return 'LAMBDA_RESOURCE_POLICY';
  if (heldBy === 'keyPolicy') return 'KMS_KEY_POLICY';
  if (heldBy === 'dataAccessPolicy') return 'AOSS_DATA_ACCESS_POLICY';
  const service = action.split(':')[0] ?? '';
  return Object.hasOwn(BY_SERVICE, service) ? (BY_SERVICE[service] ?? 'OTHER') : 'OTHER';
}

const BY_SERVICE: Readonly<Record<string, CauseCode>> = {
  s3: 'S3_ACCESS',
  kms: 'KMS_KEY_POLICY',
  secretsmanager: 'SECRETS_MANAGER',
  lambda: 'LAMBDA_RESOURCE_POLICY',
  s3vectors: 'S3_VECTORS_PERMISSION',
};
