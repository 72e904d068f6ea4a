import { at } from '../fields.ts';
import { needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { acrossAccounts } from './across-accounts.ts';
import { type AgentCorePlace, placeRequests } from './place.ts';
import { bucketArn, s3Location } from './s3-location.ts';
import { inWords, memberNeeds, needsNothing } from './union.ts';

/** Reading the schema of a target, which may stand in the configuration itself. */
export const schemaNeeds = (place: AgentCorePlace, schema: unknown): WorkloadNeeds =>
  memberNeeds(place.label, 'a schema', schema, {
    s3: (s3) => objectNeeds(place, inWords(at(s3, 'uri')), inWords(at(s3, 'bucketOwnerAccountId'))),
    inlinePayload: needsNothing,
  });

function objectNeeds(place: AgentCorePlace, uri: string | undefined, owner = place.snapshot.accountId): WorkloadNeeds {
  const location = s3Location(uri);
  if (location === undefined || location.key === '') return unusable(place.label, 'an object in Amazon S3', uri);
  if (!/^\d{12}$/.test(owner)) return unusable(place.label, `the account of the bucket of ${uri}`, owner);
  const reading = placeRequests(
    place,
    'gateway-prerequisites-permissions',
    'schema',
    `schema ${uri}`,
  )(['s3:GetObject'], `${bucketArn(place, location.bucket)}/${location.key}`, {
    context: { 'aws:ResourceAccount': owner },
  });
  return needsWith({ requests: acrossAccounts(place, owner, reading) });
}
