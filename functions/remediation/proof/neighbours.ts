import { grantableActions } from '../../iam/grantable-actions.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { PrincipalRequest } from '../../workload/change.ts';

/**
 * Requests that differ from one in the action, the resource, the account, the Region, the context or who asks.
 *
 * @param byOthers others can be let in by what is changed, too, where the role itself asks: the policy of a resource is
 */
export function neighbours(request: PrincipalRequest, role: AgentRole, byOthers = false): readonly PrincipalRequest[] {
  const { action, resource, context, principal } = request;
  const service = action.slice(0, Math.max(0, action.indexOf(':')));
  const others = (grantableActions(`${service}:*`, resource) ?? []).filter((known) => known.action !== action);
  return [
    ...others.map((known) => ({ ...request, action: known.action })),
    ...(action === 'sts:AssumeRole' ? [] : elsewhere(resource).map((other) => ({ ...request, resource: other }))),
    ...Object.entries(context)
      .filter(([key]) => TOLD_APART.has(key))
      .flatMap(([key, value]) =>
        (key === 'aws:SourceArn' ? elsewhere(value) : [otherAccount(value)]).map((other) => ({
          ...request,
          context: { ...context, [key]: other },
        })),
      ),
    ...(principal === undefined || principal === role.arn ? (byOthers ? strangersTo(role) : []) : STRANGERS).map(
      (other) => ({
        ...request,
        principal: other,
      }),
    ),
  ];
}

/** Keys whose value limits for whom a request is made. */
const TOLD_APART: ReadonlySet<string> = new Set(['aws:SourceArn', 'aws:SourceAccount', 'bedrock:InferenceProfileArn']);

const STRANGERS = ['lambda.amazonaws.com', 'arn:aws:iam::000000000000:role/stranger'] as const;

/** Another role of the account as well, whose own policies may allow anything. */
const strangersTo = ({ partition, accountId }: AgentRole): readonly string[] => [
  ...STRANGERS,
  `arn:${partition}:iam::${accountId}:role/stranger`,
];

const otherAccount = (value: string): string => (/^\d{12}$/.test(value) ? '000000000000' : `${value}x`);

/** The same kind of thing under another name, in another Region, in another account. */
function elsewhere(arn: string): readonly string[] {
  const [head = '', partition = '', service = '', region = '', account = '', ...rest] = arn.split(':');
  if (head !== 'arn' || rest.length === 0) return [];
  const inPlace = (where: string, who: string, what: string): string =>
    [head, partition, service, where, who, what].join(':');
  const what = rest.join(':');
  // Of everything in a place, what differs is the place.
  const isPlace = what.endsWith('/*');
  const sibling = what.replace(isPlace ? /[^/:]+(?=\/\*$)/ : /[^/:]+$/, 'another');
  return [
    ...(sibling === what ? [] : [inPlace(region, account, sibling)]),
    ...(isPlace ? [] : [inPlace(region, account, `${what}x`)]),
    ...(region === '' ? [] : [inPlace(region === 'eu-north-1' ? 'eu-west-3' : 'eu-north-1', account, what)]),
    ...(account === '' ? [] : [inPlace(region, '000000000000', what)]),
  ];
}
