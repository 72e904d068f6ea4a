import { ConfigServiceClient, paginateSelectResourceConfig } from '@aws-sdk/client-config-service';
import { IAMClient, paginateListRoles } from '@aws-sdk/client-iam';
import { everyItem } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';
import { isObject, textOf } from './json-fields.ts';
import { collectUnread, type Unread } from './unread.ts';

export interface RoleName {
  readonly name: string;
  readonly arn: string;
}

/** An expression has at most 4,096 characters, and an id 21. */
const MOST_IDS = 100;

/** What a role's id may be: it goes into an expression, and AWS Config stores whatever a function sent. */
const ROLE_ID = /^AROA[A-Z0-9]{10,40}$/;

/**
 * Names and ARNs of roles by their unique ids, which are all that AWS Config's results have. One advanced query answers for a
 * hundred roles, with what AWS Config recorded already; only what it does not know is looked for among all roles of IAM. A role
 * that was deleted has no name any more.
 *
 * https://docs.aws.amazon.com/config/latest/developerguide/querying-AWS-resources.html
 */
export async function readRoleNames(
  resourceIds: readonly string[],
  aws: Aws,
  unread: Unread,
): Promise<ReadonlyMap<string, RoleName>> {
  const ids = [...new Set(resourceIds)].filter((id) => ROLE_ID.test(id));
  const query = collectUnread();
  const recorded = await query.attempt('names of roles in AWS Config', () => recordedNames(ids, aws));
  const names = new Map(recorded);
  if (ids.every((id) => names.has(id))) return names;
  const listed = await unread.attempt('names of roles in IAM', () => listedNames(new Set(ids), aws));
  if (listed === undefined) unread.include(query.parts);
  return new Map([...names, ...(listed ?? [])]);
}

async function recordedNames(ids: readonly string[], aws: Aws): Promise<readonly (readonly [string, RoleName])[]> {
  const client = new ConfigServiceClient(clientConfiguration(aws));
  const found: (readonly [string, RoleName])[] = [];
  for (let from = 0; from < ids.length; from += MOST_IDS) {
    const among = ids.slice(from, from + MOST_IDS).map((id) => `'${id}'`);
    const Expression = `SELECT resourceId, resourceName, arn WHERE resourceType = 'AWS::IAM::Role' AND resourceId IN (${among.join(', ')})`;
    const rows = await everyItem(paginateSelectResourceConfig({ client }, { Expression }), (page) => page.Results);
    found.push(...rows.flatMap(parseRow));
  }
  return found;
}

/** A row is a JSON text. */
function parseRow(row: string): readonly (readonly [string, RoleName])[] {
  const fields: unknown = JSON.parse(row);
  if (!isObject(fields)) return [];
  const [id, name, arn] = [textOf(fields.resourceId), textOf(fields.resourceName), textOf(fields.arn)];
  return id === undefined || name === undefined || arn === undefined ? [] : [[id, { name, arn }]];
}

async function listedNames(ids: ReadonlySet<string>, aws: Aws): Promise<readonly (readonly [string, RoleName])[]> {
  const client = new IAMClient(clientConfiguration(aws));
  const roles = await everyItem(paginateListRoles({ client }, { MaxItems: 1000 }), (page) => page.Roles);
  return roles.flatMap(({ RoleId = '', RoleName: name = '', Arn: arn = '' }) =>
    ids.has(RoleId) ? [[RoleId, { name, arn }] as const] : [],
  );
}
