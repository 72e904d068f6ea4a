import { fieldsOf, listAt, textAt } from './fields.ts';
import type { Snapshot } from './snapshot.ts';
import { notRead, unreadBelow } from './unread.ts';

/** What OpenSearch Serverless tells: what is listed is there; what is not, only where nothing is missing. */
export interface OpenSearchEvidence {
  readonly collections: Listed<Collection>;
  readonly dataAccess: Listed<AccessRule>;
  readonly networkAccess: Listed<NetworkRule>;
}

export interface Listed<Item> {
  readonly items: readonly Item[];
  /** Phrases that fit behind "unknown: ". */
  readonly missing: readonly string[];
}

export interface Collection {
  readonly region: string;
  readonly id: string;
  readonly name: string;
}

/** A rule of a data access policy, with the principals of its policy. */
export interface AccessRule {
  /** Policies of one Region say nothing of the collections of another. */
  readonly region: string;
  readonly policy: string;
  readonly resourceType: string;
  /** `collection/NAME`, `index/NAME/INDEX`; a `*` ends a prefix. */
  readonly resources: readonly string[];
  readonly permissions: readonly string[];
  readonly principals: readonly string[];
}

/** A rule of a network policy, with the sources of its policy. */
export interface NetworkRule {
  readonly region: string;
  readonly policy: string;
  readonly resourceType: string;
  readonly resources: readonly string[];
  readonly isPublic: boolean;
  readonly services: readonly string[];
}

export function openSearchEvidence(snapshot: Snapshot): OpenSearchEvidence {
  const { region } = snapshot;
  return {
    collections: listed(snapshot, 'collections', 'the OpenSearch Serverless collections', (detail) => {
      const [id, name] = [textAt(detail, 'id'), textAt(detail, 'name')];
      return id === undefined || name === undefined ? undefined : [{ region, id, name }];
    }),
    dataAccess: listed(snapshot, 'dataAccessPolicies', 'the data access policies of OpenSearch Serverless', (detail) =>
      rulesOf(detail, (rule, entry) => ({
        region,
        permissions: texts(rule, 'Permission'),
        principals: texts(entry, 'Principal'),
      })),
    ),
    networkAccess: listed(snapshot, 'networkPolicies', 'the network policies of OpenSearch Serverless', (detail) =>
      rulesOf(detail, (_rule, entry) => ({
        region,
        isPublic: fieldsOf(entry).AllowFromPublic === true,
        services: texts(entry, 'SourceServices'),
      })),
    ),
  };
}

function listed<Item>(
  snapshot: Snapshot,
  part: string,
  what: string,
  read: (detail: unknown) => readonly Item[] | undefined,
): Listed<Item> {
  const path = `openSearchServerless.${part}`;
  const details = fieldsOf(snapshot.openSearchServerless)[part];
  if (!Array.isArray(details)) return { items: [], missing: [notRead(snapshot, path, what, 'were')] };
  const unreadable = details.filter((detail) => read(detail) === undefined);
  return {
    items: details.flatMap((detail) => read(detail) ?? []),
    missing: [
      ...unreadBelow(snapshot, path).map((unread) => `${unread.part} was not read (${unread.error})`),
      ...unreadable.map(
        (detail) => `${path}.${textAt(detail, 'name') ?? textAt(detail, 'id') ?? '?'} is not as AWS answers it`,
      ),
    ],
  };
}

/**
 * Each rule of a policy, which the API answers as JSON and the AWS CLI as text or JSON; undefined for anything else.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html
 */
function rulesOf<More>(detail: unknown, more: (rule: unknown, entry: unknown) => More) {
  const entries = documentOf(fieldsOf(detail).policy);
  if (entries === undefined) return undefined;
  return entries.flatMap((entry) =>
    listAt(entry, 'Rules').map((rule) => ({
      policy: textAt(detail, 'name') ?? '',
      resourceType: textAt(rule, 'ResourceType') ?? '',
      resources: texts(rule, 'Resource'),
      ...more(rule, entry),
    })),
  );
}

function documentOf(policy: unknown): readonly unknown[] | undefined {
  if (typeof policy !== 'string') return Array.isArray(policy) ? policy : undefined;
  try {
    const parsed: unknown = JSON.parse(policy);
    return Array.isArray(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

const texts = (value: unknown, name: string): readonly string[] =>
  listAt(value, name).filter((text): text is string => typeof text === 'string');
