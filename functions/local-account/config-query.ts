import { AwsError } from './aws-error.ts';
import type { ConfigurationItem } from './configuration-item.ts';

/** The one form of expression that is asked here; AWS Config knows many more. */
const EXPRESSION =
  /^SELECT (?<properties>\w+(?:, \w+)*) WHERE resourceType = '(?<type>[^']+)' AND resourceId IN \((?<ids>'[^']+'(?:, '[^']+')*)\)$/;

/**
 * The rows of an advanced query, each the text of a JSON object.
 * https://docs.aws.amazon.com/config/latest/developerguide/query-components.html
 */
export function selectItems(
  expression: unknown,
  latestOf: (resourceType: string, resourceId: string) => ConfigurationItem | undefined,
): readonly string[] {
  const { properties, type, ids } = EXPRESSION.exec(String(expression).slice(0, 4096))?.groups ?? {};
  if (properties === undefined || type === undefined || ids === undefined)
    throw new AwsError('InvalidExpressionException', 400, 'The syntax of the expression is not correct.');
  const items = ids.split(', ').flatMap((id) => latestOf(type, id.slice(1, -1)) ?? []);
  return items.map(({ resourceId, resourceName, ARN: arn }) => {
    const fields: Readonly<Record<string, unknown>> = { resourceId, resourceName, arn };
    return JSON.stringify(Object.fromEntries(properties.split(', ').map((name) => [name, fields[name]])));
  });
}
