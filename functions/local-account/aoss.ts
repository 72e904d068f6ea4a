import type { Account, Input, Operations } from './account.ts';
import { AwsError } from './aws-error.ts';
import { objectOf, pickFields, stringsOf } from './json-object.ts';
import { takePage } from './paging.ts';
import { knownPart, refuseUnread, unreadIds } from './snapshot-parts.ts';

type Part = 'collections' | 'dataAccessPolicies' | 'networkPolicies';

/** https://docs.aws.amazon.com/opensearch-service/latest/ServerlessAPIReference/API_Operations.html */
export const aoss: Operations = {
  BatchGetCollection(input, account) {
    const ids = stringsOf(input.ids);
    const collectionDetails = listOf('collections', account).filter(({ id }) => ids.includes(String(id)));
    const missing = ids.filter((id) => collectionDetails.every((detail) => detail.id !== id));
    const collectionErrorDetails = missing.map((id) => ({ id, errorCode: 'NOT_FOUND', errorMessage: 'not found' }));
    return { collectionDetails, collectionErrorDetails };
  },

  ListAccessPolicies: (input, account) => summaries('dataAccessPolicies', 'accessPolicySummaries', input, account),
  GetAccessPolicy: (input, account) => ({ accessPolicyDetail: detailOf('dataAccessPolicies', input, account) }),

  ListSecurityPolicies: (input, account) => summaries('networkPolicies', 'securityPolicySummaries', input, account),
  GetSecurityPolicy: (input, account) => ({ securityPolicyDetail: detailOf('networkPolicies', input, account) }),
};

function listOf(part: Part, { snapshot }: Account): readonly Readonly<Record<string, unknown>>[] {
  refuseUnread(snapshot, 'openSearchServerless', part);
  const known = objectOf(snapshot.openSearchServerless)[part];
  const list = knownPart(known, snapshot, 'openSearchServerless', part);
  return Array.isArray(list) ? list.map(objectOf) : [];
}

/** Without the policy itself: only a get answers that. */
function summaries(part: Part, name: string, { nextToken, maxResults }: Input, account: Account): object {
  const known = listOf(part, account).map((detail) => pickFields(detail, 'type', 'name', 'policyVersion'));
  const unread = unreadIds(account.snapshot, 'openSearchServerless', part).map((id) => ({ name: id }));
  const { items, next } = takePage([...known, ...unread], {
    token: nextToken,
    limit: maxResults ?? 20,
    most: Math.min(100, account.pageSize),
    emptyPage: account.emptyPages ? 'second' : 'never',
    invalidToken: 'ValidationException',
  });
  return { [name]: items, ...(next !== undefined && { nextToken: next }) };
}

function detailOf(part: Part, { name }: Input, account: Account): object {
  refuseUnread(account.snapshot, 'openSearchServerless', part, String(name));
  const detail = listOf(part, account).find((candidate) => candidate.name === name);
  if (detail === undefined) throw new AwsError('ResourceNotFoundException', 400, `Policy ${name} does not exist.`);
  return detail;
}
