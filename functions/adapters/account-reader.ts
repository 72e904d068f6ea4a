import type { EvidencePart } from '../workload/agent-role.ts';
import type { BedrockPart, IamPart, RoleDetail, Snapshot, UnreadPart } from '../workload/snapshot.ts';
import { type AccountMemory, buildAccountMemory, MINUTE, type Read } from './account-memory.ts';
import { askedWorkloads } from './asked-workloads.ts';
import type { Aws } from './aws.ts';
import { iamPart } from './iam-part.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { guardrailReferences, modelReferences } from './model-references.ts';
import { buildPace } from './pace.ts';
import { buildPartReader } from './part-reader.ts';
import type { RoleReading } from './read-role.ts';
import type { Remember } from './remember.ts';
import { usedRoleNames } from './role-usage.ts';
import { startTimeLimit, type TimeLimit } from './time-limit.ts';
import type { Clock } from './token-bucket.ts';
import type { Unread } from './unread.ts';
import { type WantedWorkloads, wantedIds } from './wanted-workloads.ts';
import type { WiderEvidence } from './wider-evidence.ts';

export interface AccountSettings {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly aws?: Aws;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds that a part may take from now on; what is not there by then is unread. No end when absent. */
  readonly patience?: () => number;
  /** How to read what the deployed functions do not; those parts are named as unread when absent. */
  readonly wider?: WiderEvidence;
  /** Paces the calls; the real one when absent. */
  readonly clock?: Clock;
  /** Holds a part to its milliseconds; a timer when absent. */
  readonly startLimit?: (millis: number) => TimeLimit;
  /** What readers of other Regions of the account read and remember too: IAM is one for all of them. Its own when absent. */
  readonly memory?: AccountMemory;
}

/** How new what is read has to be: a minute old at most, unless it says otherwise. */
export interface Freshness {
  /** Milliseconds since the epoch: what was read from then on is new enough. */
  readonly since?: number;
  /** The ids of what changed then. Only their workloads have to be as new as that, the others ten minutes less. */
  readonly changed?: ReadonlySet<string>;
}

export interface WorkloadsRequest extends Freshness {
  /** Which of the Region's workloads; all when absent. */
  readonly wanted?: WantedWorkloads;
}

export interface AccountRequest extends WorkloadsRequest {
  /** What the rules that will be asked read of a role; what none of them reads is not fetched. */
  readonly needs: readonly EvidencePart[];
  /** Fetches these roles only; a role that a workload uses besides is named as unread. Absent: every role. */
  readonly roleNames?: readonly string[];
  /** A role that is known already; of IAM it wants the texts of its managed policies only. */
  readonly recordedRole?: RoleDetail;
}

export interface AccountReader {
  readonly accountId: string;
  readonly region: string;
  /** @throws InputError when the credentials are missing, wrong or expired */
  read(request: AccountRequest): Promise<Snapshot>;
  /** Only what acts with a role: agents, knowledge bases, flows, AgentCore resources. */
  readWorkloads(request?: WorkloadsRequest): Promise<Snapshot>;
}

const UNCHANGED = 10 * MINUTE;

/** One role is five calls or more; all roles of an account are one call for each thousand. */
const MOST_SINGLE_ROLES = 20;

/** The needs that anything around the workloads is read for. */
const SURROUNDED: readonly EvidencePart[] = [
  'requiredAccess',
  'serviceControlPolicies',
  'resourceControlPolicies',
  'openDenials',
];

/** Everything that a role can be asked about. */
export const EVERYTHING: readonly EvidencePart[] = [
  'roleId',
  'trustPolicy',
  'identityPolicies',
  'permissionsBoundary',
  'serviceControlPolicies',
  'resourceControlPolicies',
  'requiredAccess',
  'models',
  'useCaseFormSubmitted',
  'openDenials',
  'takenAt',
];

/** Parts that the deployed functions have no permission to ask for; a snapshot file may hold them. */
const NOT_ASKED: readonly UnreadPart[] = [
  'agentCore',
  'organization',
  'resourcePolicies',
  'openSearchServerless',
  'vpcEndpointPolicies',
].map((part) => ({ part, error: 'NotSupported', message: 'only the command line of Warden reads this part' }));

