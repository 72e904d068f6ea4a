import { nearest } from '../iam/nearest.ts';
import type { Condition, Policy, Statement, StatementLocation } from '../iam/policy.ts';
import { serviceAuthorization } from '../iam/service-authorization.ts';
import { matchesAction } from '../iam/wildcard.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import { type AskedRequest, INVOKE, STREAM, sameAction } from './asked-requests.ts';
import { decideFor } from './policy-answer.ts';

/** Why identity-based policies, all of them known, do not allow one request. */
export type IdentityGap =
  | { readonly kind: 'actionMissing' }
  /** `bedrock:InvokeModel` is allowed on the same resource. */
  | { readonly kind: 'streamActionMissing'; readonly location: StatementLocation }
  /** A policy was meant to allow it, and names an action that AWS does not have. */
  | { readonly kind: 'actionMisnamed'; readonly written: string; readonly location: StatementLocation }
  | { readonly kind: 'resourceMissed'; readonly missed: readonly MissedResource[] }
  | {
      readonly kind: 'conditionNotMet';
      readonly location: StatementLocation;
      readonly conditions: readonly Condition[];
    };

interface MissedResource {
  readonly pattern: string;
  readonly location: StatementLocation;
  /** The pattern stands in `NotResource`. */
  readonly except: boolean;
}

export function identityGap(request: AskedRequest, role: AgentRole, policies: readonly Policy[]): IdentityGap {
  const allows = policies.flatMap((policy) =>
    policy.statements.filter(({ effect }) => effect === 'Allow').map((statement) => ({ policy, statement })),
  );
  const withAction = allows.filter(({ statement }) => namesAction(statement, request.action));
  const withResource = withAction.find(({ policy, statement }) => {
    const unconditional: Policy = { ...policy, statements: [{ ...statement, conditions: [] }] };
    return decideFor(request, role, { identity: [unconditional] }).decision !== 'implicitDeny';
  });
  if (withResource !== undefined) {
    const { location, conditions } = withResource.statement;
    return { kind: 'conditionNotMet', location, conditions };
  }
  if (withAction.length > 0) {
    const missed = withAction.flatMap(({ statement: { resources, location } }) =>
      (resources?.patterns ?? []).map((pattern) => ({ pattern, location, except: resources?.except === true })),
    );
    return { kind: 'resourceMissed', missed };
  }
  if (sameAction(request.action, STREAM)) {
    const twin = decideFor({ ...request, action: INVOKE }, role, { identity: policies });
    const location = twin.statements[0];
    if (twin.decision === 'allowed' && location !== undefined) return { kind: 'streamActionMissing', location };
  }
  for (const { statement } of allows) {
    const written = statement.actions.except
      ? undefined
      : statement.actions.patterns.find((pattern) => means(pattern, request.action));
    if (written !== undefined) return { kind: 'actionMisnamed', written, location: statement.location };
  }
  return { kind: 'actionMissing' };
}

const namesAction = ({ actions }: Statement, action: string): boolean =>
  actions.patterns.some((pattern) => matchesAction(pattern, action)) !== actions.except;

/** SDK clients whose names are written where `bedrock` belongs. */
const CLIENTS: ReadonlySet<string> = new Set(['bedrock-runtime', 'bedrock-agent', 'bedrock-agent-runtime']);

/** API operations and withdrawn actions that are written where another action belongs. */
const OPERATIONS: Readonly<Record<string, string>> = {
  'bedrock:converse': INVOKE,
  'bedrock:conversestream': STREAM,
  'bedrock:queryknowledgebase': 'bedrock:Retrieve',
};

/** Does a name that stands for no action of AWS stand for this one in its author's mind? */
function means(written: string, action: string): boolean {
  const [prefix = '', name = ''] = written.toLowerCase().split(':');
  const [service = '', wanted = ''] = action.toLowerCase().split(':');
  if (CLIENTS.has(prefix)) {
    const meant = `bedrock:${name}`;
    return service === 'bedrock' && (matchesAction(name, wanted) || OPERATIONS[meant] === action);
  }
  if (prefix !== service || !serviceAuthorization.isCovered(prefix)) return false;
  if (serviceAuthorization.actionsMatching(written).length > 0) return false;
  const operation = written.toLowerCase();
  if (Object.hasOwn(OPERATIONS, operation)) return sameAction(OPERATIONS[operation] ?? '', action);
  if (/[*?]/.test(name)) return false;
  const actions = serviceAuthorization.actions(prefix).map(({ action: known }) => known);
  return nearest(written, actions)?.toLowerCase() === action.toLowerCase();
}
