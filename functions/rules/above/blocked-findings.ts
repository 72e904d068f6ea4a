import type { StatementLocation } from '../../iam/policy.ts';
import type { GrantedRequest } from '../../workload/change.ts';
import type { RequiredRequest } from '../../workload/required-request.ts';
import { listValues } from '../findings/list-values.ts';
import { locate } from '../findings/locate.ts';
import { allowStatements } from '../needs/allow-statement.ts';
import { groupNeeds } from '../needs/group-needs.ts';
import { principalOf } from '../needs/need-request.ts';
import { severityOf } from '../needs/need-severity.ts';
import { neededText, whatText } from '../needs/need-text.ts';
import type { Finding } from '../rule.ts';
import type { LayerAbove, LayerAnswer } from './layers-above.ts';

/** A need that a layer takes away. */
export interface Blocked extends LayerAnswer {
  readonly request: RequiredRequest;
}

/** One finding for each layer, and each Deny of it, that a capability meets. */
export const blockedFindings = (role: { readonly arn: string }, blocked: readonly Blocked[]): readonly Finding[] =>
  groupNeeds(blocked, ({ layer, request, answer }) =>
    [layer, principalOf(request, role), ...answer.statements.slice(0, 1).map(locate)].join(' '),
  ).flatMap((group) => {
    const [first] = group;
    return first === undefined
      ? []
      : [
          findingFor(
            group.map(({ request }) => request),
            first,
            role,
          ),
        ];
  });

function findingFor(
  requests: readonly RequiredRequest[],
  { layer, answer, request }: Blocked,
  role: { readonly arn: string },
): Finding {
  const [denial] = answer.statements;
  const wording = WORDING[layer];
  const principal = principalOf(request, role);
  const who = principal === role.arn ? '' : `\`${principal}\` `;
  const common = { severity: severityOf(request), workload: request.workload };
  if (denial !== undefined) {
    const { policy, statement, sid } = denial;
    return {
      ...common,
      id: wording.denied,
      message: `A Deny, ${locate(denial)}, takes away ${who === '' ? '' : `from ${who}`}${neededText(requests)}; no Allow outweighs it.`,
      location: { policy, statement, ...(sid === undefined ? {} : { sid }) },
      remediation: `${wording.who} narrow the Deny so that it does not match ${whatText(requests)}.`,
      ...fixFor(layer, requests, { policy, statement }),
    };
  }
  return {
    ...common,
    ...fixFor(layer, requests),
    id: wording.outside,
    message: `${wording.limits} not allow ${who}${neededText(requests)}.`,
    remediation:
      layer === 'permissionsBoundary'
        ? `Add to the permissions boundary: ${allowStatements(requests)}`
        : `${wording.who} allow ${listValues(
            requests.map(({ action }) => action),
            5,
          )} at every level above the account; no policy of the role can.`,
  };
}

/** Of the other layers, nobody in the account decides. */
function fixFor(
  layer: LayerAbove,
  requests: readonly RequiredRequest[],
  location?: StatementLocation,
): Pick<Finding, 'fix'> {
  const asked = requests.map(requestOf);
  if (layer === 'permissionsBoundary') return { fix: { kind: 'boundary', requests: asked } };
  return layer === 'identity' && location !== undefined ? { fix: { kind: 'exempt', requests: asked, location } } : {};
}

const requestOf = ({ action, resource, context }: RequiredRequest): GrantedRequest => ({ action, resource, context });

interface Wording {
  readonly denied: string;
  readonly outside: string;
  readonly limits: string;
  /** Who can change it, and how the advice begins. */
  readonly who: string;
}

const ADMINISTRATORS = "Ask the administrators of the organization's management account to";

const WORDING: Readonly<Record<LayerAbove, Wording>> = {
  identity: {
    denied: 'denied-by-role-policy',
    outside: 'not-allowed-by-role-policies',
    limits: 'The policies of the role do',
    who: 'In that policy of the role,',
  },
  resource: {
    denied: 'denied-by-resource-policy',
    outside: 'not-allowed-by-resource-policy',
    limits: 'The policy of the resource does',
    who: 'In that policy, which the owner of the resource can change,',
  },
  permissionsBoundary: {
    denied: 'denied-by-permissions-boundary',
    outside: 'outside-permissions-boundary',
    limits: 'The permissions boundary does',
    who: 'In the permissions boundary,',
  },
  serviceControl: {
    denied: 'denied-by-service-control-policy',
    outside: 'service-control-policies-do-not-allow',
    limits: 'The service control policies do',
    who: ADMINISTRATORS,
  },
  resourceControl: {
    denied: 'denied-by-resource-control-policy',
    outside: 'resource-control-policies-do-not-allow',
    limits: 'The resource control policies do',
    who: ADMINISTRATORS,
  },
};
