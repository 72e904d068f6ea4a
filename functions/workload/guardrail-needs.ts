import type { AgentConfiguration } from './agent-configurations.ts';
import { partitionOf, regionOf } from './arn.ts';
import { guardrailDestinations } from './guardrail-destinations.ts';
import { allNeeds, bedrockArn, type Capability, GUIDE, type Needs, NO_NEEDS, requestsFor } from './needs.ts';
import type { Guardrail, Snapshot } from './snapshot.ts';
import { notRead } from './unread.ts';

const APPLY = 'bedrock:ApplyGuardrail';

/** Applying the agent's guardrail, and those that the account enforces on every call. */
export const guardrailNeeds: Capability = (snapshot, configuration) =>
  allNeeds([ownGuardrail(snapshot, configuration), enforcedGuardrails(snapshot, configuration)]);

function ownGuardrail(snapshot: Snapshot, configuration: AgentConfiguration): Needs {
  const identifier = configuration.detail.guardrailConfiguration?.guardrailIdentifier;
  if (identifier === undefined || identifier === '') return NO_NEEDS;
  const arn = identifier.startsWith('arn:')
    ? identifier
    : bedrockArn(snapshot, configuration.workload.region, `guardrail/${identifier}`);
  const guardrail = snapshot.bedrock?.guardrails?.find(
    ({ guardrailArn, guardrailId }) =>
      guardrailArn === arn || (guardrailArn === undefined && guardrailId === identifier),
  );
  const request = guardrailRequests(configuration, identifier);
  const requests = request([APPLY], arn);
  if (guardrail === undefined) {
    const gap = notRead(snapshot, `bedrock.guardrails.${identifier}`, `the guardrail ${identifier}`);
    return { requests, gaps: [gap] };
  }
  const key = guardrail.kmsKeyArn;
  return allNeeds([
    { requests: [...requests, ...(key === undefined ? [] : request(['kms:Decrypt'], key))], gaps: [] },
    guardrailProfile(snapshot, configuration, identifier, guardrail),
  ]);
}

const guardrailRequests = (configuration: AgentConfiguration, identifier: string) =>
  requestsFor(configuration, {
    capability: `guardrail ${identifier}`,
    kind: 'guardrail',
    source: `${GUIDE}/agents-permissions.html`,
  });

/** https://docs.aws.amazon.com/bedrock/latest/userguide/guardrail-profiles-permissions.html */
function guardrailProfile(
  snapshot: Snapshot,
  configuration: AgentConfiguration,
  identifier: string,
  { crossRegionDetails }: Guardrail,
): Needs {
  const profileArn = crossRegionDetails?.guardrailProfileArn;
  const profile = crossRegionDetails?.guardrailProfileId ?? profileArn?.split('/').at(-1);
  if (profile === undefined) return NO_NEEDS;
  const region = regionOf(profileArn ?? '') ?? configuration.workload.region;
  const destinations = guardrailDestinations(profile, region);
  const request = guardrailRequests(configuration, identifier);
  const inRegion = (destination: string): string =>
    `arn:${partitionOf(snapshot)}:bedrock:${destination}:${snapshot.accountId}:guardrail-profile/${profile}`;
  if (destinations === undefined)
    return {
      requests: request([APPLY], inRegion(region)),
      gaps: [`the destination Regions of the guardrail profile ${profile} from ${region} are not known to Warden`],
    };
  return { requests: destinations.flatMap((destination) => request([APPLY], inRegion(destination))), gaps: [] };
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-resource-based-policies.html */
function enforcedGuardrails(snapshot: Snapshot, configuration: AgentConfiguration): Needs {
  const enforced = snapshot.bedrock?.enforcedGuardrails;
  if (enforced === undefined)
    return {
      requests: [],
      gaps: [notRead(snapshot, 'bedrock.enforcedGuardrails', 'the guardrails that the account enforces', 'were')],
    };
  const arns = enforced.flatMap((entry) => {
    const arn = typeof entry === 'object' && entry !== null && 'guardrailArn' in entry ? entry.guardrailArn : undefined;
    return typeof arn === 'string' ? [arn] : [];
  });
  return { requests: arns.flatMap((arn) => guardrailRequests(configuration, arn)([APPLY], arn)), gaps: [] };
}
