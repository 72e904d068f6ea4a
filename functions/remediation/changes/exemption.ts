import { arnFields } from '../../iam/arn.ts';
import { grantableActions } from '../../iam/grantable-actions.ts';
import type { Patterns, Policy, Statement } from '../../iam/policy.ts';
import { matchesResource } from '../../iam/resource-pattern.ts';
import { serviceAuthorization } from '../../iam/service-authorization.ts';
import { isEverything, matchesAction } from '../../iam/wildcard.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { PrincipalRequest } from '../../workload/change.ts';
import { isAwsManaged } from '../../workload/managed-policy.ts';
import { policyResource } from '../policy-literal.ts';
import { answer } from '../proof/answer.ts';
import { type PolicyEdit, rewritten } from '../proof/policy-edit.ts';

/**
 * The identity policies of the role with every Deny that keeps one of the requests away narrowed by exactly that request;
 * undefined where a Deny is not the account's, or cannot be narrowed without sparing more.
 */
export function exemption(requests: readonly PrincipalRequest[], role: AgentRole): readonly PolicyEdit[] | undefined {
  const policies = 'known' in role.identityPolicies ? role.identityPolicies.known : [];
  const edits = policies.map((policy) => narrowed(policy, requests, role));
  return edits.includes(undefined) ? undefined : edits.flatMap((edit) => edit ?? []);
}

function narrowed(
  policy: Policy,
  requests: readonly PrincipalRequest[],
  role: AgentRole,
): readonly PolicyEdit[] | undefined {
  const statements = sparingStatements(policy, requests, role);
  if (statements === undefined) return undefined;
  if (statements.length === policy.statements.length && statements.every((one, at) => one === policy.statements[at]))
    return [];
  if (isAwsManaged(policy) || statements.length === 0) return undefined;
  const after = rewritten(policy, statements);
  return after === undefined ? undefined : [{ holder: 'identity', name: policy.name, before: policy, after }];
}

/** The statements of a policy, every Deny of the requests without them; undefined where one cannot be divided. */
export function sparingStatements(
  policy: Policy,
  requests: readonly PrincipalRequest[],
  role: AgentRole,
): readonly Statement[] | undefined {
  const statements = policy.statements.map((statement) =>
    requests
      .filter((request) => denies(policy, statement, request, role))
      .reduce<readonly Statement[] | undefined>(spareRequest, [statement]),
  );
  return statements.includes(undefined) ? undefined : statements.flatMap((parts) => parts ?? []);
}

function denies(policy: Policy, statement: Statement, request: PrincipalRequest, role: AgentRole): boolean {
  if (statement.effect !== 'Deny') return false;
  const only: Policy = { ...policy, statements: [statement] };
  return answer(request, role, [only]).statements.some(({ policy: name }) => name === policy.name);
}

/** The parts of a Deny without one request: the same on other resources, and other actions on the same one. */
export function spareRequest(
  parts: readonly Statement[] | undefined,
  request: PrincipalRequest,
): readonly Statement[] | undefined {
  const split = parts?.map((statement) => {
    const { actions, resources } = statement;
    if (!isAbout(actions, request.action) || resources === undefined || !isOn(resources, request.resource))
      return [statement];
    // In the policy of a key, `*` is that key.
    if (isEverything(request.resource) || (statement.principals !== undefined && /^kms:/i.test(request.action)))
      return actionsOnly(statement, request);
    const otherResources = withoutResource(resources, request.resource);
    const otherActions = withoutAction(actions, {
      action: request.action,
      service: arnFields(request.resource)[2] ?? '',
      resource: request.resource,
    });
    if (otherResources === undefined || otherActions === undefined) return undefined;
    const onOthers = otherResources === 'none' ? [] : [{ ...statement, resources: otherResources }];
    const onSame = {
      ...statement,
      actions: otherActions,
      resources: { except: false, patterns: [policyResource(request.resource)] },
    };
    return [...onOthers, ...(otherActions.patterns.length === 0 ? [] : [withoutSid(onSame)])];
  });
  return split === undefined || split.includes(undefined) ? undefined : split.flatMap((one) => one ?? []);
}

/** The parts of a Deny without the action of a request, on every resource that they are about. */
export function spareAction(
  parts: readonly Statement[] | undefined,
  request: PrincipalRequest,
): readonly Statement[] | undefined {
  const split = parts?.map((statement) =>
    isAbout(statement.actions, request.action) ? actionsOnly(statement, request) : [statement],
  );
  return split === undefined || split.includes(undefined) ? undefined : split.flatMap((one) => one ?? []);
}

/** An action without resource types is spared on every resource. */
function actionsOnly(statement: Statement, { action, resource }: PrincipalRequest): readonly Statement[] | undefined {
  const { patterns, except } = statement.actions;
  const isOfResource = statement.principals !== undefined;
  if (!isOfResource && !except && patterns.some((pattern) => pattern !== '*' && /:\*+$/.test(pattern)))
    return undefined;
  const actions = withoutAction(statement.actions, { action, service: arnFields(resource)[2] ?? '' });
  if (actions === undefined) return undefined;
  return actions.patterns.length === 0 ? [] : [{ ...statement, actions }];
}

const isAbout = ({ patterns, except }: Patterns, action: string): boolean =>
  patterns.some((pattern) => matchesAction(pattern, action)) !== except;

const isOn = ({ patterns, except }: Patterns, resource: string): boolean =>
  patterns.some((pattern) => matchesResource(pattern, resource) !== false) !== except;

/** `none` when no resource is left. A pattern that reaches further than the resource is only dividable when it is `*`. */
function withoutResource({ patterns, except }: Patterns, resource: string): Patterns | 'none' | undefined {
  const literal = policyResource(resource);
  if (except) return { except, patterns: [...patterns, literal] };
  if (patterns.some(isEverything)) return { except: true, patterns: [literal] };
  const left = patterns.filter((pattern) => pattern !== literal);
  if (left.some((pattern) => matchesResource(pattern, resource) !== false)) return undefined;
  return left.length === 0 ? 'none' : { except, patterns: left };
}

/** @param asked with the resource, where the Deny is about that alone */
function withoutAction(
  { patterns, except }: Patterns,
  { action, service, resource }: { readonly action: string; readonly service: string; readonly resource?: string },
): Patterns | undefined {
  if (except) return { except, patterns: [...patterns, action] };
  // What is asked of a resource is asked of its service.
  if (patterns.some((pattern) => isEverything(pattern) || pattern.toLowerCase() === `${service}:*`))
    return { except: true, patterns: [action] };
  const expanded = patterns.map((pattern) => {
    if (!matchesAction(pattern, action)) return [pattern];
    if (!/[*?]/.test(pattern)) return [];
    const known = serviceAuthorization.actionsMatching(pattern).map((one) => one.action);
    return known.length === 0 ? undefined : known.filter((one) => one.toLowerCase() !== action.toLowerCase());
  });
  if (expanded.includes(undefined)) return undefined;
  // What nobody can ask of the resource needs no Deny on it.
  const left = expanded
    .flatMap((one) => one ?? [])
    .filter((one) => resource === undefined || grantableActions(one, resource)?.length !== 0);
  return { except, patterns: left };
}

/** A Sid is one statement's alone. */
function withoutSid({ location: { policy, statement }, ...rest }: Statement): Statement {
  return { ...rest, location: { policy, statement } };
}
