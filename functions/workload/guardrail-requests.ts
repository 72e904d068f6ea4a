import { arnFields } from '../iam/arn.ts';
import { at, listAt, textAt } from './fields.ts';
import { guardrailDestinations } from './guardrail-destinations.ts';
import { keyUseRequests } from './key-use-requests.ts';
import { allNeeds, bedrockArn, GUIDE, type Needs, requestsFor } from './needs.ts';
import type { RequiredRequest } from './required-request.ts';
import { rolePage } from './role-page.ts';
import type { Guardrail, Snapshot } from './snapshot.ts';
import { notRead, quoted } from './unread.ts';
import type { Workload } from './workload.ts';

const APPLY = 'bedrock:ApplyGuardrail';
const GUARDRAIL = /^arn:aws[a-z-]*:bedrock:[a-z0-9-]+:\d{12}:guardrail\/[a-z0-9]+$/;

/** A guardrail as a configuration names it. */
export interface NamedGuardrail {
  /** An id or an ARN. */
  readonly identifier: string;
  readonly version?: string | undefined;
  /** Why it is applied, when AWS's page on the workload's role does not say so. */
  readonly source?: string;
  readonly note?: string;
}

/** Applying a guardrail: itself, its profile in every Region that it reaches, its key, its Automated Reasoning policies. */
export function guardrailRequests(snapshot: Snapshot, workload: Workload, named: NamedGuardrail): Needs {
  const { identifier, source = rolePage(workload), note } = named;
  const arn = identifier.startsWith('arn:')
    ? identifier
    : bedrockArn(snapshot, workload.region, `guardrail/${identifier}`);
  if (!GUARDRAIL.test(arn))
    return { requests: [], gaps: [`${quoted(identifier)} is no guardrail id or ARN (guardrail of ${workload.arn})`] };
  const purpose = { capability: `guardrail ${identifier}`, kind: 'guardrail', source } as const;
  const apply = appliedAt(snapshot, workload, purpose);
  const own = apply(arn, note);
  const guardrail = guardrailOf(snapshot, arn, named);
  if (guardrail === undefined) {
    const id = arn.slice(arn.indexOf('/') + 1);
    return { requests: own, gaps: [notRead(snapshot, `bedrock.guardrails.${id}`, `the guardrail ${identifier}`)] };
  }
  const key = textAt(guardrail, 'kmsKeyArn');
  return allNeeds([
    { requests: own, gaps: [] },
    key === undefined
      ? { requests: [], gaps: [] }
      : // What the service sends beside it is shown on no page: a condition on a guess would lock the role out.
        keyUseRequests(workload, { ...purpose, source: `${GUIDE}/guardrails-permissions-kms.html` }, key, {}),
    profileRequests(arn, guardrail, identifier, apply),
    reasoningRequests(workload, purpose, arn, guardrail),
  ]);
}

/** Several versions of a guardrail may have been read, and only some of them route to other Regions. */
function guardrailOf(snapshot: Snapshot, arn: string, { identifier, version }: NamedGuardrail): Guardrail | undefined {
  const same = (snapshot.bedrock?.guardrails ?? []).filter(
    ({ guardrailArn, guardrailId }) =>
      guardrailArn === arn || (guardrailArn === undefined && guardrailId === identifier),
  );
  return (
    same.find((guardrail) => version !== undefined && textAt(guardrail, 'version') === version) ??
    same.find((guardrail) => version === undefined || textAt(guardrail, 'version') === undefined)
  );
}

type Apply = (arn: string, note?: string) => readonly RequiredRequest[];

/** Applying what is in another account takes a policy of that account on the guardrail, or on its profile, as well. */
const appliedAt =
  (snapshot: Snapshot, workload: Workload, purpose: Parameters<typeof requestsFor>[1]): Apply =>
  (arn, note) => {
    const [, , , , account = ''] = arnFields(arn);
    const onRole = requestsFor({ workload }, purpose)([APPLY], arn, note === undefined ? {} : { note });
    if (account === snapshot.accountId) return onRole;
    const onResource = requestsFor(
      { workload },
      { ...purpose, source: `${GUIDE}/guardrails-resource-based-policies.html` },
    )([APPLY], arn, {
      heldBy: 'resourcePolicy',
      principal: workload.roleArn,
      note: `Held by the resource-based policy that account ${account} attaches to it. Only accounts of one organization can share a guardrail.`,
    });
    return [...onRole, ...onResource];
  };

/** https://docs.aws.amazon.com/bedrock/latest/userguide/guardrail-profiles-permissions.html */
function profileRequests(arn: string, { crossRegionDetails }: Guardrail, identifier: string, apply: Apply): Needs {
  const profileArn = textAt(crossRegionDetails, 'guardrailProfileArn');
  const profile = textAt(crossRegionDetails, 'guardrailProfileId') ?? profileArn?.split('/').at(-1);
  if (profile === undefined) return { requests: [], gaps: [] };
  if (!/^[a-z0-9.:-]+$/.test(profile))
    return { requests: [], gaps: [`${quoted(profile)} is no guardrail profile (guardrail ${identifier})`] };
  const [, partition, , region = '', account] = arnFields(profileArn ?? arn);
  const inRegion = (destination: string): string =>
    `arn:${partition}:bedrock:${destination}:${account}:guardrail-profile/${profile}`;
  const destinations = guardrailDestinations(profile, region);
  if (destinations === undefined)
    return {
      requests: apply(inRegion(region)),
      gaps: [
        `the destination Regions of the guardrail profile ${profile} from ${region} are not known to Warden (guardrail ${identifier})`,
      ],
    };
  return { requests: destinations.flatMap((destination) => apply(inRegion(destination))), gaps: [] };
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/guardrail-automated-reasoning-agent-permissions.html */
function reasoningRequests(
  workload: Workload,
  purpose: Parameters<typeof requestsFor>[1],
  arn: string,
  guardrail: Guardrail,
): Needs {
  if (at(guardrail, 'automatedReasoningPolicy') === undefined) return { requests: [], gaps: [] };
  const policies = listAt(guardrail, 'automatedReasoningPolicy', 'policies').filter((one) => typeof one === 'string');
  const request = requestsFor(
    { workload },
    { ...purpose, source: `${GUIDE}/guardrail-automated-reasoning-agent-permissions.html` },
  );
  return {
    requests: [
      ...request(['bedrock:GetGuardrail'], arn),
      ...policies.flatMap((policy) => request(['bedrock:InvokeAutomatedReasoningPolicy'], policy)),
    ],
    gaps:
      policies.length === 0
        ? [`the Automated Reasoning policies of the guardrail ${arn.slice(arn.indexOf('/') + 1)} were not read`]
        : [],
  };
}
