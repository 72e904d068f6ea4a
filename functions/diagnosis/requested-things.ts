import type { RequestedThings } from './diagnosis.ts';
import { given, objectOf, textOf } from './json-value.ts';

/** Members of a request by what they name, in the spellings of the APIs of Bedrock, AgentCore and what stands behind them. */
const NAMES: Readonly<Record<string, ThingKind>> = {
  agentResourceRoleArn: 'roleArn',
  roleArn: 'roleArn',
  executionRoleArn: 'roleArn',
  serviceRoleArn: 'roleArn',
  memoryExecutionRoleArn: 'roleArn',
  customerEncryptionKeyArn: 'kmsKey',
  kmsKeyArn: 'kmsKey',
  kmsKeyId: 'kmsKey',
  encryptionKeyArn: 'kmsKey',
  keyId: 'kmsKey',
  guardrailIdentifier: 'guardrail',
  guardrailId: 'guardrail',
  modelId: 'models',
  modelArn: 'models',
  foundationModel: 'models',
  foundationModelArn: 'models',
  embeddingModelArn: 'models',
  baseModelIdentifier: 'models',
  copyFrom: 'models',
  lambda: 'functions',
  lambdaArn: 'functions',
  functionArn: 'functions',
  functionName: 'functions',
  transformationLambdaArn: 'functions',
  bucketArn: 'buckets',
  bucketName: 'buckets',
  bucket: 'buckets',
  s3BucketName: 'buckets',
  s3Uri: 'buckets',
  credentialsSecretArn: 'secrets',
  secretArn: 'secrets',
  secretId: 'secrets',
  collectionArn: 'vectorStores',
  indexArn: 'vectorStores',
  vectorBucketArn: 'vectorStores',
  resourceArn: 'vectorStores',
  domainArn: 'vectorStores',
  graphArn: 'vectorStores',
  containerUri: 'containerImages',
  aliasArn: 'agentAliasArn',
};

type ThingKind = keyof RequestedThings;

const DEEPEST = 8;
const MOST_MEMBERS = 2_000;
const LONGEST_NAME = 2_048;
const MOST_NAMES = 20;

/** What the parameters of a call pass to the service. What is hidden, null or of another kind is left out. */
export function requestedThings(parameters: unknown): RequestedThings | undefined {
  const found: [ThingKind, string][] = [];
  collect(parameters, found, { left: MOST_MEMBERS }, 0);
  if (found.length === 0) return undefined;
  const all = (kind: ThingKind): readonly string[] | undefined => {
    const names = [...new Set(found.flatMap(([of, name]) => (of === kind ? [name] : [])))].slice(0, MOST_NAMES);
    return names.length === 0 ? undefined : names;
  };
  return given<RequestedThings>({
    roleArn: all('roleArn')?.[0],
    kmsKey: all('kmsKey')?.[0],
    guardrail: all('guardrail')?.[0],
    models: all('models'),
    functions: all('functions'),
    buckets: all('buckets'),
    secrets: all('secrets'),
    vectorStores: all('vectorStores'),
    containerImages: all('containerImages'),
    agentAliasArn: all('agentAliasArn')?.[0],
  });
}

/** What stands nearer the top comes first: the role of an agent before the role of one of its parts. */
function collect(value: unknown, found: [ThingKind, string][], budget: { left: number }, depth: number): void {
  if (depth > DEEPEST) return;
  const members = Array.isArray(value)
    ? value.map((item) => ['', item] as const)
    : Object.entries(objectOf(value) ?? {});
  const within = members.slice(0, Math.max(0, budget.left));
  budget.left -= within.length;
  for (const [name, member] of within) {
    const text = textOf(member);
    const kind = Object.hasOwn(NAMES, name) ? NAMES[name] : undefined;
    const named =
      text === undefined || kind === undefined || text.length > LONGEST_NAME ? undefined : nameOf(kind, text);
    if (kind !== undefined && named !== undefined) found.push([kind, named]);
  }
  for (const [, member] of within)
    if (typeof member === 'object' && member !== null) collect(member, found, budget, depth + 1);
}

/** Of `s3://name/key` and `arn:aws:s3:::name/key`, the bucket. */
function nameOf(kind: ThingKind, text: string): string | undefined {
  if (kind === 'buckets') return /^(?:s3:\/\/|arn:[a-z-]+:s3:::)?([a-z0-9][a-z0-9.-]{2,62})(?:\/|$)/.exec(text)?.[1];
  if (kind === 'roleArn' && !/^arn:[a-z-]+:iam::\d{12}:role\/./.test(text)) return undefined;
  if (kind === 'vectorStores' && !text.startsWith('arn:')) return undefined;
  return text;
}
