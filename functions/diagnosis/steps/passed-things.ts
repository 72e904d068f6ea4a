import { decide } from '../../iam/decide.ts';
import type { Decision } from '../../iam/decision.ts';
import type { Change } from '../../workload/change.ts';
import { resourcePolicyOf } from '../../workload/resource-policies.ts';
import { administrator } from '../administrator.ts';
import type { AskedRequest } from '../asked-requests.ts';
import type { DiagnosisContext } from '../context.ts';
import { callsModel } from '../denied-access.ts';
import type { Cause } from '../diagnosis.ts';
import { decisionText, engineLine, messageLine, statementName } from '../evidence-line.ts';
import { placeOf, requestOf } from '../grant-change.ts';
import { answerRequest, type PolicyAnswer } from '../policy-answer.ts';
import { nothing, type Step, type StepAnswer } from './step.ts';

/** Texts that name neither action nor resource: what the call hands to the service may be what was refused. */
const SILENT: ReadonlySet<string> = new Set(['absent', 'cloudformation-refused']);

/** https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-agents-new.html */
const CREATE_GRANT = 'kms:CreateGrant';
const KEY_ACTIONS = [CREATE_GRANT, 'kms:Decrypt', 'kms:GenerateDataKey', 'kms:DescribeKey'] as const;

export const passedThings: Step = {
  id: 'passed-things',
  question: 'May whoever made the call pass the role and use the key that it names?',
  examine(context) {
    const { denied, role } = context;
    const writes = /^(?:Create|Update|Associate|Put|Start)/.test(denied.eventName ?? '');
    if (!SILENT.has(denied.message.template)) return nothing;
    if (role === undefined) return denied.message.template === 'absent' ? nothing : closedKeys(context);
    if (callsModel(denied.eventName)) return { causes: [guardrail(context)].flatMap((cause) => cause ?? []) };
    const causes = writes ? [passRole(context), keyPolicy(context)].flatMap((cause) => cause ?? []) : [];
    return { causes };
  },
};

function asked(
  context: DiagnosisContext,
  action: string,
  resource: string,
  keys: AskedRequest['context'] = {},
): PolicyAnswer {
  const { role, account } = context;
  const request: AskedRequest = { action, resource, context: keys, standing: 'required' };
  if (role === undefined) return { request };
  const [snapshot] = account;
  const policy =
    snapshot === undefined || !action.startsWith('kms:') ? undefined : resourcePolicyOf(snapshot, resource);
  return answerRequest(request, role, policy !== undefined && 'known' in policy ? { resource: policy.known } : {});
}

function passRole(context: DiagnosisContext): Cause | undefined {
  const { denied, role } = context;
  const passed = denied.requested?.roleArn;
  if (passed === undefined || passed === role?.arn) return undefined;
  const service =
    denied.eventSource === 'bedrock-agentcore.amazonaws.com' ? denied.eventSource : 'bedrock.amazonaws.com';
  const { request, identity } = asked(context, 'iam:PassRole', passed, { 'iam:PassedToService': service });
  if (identity === undefined || (identity.decision !== 'implicitDeny' && identity.decision !== 'explicitDeny'))
    return undefined;
  return {
    code: 'PASSROLE_MISSING',
    certainty: 'likely',
    summary: `The caller may not pass the role ${passed} to ${service}.`,
    evidence: [messageLine(context), engineLine(request, decisionText(identity))],
    change: { kind: 'grant', requests: [{ action: request.action, resource: passed, context: request.context }] },
  };
}

/** A call with a guardrail asks for the right to apply it as well, and the denial need not say so. */
function guardrail(context: DiagnosisContext): Cause | undefined {
  const { denied, role, account } = context;
  const named = denied.requested?.guardrail;
  if (named === undefined || role === undefined || !context.allowedByIdentity) return undefined;
  const own = `arn:${role.partition}:bedrock:${denied.region ?? role.region}:${account[0]?.accountId ?? role.accountId}:guardrail/${named}`;
  const { request, identity } = asked(context, 'bedrock:ApplyGuardrail', named.startsWith('arn:') ? named : own);
  if (identity?.decision !== 'implicitDeny' && identity?.decision !== 'explicitDeny') return undefined;
  return {
    code: 'GUARDRAIL_PERMISSION',
    certainty: 'likely',
    summary: `The call applies the guardrail ${named}, and its caller may not.`,
    evidence: [messageLine(context), engineLine(request, decisionText(identity))],
    change: identityChange(request, identity),
  };
}

