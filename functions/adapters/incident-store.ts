import {
  DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { Incident } from '../alerts/incidents/incident.ts';
import { type Aws, clientConfiguration } from './aws.ts';
import { eventItem, INCIDENT_INDEX, type Item, incidentItem, incidentOf } from './incident-item.ts';

/** What became of a write. */
export type Written =
  | { readonly outcome: 'written' }
  /** The incident is not what it was when it was read, or the table could not take it right now. */
  | { readonly outcome: 'changed' }
  /** These events were counted before; nothing was written. */
  | { readonly outcome: 'counted'; readonly eventIds: ReadonlySet<string> };

/** The incidents of the account, and which events they have counted. */
export interface IncidentStore {
  read(id: string): Promise<Incident | undefined>;
  /** Every one that is kept, the last seen first; a moment behind what was written. */
  list(): Promise<readonly Incident[]>;
  /**
   * Writes an incident over the version before it, and with it that these events are counted: both, or neither.
   *
   * @param eventIds at most `MOST_EVENTS`, each once
   */
  write(incident: Incident, eventIds?: readonly string[]): Promise<Written>;
}

/** @param now milliseconds since the epoch */
export function buildIncidentStore(table: string, aws: Aws, now: () => number): IncidentStore {
  const client = new DynamoDBClient(clientConfiguration(aws));
  return {
    async read(id) {
      const key = { TableName: table, Key: { id: { S: id } }, ConsistentRead: true };
      return incidentOf((await client.send(new GetItemCommand(key))).Item);
    },

    async list() {
      const pages = paginateQuery(
        { client },
        {
          TableName: table,
          IndexName: INCIDENT_INDEX.name,
          KeyConditionExpression: '#kind = :incident',
          ExpressionAttributeNames: { '#kind': INCIDENT_INDEX.key },
          ExpressionAttributeValues: { ':incident': { S: INCIDENT_INDEX.value } },
          ScanIndexForward: false,
        },
      );
      const incidents: Incident[] = [];
      for await (const { Items = [] } of pages) incidents.push(...Items.flatMap((item) => incidentOf(item) ?? []));
      return incidents;
    },

    async write(incident, eventIds = []) {
      const items = [
        put(incidentItem(incident, now()), before(incident)),
        ...eventIds.map((eventId) => put(eventItem(eventId, now()), ABSENT)),
      ];
      try {
        await client.send(
          new TransactWriteItemsCommand({ TransactItems: items.map((one) => ({ Put: { TableName: table, ...one } })) }),
        );
        return { outcome: 'written' };
      } catch (thrown) {
        return refusalOf(thrown, eventIds);
      }
    },
  };
}

const put = (Item: Item, condition: object) => ({ Item, ...condition });

const ABSENT = { ConditionExpression: 'attribute_not_exists(id)' } as const;

const before = ({ version }: Incident): object =>
  version === 1
    ? ABSENT
    : {
        ConditionExpression: '#version = :before',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':before': { N: String(version - 1) } },
      };

/**
 * A table that is new, or meets a storm, throttles single items of a transaction, which the SDK does not try again.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html
 */
const PASSING: ReadonlySet<string> = new Set([
  'ConditionalCheckFailed',
  'TransactionConflict',
  'ThrottlingError',
  'ProvisionedThroughputExceeded',
]);

/** Which of the items it was, and whether looking again helps; anything else is thrown on. */
function refusalOf(thrown: unknown, eventIds: readonly string[]): Written {
  if (!(thrown instanceof TransactionCanceledException)) throw thrown;
  const [incident, ...events] = (thrown.CancellationReasons ?? []).map(({ Code }) => Code);
  const counted = eventIds.filter((_, index) => events[index] === 'ConditionalCheckFailed');
  if (counted.length > 0) return { outcome: 'counted', eventIds: new Set(counted) };
  const codes = [incident, ...events];
  if (!codes.some((code) => code !== undefined && PASSING.has(code))) throw thrown;
  return { outcome: 'changed' };
}
