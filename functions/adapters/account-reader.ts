import type { EvidencePart } from '../workload/agent-role.ts';
import type { BedrockPart, IamPart, RoleDetail, Snapshot, UnreadPart } from '../workload/snapshot.ts';
import { askedWorkloads } from './asked-workloads.ts';
import type { Aws } from './aws.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { guardrailReferences, modelReferences } from './model-references.ts';
import { buildPace } from './pace.ts';
import type { RoleReading } from './read-role.ts';
import { usedRoleNames } from './role-usage.ts';
import { NO_LIMIT, startTimeLimit } from './time-limit.ts';
import { buildTimedCache } from './timed-cache.ts';
import type { Clock } from './token-bucket.ts';
import { collectUnread, type Unread } from './unread.ts';
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
}

export interface AccountRequest {
  /** What the rules that will be asked read of a role; what none of them reads is not fetched. */
  readonly needs: readonly EvidencePart[];
  /** Fetches these roles only; a role that a workload uses besides is named as unread. Absent: every role. */
  readonly roleNames?: readonly string[];
  /** A role that is known already; of IAM it wants the texts of its managed policies only. */
  readonly recordedRole?: RoleDetail;
}

export interface AccountReader {
  readonly accountId: string;
  /** @throws InputError when the credentials are missing, wrong or expired */
  read(request: AccountRequest): Promise<Snapshot>;
  /** Only what acts with a role: agents, knowledge bases, flows, AgentCore resources. */
  readWorkloads(): Promise<Snapshot>;
}

const MINUTE = 60_000;

/** One role is five calls or more; all roles of an account are one call for each thousand. */
const MOST_SINGLE_ROLES = 20;

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

/** Reads a live account, part by part, and remembers each part for a minute: one Lambda container serves many rules. */
export function buildAccountReader({
  accountId,
  region,
  partition,
  aws = {},
  now,
  patience,
  wider,
  clock,
}: AccountSettings): AccountReader {
  const target = { region, ...aws, pace: buildPace(clock) };
  const parts = buildTimedCache<Read<unknown>>(MINUTE, now);
  const empty: Snapshot = { format: 'bedrock-warden/snapshot/1', partition, accountId, region };

  /** One part with what could not be read of it; the SDK client behind it is loaded only now. */
  async function part<Value>(key: string, read: (unread: Unread) => Promise<Value>): Promise<Read<Value>> {
    const known = await parts.get(key, async () => {
      const unread = collectUnread(patience === undefined ? NO_LIMIT : startTimeLimit(patience()));
      return { value: await read(unread), unread: unread.parts };
    });
    // A key is only ever read by the one function that is given with it.
    return known as Read<Value>;
  }

  const workloads = () =>
    part('workloads', async (unread) => (await import('./read-agents.ts')).readAgents(target, unread));

  /** `undefined` when IAM does not give all roles in one sweep; it may still give each. */
  const everyRole = () =>
    part('iam', async (unread): Promise<IamPart | undefined> => {
      const { readAuthorizationDetails } = await import('./read-authorization-details.ts');
      return unread.attempt('iam', () => readAuthorizationDetails(target));
    });

  const oneRole = (roleName: string) =>
    part(`iam ${roleName}`, async (unread) => (await import('./read-role.ts')).readRole(roleName, target, unread));

  const bedrock = (asked: Snapshot) => {
    const models = modelReferences(asked);
    const guardrails = guardrailReferences(asked);
    return part(`bedrock ${JSON.stringify([models, guardrails])}`, async (unread): Promise<BedrockPart> => {
      const [{ readModels }, { readGuardrails }] = await Promise.all([
        import('./read-models.ts'),
        import('./read-guardrails.ts'),
      ]);
      const [ofModels, ofGuardrails] = await Promise.all([
        readModels(models, target, unread),
        readGuardrails(guardrails, target, unread),
      ]);
      return { ...ofModels, ...ofGuardrails };
    });
  };

  const policiesOf = (role: RoleDetail) =>
    part(`policies ${JSON.stringify([role.AttachedManagedPolicies, role.PermissionsBoundary])}`, async (unread) =>
      (await import('./read-role.ts')).readPoliciesOf(role, target, unread),
    );

  async function readIam(
    used: readonly string[],
    { roleNames, recordedRole }: Pick<AccountRequest, 'roleNames' | 'recordedRole'>,
  ): Promise<Read<IamPart>> {
    const wantsAll = roleNames === undefined && recordedRole === undefined;
    if (wantsAll || (roleNames?.length ?? 0) > MOST_SINGLE_ROLES) {
      const { value, unread } = await everyRole();
      if (value !== undefined) return { value, unread };
    }
    if (wantsAll) return readEachRole(used, used);
    return readEachRole(used, roleNames ?? [], recordedRole);
  }

  async function readEachRole(
    used: readonly string[],
    roleNames: readonly string[],
    recordedRole?: RoleDetail,
  ): Promise<Read<IamPart>> {
    const readings = [...(await mapConcurrently(roleNames, 3, oneRole))];
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

  const agentCore = (from: WiderEvidence) => part('agentCore', (unread) => from.readAgentCore(target, unread));

  async function readWorkloads(): Promise<Snapshot> {
    const [{ value, unread }, core] = await Promise.all([workloads(), wider && agentCore(wider)]);
    return {
      ...empty,
      takenAt: new Date(now()).toISOString(),
      ...value,
      ...(core !== undefined && { agentCore: core.value }),
      unread: [...unread, ...(core?.unread ?? NOT_ASKED)],
    };
  }

  /** Read anew each time: nobody who reads these parts asks twice. */
  async function readSurroundings(asked: Snapshot, needs: readonly EvidencePart[]): Promise<Partial<Snapshot>> {
    if (wider === undefined) return {};
    const unread = collectUnread(patience === undefined ? NO_LIMIT : startTimeLimit(patience()));
    const { notRequested, ...parts } = await wider.readSurroundings(asked, needs, target, unread);
    return { ...parts, unread: [...unread.parts, ...notRequested] };
  }

  return {
    accountId,
    readWorkloads,
    async read({ needs, ...roles }) {
      const snapshot = await readWorkloads();
      const asked = askedOf(snapshot, roles);
      const [iam, ofBedrock] = await Promise.all([
        readIam(usedRoleNames(snapshot), roles),
        needs.some(needsBedrock) ? bedrock(asked) : undefined,
      ]);
      const found = { ...asked, ...(ofBedrock !== undefined && { bedrock: ofBedrock.value }) };
      const { unread: notAround = [], ...around } = await readSurroundings(found, needs);
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

interface Read<Value> {
  readonly value: Value;
  readonly unread: readonly UnreadPart[];
}

function needsBedrock(part: EvidencePart): boolean {
  return part === 'models' || part === 'requiredAccess' || part === 'useCaseFormSubmitted';
}

/** The roles that were read; one that IAM does not have is known by its absence. */
function iamPart(readings: readonly RoleReading[]): IamPart {
  const policies = new Map(readings.flatMap(({ policies }) => policies).map((policy) => [policy.Arn, policy]));
  return {
    RoleDetailList: readings.flatMap(({ role }) => (role === null || role === undefined ? [] : [role])),
    Policies: [...policies.values()],
  };
}
