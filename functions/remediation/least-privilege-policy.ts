import type { RequiredRequest } from '../workload/required-request.ts';
import { conditionElement, type NeededGrant, neededGrants } from './needed-grants.ts';
import { inCodeUnitOrder } from './policy-literal.ts';
import { type SizedPolicy, sizedPolicies } from './policy-size.ts';
import type { PolicyDocument } from './remediation.ts';

type Statement = PolicyDocument['Statement'][number];

export interface LeastPrivilegePolicy {
  /** None when nothing is needed. */
  readonly policies: readonly SizedPolicy[];
  /** Phrases that fit behind "unknown: " about what is needed and not in them. */
  readonly inexpressible: readonly string[];
}

/** The identity-based policies that allow what is needed of the role's own policies, and nothing else. */
export function leastPrivilegePolicy(requests: readonly RequiredRequest[]): LeastPrivilegePolicy {
  const { grants, inexpressible } = neededGrants(requests);
  return { policies: sizedPolicies(withSids(statementsOf(grants))), inexpressible };
}

/** What a statement is for, in the order in which statements stand. */
const PURPOSES: Readonly<Record<RequiredRequest['kind'], string>> = {
  model: 'UseModels',
  knowledgeBase: 'QueryKnowledgeBases',
  guardrail: 'ApplyGuardrails',
  schema: 'ReadActionGroupSchemas',
  codeInterpreter: 'UseCodeInterpreter',
  collaborator: 'InvokeCollaborators',
  prompt: 'UsePrompts',
  function: 'InvokeFunctions',
  gateway: 'InvokeGateways',
  memory: 'UseMemory',
  identity: 'UseIdentity',
  dataSource: 'ReadDataSources',
  vectorStore: 'UseVectorStore',
  structuredStore: 'QueryStructuredStore',
  secret: 'ReadSecrets',
  storage: 'UseStorage',
  encryptionKey: 'UseEncryptionKeys',
  image: 'PullImages',
  telemetry: 'WriteTelemetry',
  other: 'UseOtherResources',
};

const kinds = Object.keys(PURPOSES);

interface PurposedStatement {
  readonly purpose: string;
  readonly statement: Omit<Statement, 'Sid'>;
}

/** One statement for each set of actions that is needed, for one purpose and under one condition, on the same resources. */
function statementsOf(grants: readonly NeededGrant[]): readonly PurposedStatement[] {
  // The same access for two purposes is one grant, of the purpose that stands first.
  const sorted = grants.toSorted(
    (one, other) =>
      kinds.indexOf(one.kind) - kinds.indexOf(other.kind) ||
      inCodeUnitOrder(one.resource, other.resource) ||
      inCodeUnitOrder(one.action, other.action),
  );
  const seen = new Set<string>();
  const distinct = sorted.filter(({ action, resource, condition }) => {
    const key = JSON.stringify([action, resource, condition]);
    return !seen.has(key) && seen.add(key);
  });
  const onResource = Map.groupBy(distinct, ({ kind, resource, condition }) =>
    JSON.stringify([kind, condition, resource]),
  );
  const together = Map.groupBy([...onResource.values()], (group) =>
    JSON.stringify([group[0]?.kind, group[0]?.condition, actionsOf(group)]),
  );
  return [...together.values()].flatMap((groups) => {
    const [first] = groups.flat();
    if (first === undefined) return [];
    const condition = conditionElement(first.condition);
    return [
      {
        purpose: PURPOSES[first.kind],
        statement: {
          Effect: 'Allow' as const,
          Action: actionsOf(groups.flat()),
          Resource: [...new Set(groups.flat().map(({ resource }) => resource))].toSorted(inCodeUnitOrder),
          ...(condition === undefined ? {} : { Condition: condition }),
        },
      },
    ];
  });
}

const actionsOf = (grants: readonly NeededGrant[]): readonly string[] =>
  [...new Set(grants.map(({ action }) => action))].toSorted(inCodeUnitOrder);

/** A Sid takes letters and digits only, and is its statement's alone. */
function withSids(statements: readonly PurposedStatement[]): readonly Statement[] {
  const before = new Map<string, number>();
  return statements.map(({ purpose, statement }) => {
    const count = (before.get(purpose) ?? 0) + 1;
    before.set(purpose, count);
    return { Sid: count === 1 ? purpose : `${purpose}${count}`, ...statement };
  });
}
