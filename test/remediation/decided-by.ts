import { decide } from '../../functions/iam/decide.ts';
import { parsePolicy } from '../../functions/iam/parse-policy.ts';
import type { PolicyKind } from '../../functions/iam/policy.ts';
import type { RequiredRequest } from '../../functions/workload/required-request.ts';
import { ACCOUNT, ROLE } from '../diagnosis/agent-role-fixture.ts';

export function parsed(document: unknown, kind: PolicyKind) {
  const result = parsePolicy(document, 'generated policy', kind);
  if ('error' in result) throw new Error(`${result.error.problem}: ${JSON.stringify(document)}`);
  return result.policy;
}

/** The key policy that AWS makes with a key: the policies of the account decide. */
const KEY_POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }],
};

/** What the engine answers when the role asks and has these identity-based policies and no others. */
export function answered(
  { action, resource, context }: Pick<RequiredRequest, 'action' | 'resource' | 'context'>,
  documents: readonly unknown[],
): string {
  const identity = documents.map((document) => parsed(document, 'identity'));
  const owner = context['aws:ResourceAccount'];
  const request = { action, resource, context, principal: ROLE };
  return decide(
    owner === undefined ? request : { ...request, resourceAccount: owner },
    resource.startsWith('arn:aws:kms:') ? { identity, resource: parsed(KEY_POLICY, 'resource') } : { identity },
    { absentKeys: 'absent' },
  ).decision;
}
