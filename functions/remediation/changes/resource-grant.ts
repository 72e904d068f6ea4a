import { arnFields } from '../../iam/arn.ts';
import { parsePolicy } from '../../iam/parse-policy.ts';
import type { Policy } from '../../iam/policy.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { PrincipalRequest } from '../../workload/change.ts';
import type { RequiredRequest } from '../../workload/required-request.ts';
import { policyCarrier } from '../../workload/resource-policies.ts';
import { accessElsewhere, type ResourceStatement } from '../access-elsewhere.ts';
import { type PolicyEdit, rewritten } from '../proof/policy-edit.ts';
import { freeSid } from './free-sid.ts';

/** The statements that the policies of the resources need, each for whoever asks and for the workload that it asks for. */
export function resourceStatements(
  requests: readonly PrincipalRequest[],
  role: AgentRole,
): readonly ResourceStatement[] {
  const accessHeldElsewhere = requests.map((request): RequiredRequest => {
    const known = [...role.accessHeldElsewhere, ...role.knownRequests].find(
      (one) => one.action === request.action && one.resource === request.resource,
    );
    return {
      capability: '',
      kind: 'other',
      source: '',
      workload: '',
      ...known,
      ...request,
      context: { ...known?.context, ...request.context },
      necessity: 'required',
      heldBy: holderOf(request.resource),
    };
  });
  const { functionPolicies, keyPolicies, resourcePolicies } = accessElsewhere({ ...role, accessHeldElsewhere });
  return [...functionPolicies, ...keyPolicies, ...resourcePolicies];
}

function holderOf(resource: string): RequiredRequest['heldBy'] {
  const service = arnFields(resource)[2];
  return service === 'lambda' ? 'functionPolicy' : service === 'kms' ? 'keyPolicy' : 'resourcePolicy';
}

/** The statements inside the policies of today; undefined where one was not read. */
export function resourceGrant(
  statements: readonly ResourceStatement[],
  role: AgentRole,
): readonly PolicyEdit[] | undefined {
  const edits = [...Map.groupBy(statements, ({ resource }) => resource)].map(([resource, group]) => {
    const carrier = policyCarrier(resource) ?? resource;
    const policy = Object.hasOwn(role.resourcePolicies, carrier) ? role.resourcePolicies[carrier] : undefined;
    if (policy === undefined || 'missing' in policy) return undefined;
    return added(policy.known, carrier, group);
  });
  return edits.includes(undefined) ? undefined : edits.flatMap((edit) => edit ?? []);
}

function added(before: Policy | null, resource: string, group: readonly ResourceStatement[]): PolicyEdit | undefined {
  const taken = new Set(before?.statements.map(({ location: { sid } }) => sid));
  const name = before?.name ?? `policy of ${resource}`;
  const document = {
    Version: '2012-10-17',
    Statement: group.map(({ statement }) => ({ ...statement, Sid: freeSid(statement.Sid, taken) })),
  };
  const parsed = parsePolicy(document, name, 'resource');
  if ('error' in parsed) return undefined;
  const after =
    before === null ? parsed.policy : rewritten(before, [...before.statements, ...parsed.policy.statements]);
  if (after === undefined) return undefined;
  return { holder: { resource }, name, after, ...(before === null ? {} : { before }) };
}
