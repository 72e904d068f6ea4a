import { arnFields } from '../../iam/arn.ts';
import { parsePolicy } from '../../iam/parse-policy.ts';
import type { Policy, Statement } from '../../iam/policy.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { PrincipalRequest } from '../../workload/change.ts';
import type { RequiredRequest } from '../../workload/required-request.ts';
import { policyCarrier } from '../../workload/resource-policies.ts';
import { accessElsewhere, type ResourceStatement } from '../access-elsewhere.ts';
import { type PolicyEdit, rewritten } from '../proof/policy-edit.ts';
import { freeSid } from './free-sid.ts';
import { statementsSparingRole } from './resource-exemption.ts';

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

/** Ways to let the requests through in the policies of today, smallest first; undefined where one of those was not read. */
export function resourceGrants(
  requests: readonly PrincipalRequest[],
  statements: readonly ResourceStatement[],
  role: AgentRole,
): readonly ResourceCandidate[] | undefined {
  const places = [...Map.groupBy(statements, ({ resource }) => policyCarrier(resource) ?? resource)].map(
    ([carrier, group]) => placeOf(carrier, group, requests, role),
  );
  if (places.includes(undefined)) return undefined;
  const known = places.flatMap((place) => place ?? []);
  return WAYS.flatMap((way) => {
    const edits = known.map((place) => editOf(place, way));
    const denying = known.flatMap(({ name, spared }) => (spared[way.spared] === undefined ? [] : [name]));
    const isRepeated = denying.length === 0 && way !== WAYS[0];
    return edits.includes(undefined) || isRepeated ? [] : [{ edits: edits.flatMap((edit) => edit ?? []), denying }];
  });
}

export interface ResourceCandidate {
  readonly edits: readonly PolicyEdit[];
  /** The policies in which a Deny is narrowed. */
  readonly denying: readonly string[];
}

interface Way {
  /** Which of the ways to narrow a Deny. */
  readonly spared: 0 | 1;
  /** Whether the statements are added where a Deny was narrowed. */
  readonly adds: boolean;
}

const WAYS: readonly Way[] = [
  { spared: 0, adds: false },
  { spared: 0, adds: true },
  { spared: 1, adds: false },
  { spared: 1, adds: true },
];

interface Place {
  readonly carrier: string;
  readonly name: string;
  readonly before: Policy | null;
  readonly group: readonly ResourceStatement[];
  /** The statements of today with narrower Denies, in both ways; undefined where none denies or none can be divided. */
  readonly spared: readonly (readonly Statement[] | undefined)[];
}

function placeOf(
  carrier: string,
  group: readonly ResourceStatement[],
  requests: readonly PrincipalRequest[],
  role: AgentRole,
): Place | undefined {
  const policy = Object.hasOwn(role.resourcePolicies, carrier) ? role.resourcePolicies[carrier] : undefined;
  if (policy === undefined || 'missing' in policy) return undefined;
  const before = policy.known;
  const asked = requests.filter(({ resource }) => (policyCarrier(resource) ?? resource) === carrier);
  // The policy of a function is written one permission at a time, and none denies.
  const spared =
    before === null || arnFields(carrier)[2] === 'lambda' ? [] : statementsSparingRole(before, carrier, asked, role);
  return {
    carrier,
    name: before?.name ?? `policy of ${carrier}`,
    before,
    group,
    spared: spared.map((statements) =>
      statements?.every((one, at) => one === before?.statements[at]) === true ? undefined : statements,
    ),
  };
}

function editOf({ carrier, name, before, group, spared }: Place, way: Way): PolicyEdit | undefined {
  const narrowed = spared[way.spared];
  const kept = narrowed ?? before?.statements ?? [];
  const added = narrowed === undefined || way.adds ? addedTo(kept, name, group) : [];
  if (added === undefined) return undefined;
  const after = rewritten(before ?? { name, kind: 'resource', version: '2012-10-17' }, [...kept, ...added]);
  if (after === undefined) return undefined;
  return { holder: { resource: carrier }, name, after, ...(before === null ? {} : { before }) };
}

/** Under Sids that no statement of today has. */
function addedTo(
  statements: readonly Statement[],
  name: string,
  group: readonly ResourceStatement[],
): readonly Statement[] | undefined {
  const taken = new Set(statements.map(({ location: { sid } }) => sid));
  const document = {
    Version: '2012-10-17',
    Statement: group.map(({ statement }) => ({ ...statement, Sid: freeSid(statement.Sid, taken) })),
  };
  const parsed = parsePolicy(document, name, 'resource');
  return 'policy' in parsed ? parsed.policy.statements : undefined;
}