/**
 * Reads a live account in one Region, part by part, and remembers each part for a minute: one Lambda container serves many
 * rules. A part that the time did not suffice for is not remembered, but what was read of it is: the next reader goes on.
 */
export function buildAccountReader({
  accountId,
  region,
  partition,
  aws = {},
  now,
  patience,
  wider,
  clock,
  startLimit = startTimeLimit,
  memory = buildAccountMemory(now),
}: AccountSettings): AccountReader {
  const target = { region, ...aws, pace: buildPace(clock) };
  const { part, readNow } = buildPartReader({ memory, now, patience, startLimit });
  const empty: Snapshot = { format: 'bedrock-warden/snapshot/1', partition, accountId, region };

  /** Of one Region; what was read of a part before the time was over stays remembered, piece by piece. */
  const remembering =
    ({ since, changed }: Freshness): Remember =>
    async (key, unread, read) => {
      const isUnchanged = changed !== undefined && !key.split('.').some((id) => changed.has(id));
      const known = await part(`${region} ${key}`, since && isUnchanged ? since - UNCHANGED : since, read);
      unread.include(known.unread);
      return known.value;
    };

  const workloads = (request: WorkloadsRequest) =>
    allOrWanted('workloads', request, async (unread) =>
      (await import('./read-agents.ts')).readAgents(target, unread, remembering(request), wantedIds(request.wanted)),
    );

  /** A choice of workloads is not remembered as such: each of them is. */
  const allOrWanted = <Value>(
    name: string,
    { wanted, since }: WorkloadsRequest,
    read: (unread: Unread) => Promise<Value>,
  ): Promise<Read<Value>> => (wanted === undefined ? part(`${region} ${name}`, since, read) : readNow(read));

  /** `undefined` when IAM does not give all roles in one sweep; it may still give each. */
  const everyRole = (since: number | undefined) =>
    part('iam', since, async (unread): Promise<IamPart | undefined> => {
      const { readAuthorizationDetails } = await import('./read-authorization-details.ts');
      return unread.attempt('iam', () => readAuthorizationDetails(target));
    });

  async function oneRole(roleName: string, since: number | undefined): Promise<Read<RoleReading>> {
    const key = `iam ${roleName}`;
    const known = await part(key, since, async (unread) =>
      (await import('./read-role.ts')).readRole(roleName, target, unread),
    );
    // It may be made the next moment, and its creation asks again.
    if (known.value.role === null) memory.forget(key);
    return known;
  }

  const bedrock = (asked: Snapshot, since: number | undefined) => {
    const models = modelReferences(asked);
    const guardrails = guardrailReferences(asked);
    return part(
      `${region} bedrock ${JSON.stringify([models, guardrails])}`,
      since,
      async (unread): Promise<BedrockPart> => {
        const [{ readModels }, { readGuardrails }] = await Promise.all([
          import('./read-models.ts'),
          import('./read-guardrails.ts'),
        ]);
        const [ofModels, ofGuardrails] = await Promise.all([
          readModels(models, target, unread, remembering({ ...(since !== undefined && { since }) })),
          readGuardrails(guardrails, target, unread),
        ]);
        return { ...ofModels, ...ofGuardrails };
      },
    );
  };

  const policiesOf = (role: RoleDetail) =>
    part(
      `policies ${JSON.stringify([role.AttachedManagedPolicies, role.PermissionsBoundary])}`,
      undefined,
      async (unread) => (await import('./read-role.ts')).readPoliciesOf(role, target, unread),
    );

  async function readIam(
    used: readonly string[],
    { roleNames, recordedRole, since }: Omit<AccountRequest, 'needs'>,
  ): Promise<Read<IamPart>> {
    const wantsAll = roleNames === undefined && recordedRole === undefined;
    if (wantsAll || (roleNames?.length ?? 0) > MOST_SINGLE_ROLES) {
      const { value, unread } = await everyRole(since);
      if (value !== undefined) return { value, unread };
    }
    const given = { ...(recordedRole !== undefined && { recordedRole }), ...(since !== undefined && { since }) };
    return readEachRole(used, wantsAll ? used : (roleNames ?? []), given);
  }

  async function readEachRole(
    used: readonly string[],
    roleNames: readonly string[],
    { recordedRole, since }: Pick<AccountRequest, 'recordedRole' | 'since'>,
  ): Promise<Read<IamPart>> {
    const readings = [...(await mapConcurrently(roleNames, 3, (name) => oneRole(name, since)))];
    if (recordedRole !== undefined) {
      const policies = await policiesOf(recordedRole);
      readings.push({ value: { role: recordedRole, policies: policies.value }, unread: policies.unread });
    }
    const read = [...roleNames, ...(recordedRole === undefined ? [] : [recordedRole.RoleName])];
    const others = used.filter((name) => !read.includes(name));
    return {
      value: iamPart(readings.map(({ value }) => value)),
      unread: [
        ...readings.flatMap(({ unread }) => unread),
        ...others.map((name) => ({ part: `iam.RoleDetailList.${name}`, error: 'NotRequested' })),
      ],
    };
  }

  const agentCore = (from: WiderEvidence, request: WorkloadsRequest) =>
    allOrWanted('agentCore', request, (unread) =>
      from.readAgentCore(target, unread, remembering(request), wantedIds(request.wanted)),
    );

  async function readWorkloads(request: WorkloadsRequest = {}): Promise<Snapshot> {
    const [{ value, unread }, core] = await Promise.all([workloads(request), wider && agentCore(wider, request)]);
    return {
      ...empty,
      takenAt: new Date(now()).toISOString(),
      ...value,
      ...(core !== undefined && { agentCore: core.value }),
      unread: [...unread, ...(core?.unread ?? NOT_ASKED)],
    };
  }

  /** What the workloads of these roles are surrounded by; rules with the same needs ask for the same. */
  async function readSurroundings(
    asked: Snapshot,
    { needs, roleNames, recordedRole, since, wanted }: AccountRequest,
  ): Promise<Partial<Snapshot>> {
    if (wider === undefined) return {};
    const key = JSON.stringify([
      SURROUNDED.filter((need) => needs.includes(need)),
      roleNames ?? recordedRole?.RoleName ?? [],
      ...Object.values(wanted ?? {}).map((keys) => [...keys]),
    ]);
    const remember = remembering({ ...(since !== undefined && { since }) });
    const { value, unread } = await part(`${region} surroundings ${key}`, since, (notRead) =>
      wider.readSurroundings(asked, needs, target, notRead, remember),
    );
    const { notRequested, ...parts } = value;
    return { ...parts, unread: [...unread, ...notRequested] };
  }

  return {
    accountId,
    region,
    readWorkloads,
    async read(request) {
      const { needs, since } = request;
      const snapshot = await readWorkloads(request);
      const asked = askedOf(snapshot, request);
      const [iam, ofBedrock] = await Promise.all([
        readIam(usedRoleNames(snapshot), request),
        needs.some(needsBedrock) ? bedrock(asked, since) : undefined,
      ]);
      const found = { ...asked, ...(ofBedrock !== undefined && { bedrock: ofBedrock.value }) };
      const { unread: notAround = [], ...around } = await readSurroundings(found, request);
      return {
        ...snapshot,
        iam: iam.value,
        ...(ofBedrock !== undefined && { bedrock: ofBedrock.value }),
        ...around,
        unread: [...(snapshot.unread ?? []), ...iam.unread, ...(ofBedrock?.unread ?? []), ...notAround],
      };
    },
  };
}

/** The workloads that matter to the roles that were asked for. */
function askedOf(
  snapshot: Snapshot,
  { roleNames, recordedRole }: Pick<AccountRequest, 'roleNames' | 'recordedRole'>,
): Snapshot {
  if (roleNames === undefined && recordedRole === undefined) return snapshot;
  const recorded = recordedRole === undefined ? [] : [recordedRole.RoleName];
  return askedWorkloads(snapshot, [...(roleNames ?? []), ...recorded]);
}

function needsBedrock(part: EvidencePart): boolean {
  return part === 'models' || part === 'requiredAccess' || part === 'useCaseFormSubmitted';
}
