import { arnFields } from '../../iam/arn.ts';
import type { Miss } from '../../iam/decision.ts';
import type { Change, PrincipalRequest } from '../../workload/change.ts';
import type { RequiredRequest } from '../../workload/required-request.ts';
import { policyCarrier } from '../../workload/resource-policies.ts';
import { listValues } from '../findings/list-values.ts';
import { locate } from '../findings/locate.ts';
import type { Finding } from '../rule.ts';
import { addPermission } from './add-permission.ts';
import { allowStatements, resourceStatements } from './allow-statement.ts';
import type { Granter } from './decide-need.ts';
import { groupNeeds } from './group-needs.ts';
import { principalOf } from './need-request.ts';
import { severityOf } from './need-severity.ts';
import { neededText, whatText, whoText } from './need-text.ts';

/** A need that the policies of the role, or that of the resource, do not grant. */
export interface LackingNeed {
  readonly request: RequiredRequest;
  readonly layer: 'identity' | 'resource';
  readonly misses: readonly Miss[];
}

/** `not-allowed` by the role's policies, `resource-policy-does-not-allow` by those of resources. */
export const needFindings = (role: Granter, lacking: readonly LackingNeed[]): readonly Finding[] =>
  groupNeeds(lacking, ({ layer, request }) => `${layer} ${principalOf(request, role)}`).flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [findingFor(role, group, first)];
  });

function findingFor(role: Granter, group: readonly LackingNeed[], { request, layer }: LackingNeed): Finding {
  const requests = group.map((need) => need.request);
  const near = nearest(
    group.flatMap(({ misses }) => misses.filter((miss) => miss.layer === layer)),
    request.resource,
  );
  const hint = near === undefined ? '' : ` Nearest is ${locate(near)}: ${near.reason}.`;
  const common = {
    severity: severityOf(request),
    workload: request.workload,
    ...(near === undefined ? {} : { location: placeOf(near) }),
  };
  if (layer === 'identity')
    return {
      ...common,
      id: 'not-allowed',
      message: `The policies of the role do not allow ${neededText(requests)}.${hint}`,
      remediation: `Add to a policy of the role: ${allowStatements(requests)}`,
      fix: grantFor(requests, near),
    };
  const principal = principalOf(request, role);
  const carriers = [...new Set(requests.map(({ resource }) => policyCarrier(resource) ?? resource))];
  const whose =
    carriers.length === 1 ? `The policy of ${listValues(carriers)} does` : `The policies of ${listValues(carriers)} do`;
  const isWhole = requests.every(({ resource }) => carriers.includes(resource));
  const what = isWhole
    ? listValues(
        requests.map(({ action }) => action),
        5,
      )
    : whatText(requests);
  return {
    ...common,
    id: 'resource-policy-does-not-allow',
    message: `${whose} not allow \`${principal}\` ${what}, ${whoText(requests)}.${hint}`,
    remediation: carriers
      .map((carrier) =>
        remedyOf(
          carrier,
          principal,
          requests.filter(({ resource }) => (policyCarrier(resource) ?? resource) === carrier),
        ),
      )
      .join(' '),
    fix: { kind: 'resourceGrant', requests: requests.map(asRequest) },
  };
}

/** Of a statement that misses the need by a resource or a condition, the statement may be what is to be corrected. */
const grantFor = (requests: readonly RequiredRequest[], near: Miss | undefined): Change =>
  near === undefined
    ? { kind: 'grant', requests: requests.map(asRequest) }
    : { kind: 'correct', requests: requests.map(asRequest), location: placeOf(near) };

const asRequest = ({ action, resource, context, principal }: RequiredRequest): PrincipalRequest => ({
  action,
  resource,
  context,
  ...(principal === undefined ? {} : { principal }),
});

const remedyOf = (carrier: string, principal: string, requests: readonly RequiredRequest[]): string =>
  addPermission(carrier, principal, requests) ??
  `Add to the policy of \`${carrier}\`: ${resourceStatements(requests, principal).join(', ')}`;

/** A statement whose condition alone fails is nearer than one about other resources, and one about their type nearer than others. */
function nearest(misses: readonly Miss[], resource: string): Miss | undefined {
  const type = /^[a-z-]+[/:]/.exec(arnFields(resource)[5] ?? '')?.[0] ?? '';
  return (
    misses.find(({ element }) => element === 'Condition') ??
    misses.find(({ element, reason }) => element.endsWith('Resource') && reason.includes(`:${type}`)) ??
    misses.find(({ element }) => element.endsWith('Resource')) ??
    misses[0]
  );
}

const placeOf = ({ policy, statement, sid }: Miss): NonNullable<Finding['location']> => ({
  policy,
  statement,
  ...(sid === undefined ? {} : { sid }),
});
