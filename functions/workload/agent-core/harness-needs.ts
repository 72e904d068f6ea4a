import { at } from '../fields.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { credentialNeeds } from './credential-needs.ts';
import { fileSystemNeeds } from './file-system-needs.ts';
import { harnessHookNeeds } from './harness-hook-needs.ts';
import { HARNESS, harnessCredentialUse, harnessIdentity, harnessRuntime } from './harness-identity.ts';
import { harnessMemoryNeeds } from './harness-memory-needs.ts';
import { harnessModelNeeds } from './harness-model-needs.ts';
import { harnessToolNeeds } from './harness-tool-needs.ts';
import { imageNeeds, publicImageNeeds } from './image-needs.ts';
import { type AgentCorePlace, arnIn, placeRequests } from './place.ts';
import { bucketArn, objectsArn, s3Location } from './s3-location.ts';
import { authorizerNeeds, networkNeeds } from './setting-needs.ts';
import { telemetryNeeds } from './telemetry-needs.ts';
import { inWords, isAbsent, itemNeeds, memberNeeds, needsNothing } from './union.ts';

/** The model, tools, memory, skills and hooks that a harness is configured with. Callers may choose others for one invocation. */
export const harnessNeeds = (place: AgentCorePlace): WorkloadNeeds => {
  const environment = at(place.resource, 'environment', 'agentCoreRuntimeEnvironment');
  return joinNeeds([
    harnessModelNeeds(place),
    publicImageNeeds(place, HARNESS),
    ...ifNamed(at(place.resource, 'environmentArtifact'), (artifact) =>
      memberNeeds(place.label, 'an artifact', artifact, {
        containerConfiguration: (container) => imageNeeds(place, HARNESS, inWords(at(container, 'containerUri'))),
      }),
    ),
    identityNeeds(place),
    itemNeeds(place.label, 'tools', at(place.resource, 'tools'), (tool) => harnessToolNeeds(place, tool)),
    itemNeeds(place.label, 'skills', at(place.resource, 'skills'), (skill) => skillNeeds(place, skill)),
    itemNeeds(place.label, 'hooks', at(place.resource, 'hooks'), (hook) => harnessHookNeeds(place, hook)),
    ...ifNamed(at(place.resource, 'memory'), (memory) => harnessMemoryNeeds(place, memory)),
    ...ifNamed(at(place.resource, 'environment'), (provider) =>
      memberNeeds(place.label, 'an environment', provider, {
        agentCoreRuntimeEnvironment: (runtime) => networkNeeds(place, at(runtime, 'networkConfiguration')),
      }),
    ),
    authorizerNeeds(place),
    fileSystemNeeds(place, 'runtime-filesystem-configurations', at(environment, 'filesystemConfigurations')),
    telemetryNeeds(place, HARNESS, harnessRuntime(place)),
  ]);
};

const ifNamed = (value: unknown, needsOf: (value: unknown) => WorkloadNeeds): readonly WorkloadNeeds[] =>
  isAbsent(value) ? [] : [needsOf(value)];

function identityNeeds(place: AgentCorePlace): WorkloadNeeds {
  const identity = harnessIdentity(place);
  if (identity === undefined) return needsWith({ gaps: [`the workload identity of ${place.label} was not read`] });
  const directory = arnIn(place, 'bedrock-agentcore', 'workload-identity-directory/default');
  return needsWith({
    requests: [directory, identity].flatMap((resource) =>
      placeRequests(
        place,
        HARNESS,
        'identity',
        'workload access tokens',
      )(['bedrock-agentcore:GetWorkloadAccessToken', 'bedrock-agentcore:GetWorkloadAccessTokenForJWT'], resource),
    ),
  });
}

/** Skills of AWS, and those that are in the file system already, need nothing. A repository may be open to everybody. */
const skillNeeds = (place: AgentCorePlace, skill: unknown): WorkloadNeeds =>
  memberNeeds(place.label, 'a skill', skill, {
    path: needsNothing,
    awsSkills: needsNothing,
    git: (git) => repositoryNeeds(place, git),
    s3: (s3) => storedSkillNeeds(place, inWords(at(s3, 'uri'))),
  });

function repositoryNeeds(place: AgentCorePlace, git: unknown): WorkloadNeeds {
  const url = at(git, 'url');
  if (typeof url !== 'string') return unusable(place.label, 'the URL of a repository', inWords(url));
  const authorization = at(git, 'auth');
  if (isAbsent(authorization)) return needsWith({});
  return credentialNeeds(place, harnessCredentialUse(place), 'apikey', inWords(at(authorization, 'credentialArn')));
}

function storedSkillNeeds(place: AgentCorePlace, uri: string | undefined): Partial<WorkloadNeeds> {
  const location = s3Location(uri);
  if (location === undefined) return unusable(place.label, 'a place in Amazon S3', uri);
  const request = placeRequests(place, HARNESS, 'storage', `skill ${uri}`);
  return {
    requests: [
      ...request(['s3:GetObject'], objectsArn(place, location)),
      ...request(['s3:ListBucket'], bucketArn(place, location.bucket)),
    ],
  };
}
