import type { RoleDetail, Snapshot } from '../workload/snapshot.ts';

/** A part of a fixture, as text to read. */
export interface SamplePart {
  readonly title: string;
  readonly json: string;
}

/** The parts of two fixtures in which they differ. */
export interface SamplePair<Example> {
  readonly good: { readonly example: Example; readonly parts: readonly SamplePart[] };
  readonly bad: { readonly example: Example; readonly parts: readonly SamplePart[] };
}

/** The two fixtures that differ least: what is left is what makes the one compliant and the other not. */
export function closestSamples<Example extends { readonly snapshot: Snapshot }>(
  compliant: readonly Example[],
  nonCompliant: readonly Example[],
): SamplePair<Example> | undefined {
  const pairs = compliant.flatMap((good) =>
    nonCompliant.map((bad) => ({
      good: { example: good, parts: differing(good.snapshot, bad.snapshot) },
      bad: { example: bad, parts: differing(bad.snapshot, good.snapshot) },
    })),
  );
  const [first, ...others] = pairs;
  return others.reduce((best, pair) => (best !== undefined && sizeOf(best) <= sizeOf(pair) ? best : pair), first);
}

const sizeOf = ({ good, bad }: SamplePair<unknown>): number =>
  [...good.parts, ...bad.parts].reduce((size, { json }) => size + json.length, 0);

function differing(shown: Snapshot, other: Snapshot): readonly SamplePart[] {
  const others = new Set(partsOf(other).map(({ title, json }) => `${title} ${json}`));
  return partsOf(shown).filter(({ title, json }) => !others.has(`${title} ${json}`));
}

type Part = readonly [title: string, value: unknown];

function partsOf(snapshot: Snapshot): readonly SamplePart[] {
  const role = snapshot.iam?.RoleDetailList?.[0];
  const { bedrock, organization, openSearchServerless, resourcePolicies, openDenials } = snapshot;
  const parts: readonly Part[] = [
    ...partsOfRole(role),
    ['The managed policies of the account', snapshot.iam?.Policies],
    ['The policies of the organization', organization],
    ['The policies of resources', resourcePolicies],
    ['OpenSearch Serverless', openSearchServerless],
    ['The models (`get-foundation-model`)', bedrock?.foundationModels],
    ['Access to the models (`get-foundation-model-availability`)', bedrock?.modelAvailability],
    ['The use-case form', bedrock?.useCaseForModelAccess],
    ['The guardrails', bedrock?.guardrails],
    ['The denials that the listener keeps', openDenials],
    ...(snapshot.agents ?? []).map(({ agent }): Part => [`The agent ${agent.agentId}`, agent]),
    ...(snapshot.agents ?? []).map(
      ({ agent, actionGroups, knowledgeBases, collaborators }): Part => [
        `What the agent ${agent.agentId} uses`,
        { actionGroups, knowledgeBases, collaborators },
      ],
    ),
    ['The knowledge bases', snapshot.knowledgeBases],
    ['The flows', snapshot.flows],
    ['The AgentCore resources', snapshot.agentCore],
  ];
  return parts.flatMap(([title, value]) =>
    value === undefined || value === null ? [] : [{ title, json: short(JSON.stringify(value, null, 2)) }],
  );
}

/** A list of words takes one line, as people write it. */
const short = (json: string): string =>
  json.replaceAll(/\[\n\s+("[^[\]{}]*")\n\s+\]/g, (list, words: string) => {
    const line = `[${words.replaceAll(/,\n\s*/g, ', ')}]`;
    return line.length <= 100 ? line : list;
  });

function partsOfRole(role: RoleDetail | undefined): readonly Part[] {
  return [
    ['The trust policy', written(role?.AssumeRolePolicyDocument)],
    ...(role?.RolePolicyList ?? []).map(
      ({ PolicyName, PolicyDocument }): Part => [`The inline policy ${PolicyName}`, written(PolicyDocument)],
    ),
    ['The attached managed policies', role?.AttachedManagedPolicies],
    ['The permissions boundary', role?.PermissionsBoundary],
  ];
}

/** A document that is text, as the object that it is the text of. */
function written(document: unknown): unknown {
  if (typeof document !== 'string') return document;
  try {
    return JSON.parse(document.startsWith('%') ? decodeURIComponent(document) : document);
  } catch {
    return document;
  }
}
