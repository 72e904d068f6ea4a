import type { Snapshot } from '../workload/snapshot.ts';
import { isObject } from './json-fields.ts';

interface DroppedField {
  /** At any depth of any part, spelled as AWS's API spells it. */
  readonly field: string;
  readonly because: string;
  /** Elsewhere the same name is that of an object which names resources. */
  readonly textOnly?: true;
}

const fields = (because: string, ...names: readonly string[]): readonly DroppedField[] =>
  names.map((field) => ({ field, because }));

/** Whose texts a snapshot file never holds: none of them says who a role is, what it may do or what it needs. */
export const DROPPED_FIELDS: readonly DroppedField[] = [
  ...fields(
    'what an agent, a step or an evaluator is told to do',
    'instruction',
    'instructions',
    'collaborationInstruction',
    'basePromptTemplate',
    'templateConfiguration',
    'promptTemplate',
    'parsingPromptText',
    'systemPrompt',
    'summarizationSystemPrompt',
    'appendToPrompt',
    'generationContext',
    'llmExtractionInstruction',
  ),
  { field: 'definition', because: 'what a memory is told to extract', textOnly: true },
  ...fields(
    'a schema or a tool written into the configuration',
    'payload',
    'inlinePayload',
    'functionSchema',
    'inputSchema',
  ),
  { field: 'code', because: 'code written into the configuration', textOnly: true },
  ...fields(
    'where secrets are put: environments, headers and what is sent along',
    'environmentVariables',
    'Variables',
    'headers',
    'customParameters',
    'staticQueryParameters',
    'additionalParams',
    'additionalHeaderClaims',
    'additionalPayloadClaims',
  ),
  ...fields(
    'a secret by its name',
    'apiKey',
    'apiKeySecret',
    'appSecret',
    'clientSecret',
    'walletSecret',
    'password',
    'privateKey',
    'secretString',
    'SecretString',
    'SecretBinary',
    'accessToken',
    'refreshToken',
  ),
  ...fields(
    'what a guardrail looks for, which tells how to get past it',
    'topicPolicy',
    'wordPolicy',
    'sensitiveInformationPolicy',
    'blockedInputMessaging',
    'blockedOutputsMessaging',
  ),
];

const dropped = new Map(DROPPED_FIELDS.map((entry) => [entry.field, entry]));

/** What stands for a text that was dropped: that there is one may tell something, such as that no file is read for it. */
export const LEFT_OUT = '(left out)';

/** The snapshot without the texts that nobody needs to judge it, and that its owner would not want to hand on. */
export const redactSnapshot = (snapshot: Snapshot): Snapshot =>
  // Its own fields are none of the table, and whatever is replaced keeps its type.
  kept(snapshot) as Snapshot;

function kept(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(kept);
  return isObject(value)
    ? mapFields(value, (field, key) => (isDropped(key, field) ? blank(field) : kept(field)))
    : value;
}

/** A name is no secret, and a header may refer to the provider of its credential by one. */
const ARN = /arn:aws[a-z-]*:[\w-]+:[\w-]*:[\w-]*:[\w:/.-]+/g;

/** The same shape without its texts: the names of variables, headers and AWS resources stay. */
function blank(value: unknown): unknown {
  if (typeof value === 'string') return [LEFT_OUT, ...(value.match(ARN) ?? [])].join(' ');
  if (Array.isArray(value)) return value.map(blank);
  return isObject(value) ? mapFields(value, blank) : value;
}

const mapFields = (
  value: Readonly<Record<string, unknown>>,
  change: (field: unknown, key: string) => unknown,
): Record<string, unknown> =>
  Object.fromEntries(Object.entries(value).map(([key, field]) => [key, change(field, key)]));

function isDropped(key: string, value: unknown): boolean {
  const entry = dropped.get(key);
  return entry !== undefined && (entry.textOnly !== true || typeof value === 'string');
}