/** No Allow outweighs a Deny. */
function identityChange(asked: AskedRequest, { statements }: Decision): Change {
  const requests = [requestOf(asked)];
  const [denial] = statements;
  return denial === undefined ? { kind: 'grant', requests } : { kind: 'exempt', requests, location: placeOf(denial) };
}

/** Keys that decide alone, and not by the policies of the account, who may use them: a template may name one. */
function closedKeys({ account }: DiagnosisContext): StepAnswer {
  const closed = account.flatMap((snapshot) =>
    Object.keys(snapshot.resourcePolicies ?? {}).filter((arn) => {
      const policy = /^arn:[a-z-]+:kms:/.test(arn) ? resourcePolicyOf(snapshot, arn) : undefined;
      if (policy === undefined || !('known' in policy) || policy.known === null) return false;
      const principal = `arn:${arn.split(':')[1]}:iam::${snapshot.accountId}:root`;
      const request = { action: 'kms:CreateGrant', resource: arn, principal, context: {} };
      return decide(request, { resource: policy.known }).decision === 'implicitDeny';
    }),
  );
  const [key] = closed;
  if (key === undefined) return nothing;
  return {
    causes: [
      {
        code: 'KMS_KEY_POLICY',
        certainty: 'possible',
        summary: `If the resource names the key ${key}: its policy lets only those that it names create a grant.`,
        evidence: [{ source: 'kms get-key-policy', says: `${key}: kms:CreateGrant is not handed to the account` }],
        change: {
          kind: 'steps',
          who: `the owner of the key ${key}`,
          steps: [
            `Allow kms:CreateGrant, kms:Decrypt, kms:GenerateDataKey and kms:DescribeKey on the key ${key} to whoever makes the resource.`,
          ],
        },
      },
    ],
  };
}

function keyPolicy(context: DiagnosisContext): Cause | undefined {
  const key = context.denied.requested?.kmsKey;
  if (key?.startsWith('arn:') !== true) return undefined;
  const shut = KEY_ACTIONS.map((action) => asked(context, action, key)).filter(
    ({ shared }) => shared?.blockedBy.includes('resource') === true,
  );
  if (shut.length === 0) return undefined;
  const actions = shut.map(({ request }) => request.action).join(', ');
  return {
    code: 'KMS_KEY_POLICY',
    certainty: 'likely',
    summary: `The policy of the key ${key} ${shut.some(({ shared }) => shared?.decision === 'explicitDeny') ? 'denies' : 'does not allow'} ${actions} to the caller.`,
    evidence: [
      messageLine(context),
      ...shut.map(({ request, shared }) => engineLine(request, shared === undefined ? '' : decisionText(shared))),
    ],
    change: keyChange(context, key, shut),
  };
}

/** Whoever may create grants hands out permissions: that is for the owner of the key, and not for a policy to paste. */
function keyChange(context: DiagnosisContext, key: string, shut: readonly PolicyAnswer[]): Change {
  const actions = shut.map(({ request }) => request.action).join(', ');
  const denial = shut.flatMap(({ shared }) => (shared?.decision === 'explicitDeny' ? shared.statements : []))[0];
  if (shut.every(({ request }) => request.action !== CREATE_GRANT))
    return { kind: 'resourceGrant', requests: shut.map(({ request }) => requestOf(request)) };
  return {
    kind: 'steps',
    who: administrator(context),
    steps: [
      denial === undefined
        ? `Allow ${actions} to the caller in the policy of the key ${key}; kms:CreateGrant under the condition kms:GrantIsForAWSResource.`
        : `Ask why the Deny of ${statementName(denial)} stands there; if whoever makes the resource is not meant by it, except the caller from it, for exactly ${actions}. No Allow outweighs a Deny.`,
    ],
  };
}
