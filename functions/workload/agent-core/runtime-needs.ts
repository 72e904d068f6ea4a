import { at, textAt } from '../fields.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { fileSystemNeeds } from './file-system-needs.ts';
import { imageNeeds } from './image-needs.ts';
import { type AgentCorePlace, arnIn, placeRequests } from './place.ts';
import { bucketArn, isBucket, isKey } from './s3-location.ts';
import { authorizerNeeds, networkNeeds } from './setting-needs.ts';
import { telemetryNeeds } from './telemetry-needs.ts';
import { inWords, isAbsent, memberNeeds } from './union.ts';
import { isIdentity, namedIdentity } from './workload-identity.ts';

const PAGE = 'runtime-permissions';

/** The role with which the code of a runtime runs. What that code asks for is its own affair, and unknown. */
export const runtimeNeeds = (place: AgentCorePlace): WorkloadNeeds =>
  joinNeeds([
    artifactNeeds(place),
    telemetryNeeds(place, PAGE, place.workload.id),
    identityNeeds(place),
    networkNeeds(place, at(place.resource, 'networkConfiguration')),
    authorizerNeeds(place),
    fileSystemNeeds(place, 'runtime-filesystem-configurations', at(place.resource, 'filesystemConfigurations')),
    { gaps: [`what the code of ${place.label} calls with its role is not in its configuration`] },
  ]);

function artifactNeeds(place: AgentCorePlace): WorkloadNeeds {
  const artifact = at(place.resource, 'agentRuntimeArtifact');
  if (isAbsent(artifact)) return needsWith({ gaps: [`the artifact of ${place.label} was not read`] });
  return memberNeeds(place.label, 'an artifact', artifact, {
    containerConfiguration: (container) => imageNeeds(place, PAGE, inWords(at(container, 'containerUri'))),
    codeConfiguration: (configuration) =>
      memberNeeds(place.label, 'the place of its code', at(configuration, 'code'), {
        s3: (code) => codeNeeds(place, code),
      }),
  });
}

function codeNeeds(place: AgentCorePlace, code: unknown): WorkloadNeeds {
  const bucket = textAt(code, 'bucket');
  const key = textAt(code, 'prefix');
  if (!isBucket(bucket) || key === undefined || !isKey(key))
    return unusable(place.label, 'the S3 object of its code', key ?? bucket);
  const action = inWords(at(code, 'versionId')) === undefined ? 's3:GetObject' : 's3:GetObjectVersion';
  return needsWith({
    requests: placeRequests(
      place,
      PAGE,
      'storage',
      `code s3://${bucket}/${key}`,
    )([action], `${bucketArn(place, bucket)}/${key}`, {
      necessity: 'optional',
      context: { 'aws:ResourceAccount': place.snapshot.accountId },
      note: "AWS's policy for directly deployed code has no statement for the archive.",
    }),
  });
}

function identityNeeds(place: AgentCorePlace): Partial<WorkloadNeeds> {
  const identity = namedIdentity(place);
  if (identity === undefined) return {};
  if (!isIdentity(identity)) return unusable(place.label, 'the ARN of a workload identity', identity);
  const directory = arnIn(place, 'bedrock-agentcore', 'workload-identity-directory/default');
  const request = placeRequests(place, PAGE, 'identity', 'workload access tokens');
  return {
    requests: [directory, identity].flatMap((resource) =>
      request(
        [
          'bedrock-agentcore:GetWorkloadAccessToken',
          'bedrock-agentcore:GetWorkloadAccessTokenForJWT',
          'bedrock-agentcore:GetWorkloadAccessTokenForUserId',
        ],
        resource,
        {
          necessity: 'optional',
          note: 'For runtimes created since 2025-10-13 the service-linked role AWSServiceRoleForBedrockAgentCoreRuntimeIdentity has it.',
        },
      ),
    ),
  };
}
