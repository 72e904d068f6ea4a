import {
  ConfigServiceClient,
  paginateGetResourceConfigHistory,
  type ResourceType,
} from '@aws-sdk/client-config-service';
import { firstItem } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';
import { type ConfigurationItem, parseRelationships, parseTags } from './config-event.ts';

/**
 * The whole of an item of which an event held only the summary: the latest that is not later than it. The API's
 * `configuration` is a JSON string where the event's is an object.
 *
 * @throws Error when AWS Config has no such item
 */
export async function readConfigurationItem(summary: ConfigurationItem, aws: Aws): Promise<ConfigurationItem> {
  const pages = paginateGetResourceConfigHistory(
    { client: new ConfigServiceClient(clientConfiguration(aws)) },
    {
      // AWS adds types faster than the SDK lists them.
      resourceType: summary.resourceType as ResourceType,
      resourceId: summary.resourceId,
      laterTime: new Date(summary.captureTime),
      limit: 1,
    },
  );
  const item = await firstItem(pages, (page) => page.configurationItems);
  if (item?.configuration === undefined)
    throw new Error(
      `AWS Config has no configuration of ${summary.resourceType} ${summary.resourceId} as of ${summary.captureTime}`,
    );
  const tags = parseTags(item.tags);
  return {
    ...summary,
    ...(item.resourceName !== undefined && { resourceName: item.resourceName }),
    ...(item.arn !== undefined && { arn: item.arn }),
    ...(tags !== undefined && { tags }),
    relationships: parseRelationships(item.relationships),
    configuration: JSON.parse(item.configuration),
  };
}
