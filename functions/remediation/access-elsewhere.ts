import type { AgentRole } from '../workload/agent-role.ts';
import type { RequiredRequest } from '../workload/required-request.ts';
import { workloadKey } from '../workload/workload-key.ts';
import { type CollectionNames, type DataAccessRule, dataAccessRules } from './data-access-rules.ts';
import { inCodeUnitOrder, policyLiteral, policyResource } from './policy-literal.ts';

/** A statement for the policy of a Lambda function, of a KMS key, or of a resource of another account. */
export interface ResourceStatement {
  /** Whose policy it belongs to: the function, the key, the bucket. */
  readonly resource: string;
  readonly statement: {
    readonly Sid: string;
    readonly Effect: 'Allow';
    readonly Principal: { readonly Service: string } | { readonly AWS: string };
    readonly Action: readonly string[];
    /** Absent for a repository of Amazon ECR: its policy takes none. */
    readonly Resource?: string;
    readonly Condition?: {
      readonly StringEquals?: Readonly<Record<string, string>>;
      readonly ArnEquals?: Readonly<Record<string, string>>;
    };
  };
}

/** What a role's workloads need and no policy of the role can give. */
export interface AccessElsewhere {
  readonly functionPolicies: readonly ResourceStatement[];
  readonly keyPolicies: readonly ResourceStatement[];
  /** For what other accounts own: across accounts, the policy of the resource must allow as well. */
  readonly resourcePolicies: readonly ResourceStatement[];
  /** Rules for OpenSearch Serverless data access policies that name the role. */
  readonly dataAccess: readonly DataAccessRule[];
  /** Once by anyone in the account. */
  readonly oncePerAccount: readonly HeldElsewhere[];
  /** By another account, in whatever way it shares the resource. */
  readonly otherAccounts: readonly HeldElsewhere[];
}

type HeldElsewhere = Pick<RequiredRequest, 'action' | 'resource' | 'capability' | 'source'> & {
  readonly principal: string;
};

/**
 * The statements that others have to hold for the role's workloads, each for these workloads alone.
 *
 * @param collectionNames of OpenSearch Serverless collections: data access policies do not know their ids
 */
export function accessElsewhere(
  { arn, accessHeldElsewhere, workloads }: Pick<AgentRole, 'arn' | 'accessHeldElsewhere' | 'workloads'>,
  collectionNames: CollectionNames = new Map(),
): AccessElsewhere {
  const heldBy = (holder: RequiredRequest['heldBy'], necessity: RequiredRequest['necessity'] = 'required') =>
    accessHeldElsewhere.filter((request) => request.heldBy === holder && request.necessity === necessity);
  const sourceArns = new Map(workloads.map((workload) => [workloadKey(workload), workload.sourceArn]));
  const onBehalf = (request: RequiredRequest) => sourceOf(request, sourceArns.get(request.workload));
  const named = (requests: readonly RequiredRequest[]) =>
    distinct(
      requests.map(({ action, resource, capability, source, principal = arn }) => ({
        action,
        resource,
        principal,
        capability,
        source,
      })),
    );
  return {
    functionPolicies: statements(heldBy('functionPolicy'), arn, { ...FUNCTION_POLICY, contextOf: onBehalf }),
    keyPolicies: statements(heldBy('keyPolicy'), arn, KEY_POLICY),
    resourcePolicies: statements(heldBy('resourcePolicy'), arn, RESOURCE_POLICY),
    dataAccess: dataAccessRules(heldBy('dataAccessPolicy'), collectionNames),
    oncePerAccount: named(heldBy('account', 'oncePerAccount')),
    otherAccounts: named(heldBy('account')),
  };
}

type Context = RequiredRequest['context'];

/** A service invokes a function for a workload, and says for which; a role is asked nothing more. */
function sourceOf({ principal, context }: RequiredRequest, sourceArn: string | undefined): Context {
  if (principal === undefined || isArn(principal) || sourceArn === undefined) return context;
  const account = sourceArn.split(':')[4] ?? '';
  return { 'aws:SourceAccount': account, 'aws:SourceArn': sourceArn, ...context };
}

const isArn = (text: string): boolean => text.startsWith('arn:');

