import { arnFields } from '../iam/arn.ts';
import type { RequiredRequest } from '../workload/required-request.ts';
import { inCodeUnitOrder, isStorable, policyLiteral, policyResource } from './policy-literal.ts';
import type { PolicyDocument } from './remediation.ts';

type Condition = NonNullable<PolicyDocument['Statement'][number]['Condition']>;

/** One action on one resource, worded as a policy words it. */
export interface NeededGrant {
  readonly kind: RequiredRequest['kind'];
  readonly action: string;
  readonly resource: string;
  /** What AWS is known to send with the request, and nothing else needs to be let through; empty: nothing is known. */
  readonly condition: Readonly<Record<string, string>>;
}

export interface NeededGrants {
  readonly grants: readonly NeededGrant[];
  /** Phrases that fit behind "unknown: " about requests that no policy can name. */
  readonly inexpressible: readonly string[];
}

/** What a role's own policies must allow for its workloads to work; neither what is optional, nor what is once for all. */
export const isNeededOfRole = ({ heldBy, necessity }: RequiredRequest): boolean =>
  heldBy === 'role' && necessity === 'required';

export function neededGrants(requests: readonly RequiredRequest[]): NeededGrants {
  const needed = requests.filter(isNeededOfRole);
  const [storable, others] = [needed.filter(isExpressible), needed.filter((request) => !isExpressible(request))];
  return {
    grants: withoutNarrower(storable.map(grantFor)),
    inexpressible: [
      ...new Set(
        others.map(
          ({ action, resource }) =>
            `${action} on \`${resource.slice(0, 80)}\`, which has characters that no IAM policy may have`,
        ),
      ),
    ],
  };
}

/** A policy is stored with the characters of Latin-1 only. */
export const isExpressible = ({ resource, context }: RequiredRequest): boolean =>
  [resource, ...Object.entries(context).flat()].every(isStorable);

const grantFor = ({ kind, action, resource, context }: RequiredRequest): NeededGrant => ({
  kind,
  action,
  resource: policyResource(resource),
  condition: Object.fromEntries(
    Object.entries(context)
      .filter(([key]) => !(key === 'aws:RequestedRegion' && namesRegion(resource)))
      // Of a resource without an account there is nothing to limit.
      .filter(([key]) => !(key === 'aws:ResourceAccount' && FOUNDATION_MODEL.test(resource)))
      .toSorted(([one], [other]) => inCodeUnitOrder(one, other))
      .map(([key, value]) => [key, policyLiteral(value)]),
  ),
});

const FOUNDATION_MODEL = /^arn:[^:]*:bedrock:[^:]*::foundation-model\//;

/** An ARN with a Region limits the Region by itself. */
const namesRegion = (resource: string): boolean => resource !== '*' && (arnFields(resource)[3] ?? '') !== '';

/** The grants without those that another one of the same action and resource covers: it asks for less. */
function withoutNarrower(grants: readonly NeededGrant[]): readonly NeededGrant[] {
  const same = Map.groupBy(grants, ({ action, resource }) => `${action}\n${resource}`);
  return [...same.values()].flatMap((group) =>
    group.filter(({ condition }) => !group.some((other) => asksForLess(other.condition, condition))),
  );
}

const asksForLess = (less: NeededGrant['condition'], more: NeededGrant['condition']): boolean =>
  Object.keys(less).length < Object.keys(more).length &&
  Object.entries(less).every(([key, value]) => more[key] === value);

/** As a statement carries it; undefined when there is nothing to ask for. */
export const conditionElement = (condition: NeededGrant['condition']): Condition | undefined =>
  Object.keys(condition).length === 0 ? undefined : { StringEquals: condition };
