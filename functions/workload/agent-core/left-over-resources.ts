import type { Fields } from '../fields.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { quoted } from '../unread.ts';
import type { Workload } from '../workload.ts';
import type { AgentCorePlace } from './place.ts';

/** Text that is nothing but the name of a resource. */
const RESOURCE = /^(arn:aws[a-z-]*:|s3:\/\/)\S+$/;

/** Members that name resources of which nothing is asked of the role, whatever they name; see the README. */
const NOTHING_ASKED: readonly RegExp[] = [
  /^(agentRuntime|gateway|browser|codeInterpreter|harness|onlineEvaluationConfig)?[aA]rn$/,
  /^(role|executionRole|memoryExecutionRole|evaluationExecutionRole)Arn$/,
  /^workloadIdentityDetails\./,
  /^(versions|endpoints)\./,
  /^targets\.gatewayArn$/,
  /^targets\.(privateEndpoint|privateEndpointManagedResources|authorizationData)\./,
  /^(authorizerConfiguration|capacityProviderConfiguration|environmentVariables)\./,
  /^(webAclArn|managedByResourceArn)$/,
  /^certificates\./,
  /^environment\.agentCoreRuntimeEnvironment\.agentRuntimeArn$/,
  /(^|\.)(description|systemPrompt\.text|statusReasons|failureReason)$/,
];

/** Members of which the needs of their own tell everything: called with others' credentials, or unusable beside another. */
const TOLD: readonly RegExp[] = [
  /^targets\.targetConfiguration\.http\.agentcoreRuntime\.arn$/,
  /^tools\.config\.agentCoreGateway\.gatewayArn$/,
  /(^|\.)filesystemConfigurations\.\w+\.(accessPointArn|fileSystemArn)$/,
];

/** Where the answer of AWS nests a resource, it is there twice. */
const NESTED: Readonly<Partial<Record<Workload['type'], string>>> = {
  agentCoreMemory: 'memory',
  agentCoreHarness: 'harness',
};

/**
 * The gaps of the resources that a configuration names and that none of its needs or gaps is about: they stand in members
 * that AWS has added since.
 */
export function leftOverResources(
  { label, resource, workload }: AgentCorePlace,
  needs: WorkloadNeeds,
): readonly string[] {
  const told = textOf(needs);
  const expected = [...NOTHING_ASKED, ...TOLD];
  return Object.entries(resource)
    .filter(([name]) => name !== NESTED[workload.type])
    .flatMap(([name, value]) => namedIn(value, name))
    .filter(
      ({ path, name }) =>
        !expected.some((member) => member.test(path)) && !told.some((text) => text.includes(quotable(name))),
    )
    .map(
      ({ path, name }) =>
        `what ${label} needs for ${quoted(name)} (\`${path.slice(0, 80)}\`) is not known to this version`,
    );
}

interface Named {
  /** The names of the members, without the places in lists: `targets.targetConfiguration.mcp.lambda.lambdaArn` */
  readonly path: string;
  readonly name: string;
}

function namedIn(value: unknown, path: string): readonly Named[] {
  if (typeof value === 'string') return RESOURCE.test(value) ? [{ path, name: value }] : [];
  if (Array.isArray(value)) return value.flatMap((item) => namedIn(item, path));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value as Fields).flatMap(([name, inner]) => namedIn(inner, `${path}.${name}`));
}

const textOf = ({ requests, gaps, models }: WorkloadNeeds): readonly string[] => [
  ...requests.flatMap(({ resource, capability, context }) => [resource, capability, ...Object.values(context)]),
  ...gaps,
  ...models.map(({ reference }) => reference),
];

/** As far as a gap quotes it. */
const quotable = (name: string): string => name.slice(0, 79);