/** How the statements of a kind of policy are written. */
interface Wording {
  /** Begins every Sid. */
  readonly purpose: string;
  readonly contextOf: (request: RequiredRequest) => Context;
  /** The resource whose policy says it. */
  readonly holderOf: (resource: string) => string;
  readonly resourceIn: (resource: string) => string | undefined;
}

const FUNCTION_POLICY: Omit<Wording, 'contextOf'> = {
  purpose: 'InvokedFor',
  holderOf: (resource) => resource,
  resourceIn: policyLiteral,
};

/** In the policy of a key, `*` is that key. */
const KEY_POLICY: Wording = {
  purpose: 'UsedFor',
  contextOf: ({ context }) => context,
  holderOf: (resource) => resource,
  resourceIn: () => '*',
};

/**
 * A bucket's policy holds for its objects, a vector bucket's for its indexes. A repository's policy takes no resource.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html
 */
const RESOURCE_POLICY: Wording = {
  purpose: 'AccessFor',
  contextOf: ({ context }) => context,
  holderOf: (resource) =>
    resource.replace(/^(arn:[^:]*:s3:::[^/]+)\/.*$/s, '$1').replace(/^(arn:[^:]*:s3vectors:[^/]+\/[^/]+)\/.*$/s, '$1'),
  resourceIn: (resource) => (/^arn:[^:]*:ecr:/.test(resource) ? undefined : policyResource(resource)),
};

function statements(
  requests: readonly RequiredRequest[],
  roleArn: string,
  { purpose, contextOf, holderOf, resourceIn }: Wording,
): readonly ResourceStatement[] {
  const worded = requests.map((request) => {
    const context = contextOf(request);
    const principal = request.principal ?? roleArn;
    return {
      resource: request.resource,
      action: request.action,
      principal,
      sid: `${purpose}${idOf(context['aws:SourceArn'] ?? principal)}`,
      condition: conditionOf(context),
    };
  });
  const groups = Map.groupBy(worded, ({ resource, principal, condition }) =>
    JSON.stringify([resource, principal, condition]),
  );
  const numbers = new Map<string, number>();
  return [...groups]
    .toSorted(([one], [other]) => inCodeUnitOrder(one, other))
    .flatMap(([, group]) => {
      const [first] = group;
      if (first === undefined) return [];
      const { resource, principal, condition, sid } = first;
      const holder = holderOf(resource);
      const within = resourceIn(resource);
      const number = (numbers.get(`${holder} ${sid}`) ?? 0) + 1;
      numbers.set(`${holder} ${sid}`, number);
      return [
        {
          resource: holder,
          statement: {
            Sid: `${sid}${number === 1 ? '' : number}`,
            Effect: 'Allow' as const,
            Principal: isArn(principal) ? { AWS: principal } : { Service: principal },
            Action: [...new Set(group.map(({ action }) => action))].toSorted(inCodeUnitOrder),
            ...(within === undefined ? {} : { Resource: within }),
            ...(condition === undefined ? {} : { Condition: condition }),
          },
        },
      ];
    });
}

/** The policies of several workloads' resources may meet in one: their Sids must not. */
const idOf = (arn: string): string => (arn.split('/').at(-1) ?? '').replace(/[^A-Za-z0-9]/g, '').slice(0, 60);

/** The account of the resource is its own: nothing to ask for in its own policy. */
const OF_THE_RESOURCE: ReadonlySet<string> = new Set(['aws:ResourceAccount', 'aws:RequestedRegion']);

function conditionOf(context: Context): ResourceStatement['statement']['Condition'] {
  const entries = Object.entries(context)
    .filter(([key]) => !OF_THE_RESOURCE.has(key))
    .map(([key, value]) => [key, policyLiteral(value)] as const)
    .toSorted(([one], [other]) => inCodeUnitOrder(one, other));
  const arns = entries.filter(([key]) => key === 'aws:SourceArn');
  const others = entries.filter(([key]) => key !== 'aws:SourceArn');
  if (entries.length === 0) return undefined;
  return {
    ...(others.length === 0 ? {} : { StringEquals: Object.fromEntries(others) }),
    ...(arns.length === 0 ? {} : { ArnEquals: Object.fromEntries(arns) }),
  };
}

const distinct = <Value>(values: readonly Value[]): readonly Value[] => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];
