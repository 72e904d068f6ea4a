import { partitionOf } from '../arn.ts';
import { needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { acrossAccounts } from './across-accounts.ts';
import { type AgentCorePlace, placeRequests } from './place.ts';

const PRIVATE =
  /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([a-z0-9][a-z0-9._/-]*)(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?$/;

const REPOSITORY_POLICIES = 'https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-policies.html';

/** Pulling a container image, from a repository of Amazon ECR or from the public gallery. */
export function imageNeeds(place: AgentCorePlace, page: string, uri: string | undefined): WorkloadNeeds {
  if (uri?.startsWith('public.ecr.aws/')) return publicImageNeeds(place, page);
  const [, account, region, repository] = PRIVATE.exec(uri ?? '') ?? [];
  if (uri === undefined || account === undefined || region === undefined || repository === undefined)
    return unusable(place.label, 'an image in Amazon ECR', uri);
  const request = placeRequests(place, page, 'image', `image ${uri}`);
  const arn = `arn:${partitionOf(place.snapshot)}:ecr:${region}:${account}:repository/${repository}`;
  const pulling = request(['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], arn);
  return needsWith({
    requests: [
      ...acrossAccounts(place, account, pulling, REPOSITORY_POLICIES),
      ...request(['ecr:GetAuthorizationToken'], '*'),
    ],
  });
}

export const publicImageNeeds = (place: AgentCorePlace, page: string): WorkloadNeeds =>
  needsWith({
    requests: placeRequests(
      place,
      page,
      'image',
      'image in Amazon ECR Public',
    )(['ecr-public:GetAuthorizationToken', 'sts:GetServiceBearerToken'], '*'),
  });
