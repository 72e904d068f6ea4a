import { at, listAt, textAt } from '../fields.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { credentialNeeds } from './credential-needs.ts';
import { fileSystemNeeds } from './file-system-needs.ts';
import { harnessHookNeeds } from './harness-hook-needs.ts';
import { HARNESS, harnessIdentity, harnessRuntime } from './harness-identity.ts';
import { harnessModelNeeds } from './harness-model-needs.ts';
import { harnessToolNeeds } from './harness-tool-needs.ts';
import { imageNeeds, publicImageNeeds } from './image-needs.ts';
import { type AgentCorePlace, arnIn, placeRequests } from './place.ts';
import { bucketArn, objectsArn, s3Location } from './s3-location.ts';
import { telemetryNeeds } from './telemetry-needs.ts';

/** The model, tools, memory, skills and hooks that a harness is configured with. Callers may choose others for one invocation. */
export const harnessNeeds = (place: AgentCorePlace): WorkloadNeeds => {
  const environment = at(place.resource, 'environment', 'agentCoreRuntimeEnvironment');
  const container = at(place.resource, 'environmentArtifact', 'containerConfiguration');
  return joinNeeds([
    harnessModelNeeds(place),
    publicImageNeeds(place, HARNESS),
    ...(container === undefined ? [] : [imageNeeds(place, HARNESS, textAt(container, 'containerUri'))]),
    identityNeeds(place),
    ...listAt(place.resource, 'tools').map((tool) => harnessToolNeeds(place, tool)),
    ...listAt(place.resource, 'skills').map((skill) => skillNeeds(place, skill)),
    ...listAt(place.resource, 'hooks').map((hook) => harnessHookNeeds(place, hook)),
    memoryNeeds(place),
    fileSystemNeeds(place, 'runtime-filesystem-configurations', at(environment, 'filesystemConfigurations')),
    telemetryNeeds(place, HARNESS, harnessRuntime(place)),
  ]);
};

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

function skillNeeds(place: AgentCorePlace, skill: unknown): Partial<WorkloadNeeds> {
  const credential = textAt(skill, 'git', 'auth', 'credentialArn');
  if (credential !== undefined)
    return credentialNeeds(
      place,
      { page: HARNESS, workloadIdentity: harnessIdentity(place), listsVault: true },
      'apikey',
      credential,
    );
  if (at(skill, 's3') === undefined) return {};
  const uri = textAt(skill, 's3', 'uri');
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

/** The memory that a harness brings itself is managed for it; one of the account's own is used with the role. */
function memoryNeeds(place: AgentCorePlace): Partial<WorkloadNeeds> {
  const own = at(place.resource, 'memory', 'agentCoreMemoryConfiguration');
  const managed = textAt(place.resource, 'memory', 'managedMemoryConfiguration', 'arn');
  const memory = own === undefined ? managed : textAt(own, 'arn');
  if (own === undefined && managed === undefined) return {};
  if (memory === undefined || !/^arn:aws[a-z-]*:bedrock-agentcore:[a-z0-9-]+:\d{12}:memory\/[\w-]+$/.test(memory))
    return unusable(place.label, 'the ARN of an AgentCore memory', memory);
  return {
    requests: placeRequests(
      place,
      HARNESS,
      'memory',
      `AgentCore memory ${memory}`,
    )(
      ['CreateEvent', 'DeleteEvent', 'GetEvent', 'ListEvents', 'RetrieveMemoryRecords'].map(
        (action) => `bedrock-agentcore:${action}`,
      ),
      memory,
      own === undefined
        ? { necessity: 'optional', note: "The page asks for it where the memory is the account's own." }
        : {},
    ),
  };
}
