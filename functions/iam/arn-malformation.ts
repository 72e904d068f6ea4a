import { arnFields, completedFields } from './arn.ts';
import { bedrockMalformation } from './bedrock-arn.ts';
import { canBeOfType } from './grantable-actions.ts';
import { placeholderIn } from './lint-placeholders.ts';
import { type Malformation, malformed, withFields } from './malformation.ts';
import { withVariablesAsWildcards } from './policy-variable.ts';
import { serviceAuthorization } from './service-authorization.ts';
import { shiftedResources } from './shifted-arn.ts';

/** Endpoint names that stand in no ARN. */
const ENDPOINT_NAMES = /^bedrock-(runtime|agent|agent-runtime|agentcore-control|data-automation(-runtime)?)$/;

/** Services of which every ARN has the Region and the account that the reference prints for its type, or none. */
const STRICT_SERVICES: ReadonlySet<string> = new Set([
  'dynamodb',
  'iam',
  'kms',
  'lambda',
  's3',
  'secretsmanager',
  'sqs',
]);

const hasWildcard = (text: string): boolean => /[*?]|\$\{/.test(text);

/** Why an ARN pattern can be the ARN of nothing, or undefined. What it suggests is well-formed. */
export function malformation(value: string, accountId: string): Malformation | undefined {
  const found = problemOf(value, accountId);
  if (found?.suggestion === undefined || problemOf(found.suggestion, accountId) === undefined) return found;
  const { message, help } = found;
  return { message, help };
}

/** Bedrock ARNs are known in detail, others by their fields. */
function problemOf(value: string, accountId: string): Malformation | undefined {
  if (placeholderIn(value, accountId) !== undefined) return undefined;
  const fields = arnFields(withVariablesAsWildcards(value));
  const problem = malformationOf(value, fields, accountId);
  if (problem === undefined) return undefined;
  const [arn = '', partition = '', service = ''] = fields;
  const isShifted = shiftedResources(fields.join(':')).some((resource) => {
    const reading = [arn, partition, service, '*', '*', resource];
    return malformationOf(reading.join(':'), reading, accountId) === undefined;
  });
  return isShifted ? undefined : problem;
}

function malformationOf(value: string, fields: readonly string[], accountId: string): Malformation | undefined {
  if (fields.length < 6) {
    const help = 'Write `arn:partition:service:region:account:resource`; a colon is missing.';
    if (!value.endsWith('*')) return malformed(value, 'has fewer than six fields', help);
    return fieldMalformation(value, completedFields(value));
  }
  return fieldMalformation(value, fields) ?? typeMalformation(value, fields[2] ?? '', accountId);
}

function fieldMalformation(value: string, fields: readonly string[]): Malformation | undefined {
  const [, partition = '', service = '', region = '', account = '', resource = ''] = fields;
  if (!hasWildcard(partition) && !/^aws(-[a-z]+)*$/.test(partition)) {
    return malformed(value, `has the partition \`${partition}\``, 'Write `aws`, or the partition of the account.');
  }
  if (service === '') return malformed(value, 'names no service', 'Write the service behind the partition.');
  if (ENDPOINT_NAMES.test(service)) {
    const own = service.startsWith('bedrock-agentcore') ? 'bedrock-agentcore' : 'bedrock';
    const help = `Write \`${own}\`: the ARN's service is not the endpoint's name.`;
    return malformed(value, `names the endpoint \`${service}\``, help, withFields(value, { 2: own }));
  }
  const isRegion = /^([a-z]+(-[a-z]+)+-\d+|[0-9a-z-]*[*?][0-9a-z*?-]*)?$/.test(region);
  if (!isRegion && serviceAuthorization.isCovered(service)) {
    return malformed(value, `has the Region \`${region}\``, 'Write a Region such as `us-east-1`, or `*`.');
  }
  const isAccount = /^(\d{12}|[a-z-]+|[0-9a-z-]*[*?][0-9a-z*?-]*)?$/.test(account);
  if (!isAccount) {
    return malformed(value, `has the account \`${account}\``, 'An account id has 12 digits.');
  }
  return resource === '' ? malformed(value, 'names no resource', 'Write the resource, or `*`.') : undefined;
}

function typeMalformation(value: string, service: string, accountId: string): Malformation | undefined {
  if (service === 'bedrock' || service === 'bedrock-agentcore') return bedrockMalformation(value, accountId);
  return STRICT_SERVICES.has(service) ? ownerMalformation(value, service, accountId) : undefined;
}

/** A Region or an account where none of the resources that it could be has one, or none where each has one. */
function ownerMalformation(value: string, service: string, accountId: string): Malformation | undefined {
  const types = serviceAuthorization.resourceTypes(service).filter((type) => canBeOfType(type, value));
  const [first] = types;
  if (first === undefined) return undefined;
  const written = arnFields(withVariablesAsWildcards(value));
  const documented = types.flatMap(({ arns }) => arns.map(arnFields));
  const example = first.arns[0] ?? '';
  for (const [field, name] of OWNER_FIELDS) {
    const text = written[field] ?? '';
    if (hasWildcard(text)) continue;
    if (text !== '' && documented.every((fields) => fields[field] === '')) {
      const help = `A \`${first.name}\` has none: write it like \`${example}\`.`;
      return malformed(value, `has ${name} \`${text}\``, help, withFields(value, withoutOwner(documented)));
    }
    if (text === '' && documented.every((fields) => fields[field] !== '')) {
      const help = `Write it like \`${example}\`, or \`*\` in its place.`;
      return malformed(value, `lacks ${name}`, help, field === 4 ? withFields(value, { 4: accountId }) : undefined);
    }
  }
  return undefined;
}

const OWNER_FIELDS = [
  [3, 'the Region'],
  [4, 'the account'],
] as const;

/** Empty fields for the Region and the account, where each of the forms has none. */
const withoutOwner = (documented: readonly (readonly string[])[]): Readonly<Record<number, string>> =>
  Object.fromEntries(
    OWNER_FIELDS.filter(([field]) => documented.every((fields) => fields[field] === '')).map(([field]) => [field, '']),
  );
