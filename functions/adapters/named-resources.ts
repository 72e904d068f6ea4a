import type { AgentEntry, Snapshot } from '../workload/snapshot.ts';
import { valuesIn } from './values-in.ts';

export interface NamedResources {
  /** As the agents name them: an alias or a version has a policy of its own. */
  readonly functionArns: readonly string[];
  readonly keyArns: readonly string[];
  readonly bucketArns: readonly string[];
}

const FUNCTION = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[\w$-]+(:[\w$-]+)?$/;
const KEY = /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[\w-]+$/;
const BUCKET_ARN = /^arn:aws[a-z-]*:s3:::([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(\/.*)?$/;
const BUCKET_URI = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(\/.*)?$/;
const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const NAMES_A_BUCKET = new Set(['s3BucketName', 'bucketName', 'bucket']);

/**
 * Whose policies bear on what workloads do: the functions that agents, flows and data sources invoke, and the keys and buckets that anything
 * names. Text that is no ARN, URI or name of one is left to whoever derives the needs.
 */
export function namedResources(snapshot: Snapshot): NamedResources {
  const { agents = [], knowledgeBases = [], flows = [], prompts = [], agentCore = {}, bedrock } = snapshot;
  const values = valuesIn([agents, knowledgeBases, flows, prompts, agentCore, bedrock?.guardrails ?? []]);
  // A flow's nodes and a data source's transformation name the functions that the service invokes for them.
  const steps = valuesIn([flows, knowledgeBases]).map(({ value }) => value);
  const buckets = values.flatMap(({ key, value }) => bucketName(key, value) ?? []);
  return {
    functionArns: distinct([...agents.flatMap(functionsOf), ...steps].filter((arn) => FUNCTION.test(arn))),
    keyArns: distinct(values.map(({ value }) => value).filter((value) => KEY.test(value))),
    bucketArns: distinct(buckets).map((bucket) => `arn:${snapshot.partition ?? 'aws'}:s3:::${bucket}`),
  };
}

function bucketName(key: string, value: string): string | undefined {
  const named = NAMES_A_BUCKET.has(key) && BUCKET_NAME.test(value) ? value : undefined;
  return named ?? BUCKET_ARN.exec(value)?.[1] ?? BUCKET_URI.exec(value)?.[1];
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html: the policy of the function, not the role, lets an agent invoke it. */
function functionsOf(entry: AgentEntry): readonly string[] {
  return [{ ...entry, configuration: entry.agent }, ...versionsOf(entry)].flatMap(
    ({ configuration, actionGroups = [] }) =>
      [
        ...actionGroups.map(({ actionGroupExecutor }) => actionGroupExecutor?.lambda),
        configuration.customOrchestration?.executor?.lambda,
        configuration.promptOverrideConfiguration?.overrideLambda,
      ].filter((arn) => typeof arn === 'string'),
  );
}

const versionsOf = ({ versions = [] }: AgentEntry) =>
  versions.map((version) => ({ ...version, configuration: version.agentVersion }));

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)];
