import { arnFields } from '../../iam/arn.ts';
import { decide } from '../../iam/decide.ts';
import type { Decision, PolicySet } from '../../iam/decision.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { RequiredRequest } from '../../workload/required-request.ts';
import { policyCarrier } from '../../workload/resource-policies.ts';
import { accessRequest, ownerOf, principalOf } from '../needs/need-request.ts';
import { allowingAll, joined, lettingIn, onlyStatements, readPolicies } from '../needs/open-policies.ts';

export type LayerAbove = 'identity' | 'resource' | 'permissionsBoundary' | 'serviceControl' | 'resourceControl';

/** What one layer, by itself, says of a request that everything else allows. */
export interface LayerAnswer {
  readonly layer: LayerAbove;
  readonly answer: Decision;
}

type Limited = Pick<
  AgentRole,
  | 'arn'
  | 'accountId'
  | 'identityPolicies'
  | 'readablePolicies'
  | 'resourcePolicies'
  | 'permissionsBoundary'
  | 'serviceControlPolicies'
  | 'resourceControlPolicies'
  | 'takenAt'
>;

/** The answer of every layer that is known and applies. */
export function layersAbove(role: Limited, request: RequiredRequest): readonly LayerAnswer[] {
  const asked = accessRequest(request, role);
  const open: PolicySet = {
    identity: [allowingAll('identity')],
    resource: lettingIn(principalOf(request, role)),
    ...('known' in role.permissionsBoundary && role.permissionsBoundary.known !== null
      ? { permissionsBoundary: [allowingAll('permissionsBoundary')] }
      : {}),
  };
  return setsFor(role, request, open).map(([layer, policies]) => ({
    layer,
    answer: decide(asked, { ...open, ...policies }),
  }));
}

function setsFor(
  role: Limited,
  request: RequiredRequest,
  open: PolicySet,
): readonly (readonly [LayerAbove, PolicySet])[] {
  const { permissionsBoundary: boundary, serviceControlPolicies, resourceControlPolicies } = role;
  const carrier = policyCarrier(request.resource);
  const carried = carrier === undefined ? undefined : role.resourcePolicies[carrier];
  const policy = carried !== undefined && 'known' in carried ? carried.known : null;
  const letting = open.resource ?? lettingIn(principalOf(request, role));
  const denials = readPolicies(role).map((one) => onlyStatements(one, 'Deny'));
  return [
    ['identity', { identity: [allowingAll('identity'), ...denials] }],
    ...(policy === null ? [] : [['resource', { resource: joined(letting, onlyStatements(policy, 'Deny')) }] as const]),
    ...('known' in boundary && boundary.known !== null
      ? [
          [
            'permissionsBoundary',
            {
              permissionsBoundary: [boundary.known],
              // Who is let in by name, or as everyone, is not held by a boundary.
              resource: policy === null ? letting : joined(letting, onlyStatements(policy, 'Allow')),
            },
          ] as const,
        ]
      : []),
    ...('known' in serviceControlPolicies && isOfThisAccount(role, request)
      ? [['serviceControl', { serviceControl: serviceControlPolicies.known }] as const]
      : []),
    ...('known' in resourceControlPolicies && isUnderResourceControl(role, request)
      ? [['resourceControl', { resourceControl: resourceControlPolicies.known }] as const]
      : []),
  ];
}

/** The organization's policies that are known are those above the account of the workloads; a role of another has its own. */
const isOfThisAccount = ({ accountId }: Pick<AgentRole, 'accountId'>, { workload }: RequiredRequest): boolean =>
  arnFields(workload)[4] === accountId;

/**
 * The resource control policies that are known are those above this account: they hold for what it owns, of the services that
 * support them. https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
const isUnderResourceControl = ({ accountId }: Pick<AgentRole, 'accountId'>, request: RequiredRequest): boolean =>
  RESOURCE_CONTROLLED.has(request.action.split(':')[0] ?? '') &&
  // An action without resource types authorizes none.
  request.resource !== '*' &&
  (ownerOf(request) || accountId) === accountId;

/** Of the services that support resource control policies, those that a workload of Amazon Bedrock touches. */
const RESOURCE_CONTROLLED: ReadonlySet<string> = new Set([
  'aoss',
  'dynamodb',
  'ecr',
  'es',
  'kendra',
  'kms',
  'logs',
  's3',
  'secretsmanager',
  'sqs',
  'sts',
]);
