import type { EvidencePart } from '../workload/agent-role.ts';
import type { AgentEntry, BedrockPart, IamPart, RoleDetail, Snapshot, UnreadPart } from '../workload/snapshot.ts';
import type { Aws } from './aws.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { guardrailReferences, modelReferences } from './model-references.ts';
import type { RoleReading } from './read-role.ts';
import { agentsActingAs, usedRoleNames } from './role-usage.ts';
import { NO_LIMIT, startTimeLimit } from './time-limit.ts';
import { buildTimedCache } from './timed-cache.ts';
import { collectUnread, type Unread } from './unread.ts';

export interface AccountSettings {
  readonly accountId: string;
  readonly region: string;
  readonly partition: string;
  readonly aws?: Aws;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Milliseconds that a part may take from now on; what is not there by then is unread. No end when absent. */
  readonly patience?: () => number;
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
  /** Only what acts with a role: agents, knowledge bases, flows. */
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

/** Parts that no client of this product asks for; a snapshot file may hold them. */
const NOT_ASKED: readonly UnreadPart[] = [
  'agentCore',
  'organization',
  'resourcePolicies',
  'openSearchServerless',
  'vpcEndpointPolicies',
].map((part) => ({ part, error: 'NotSupported', message: 'Warden does not read this part from a live account' }));

/** Reads a live account, part by part, and remembers each part for a minute: one Lambda container serves many rules. */
export function buildAccountReader({
  accountId,
  region,
  partition,
  aws = {},
  now,
  patience,
}: AccountSettings): AccountReader {
  const target = { region, ...aws };
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

  const bedrock = (agents: readonly AgentEntry[]) => {
    const models = modelReferences({ agents });
    const guardrails = guardrailReferences({ agents });
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

  async function readWorkloads(): Promise<Snapshot> {
    const { value, unread } = await workloads();
    return { ...empty, takenAt: new Date(now()).toISOString(), ...value, unread: [...unread, ...NOT_ASKED] };
  }

  return {
    accountId,
    readWorkloads,
    async read({ needs, ...roles }) {
      const snapshot = await readWorkloads();
      const [iam, ofBedrock] = await Promise.all([
        readIam(usedRoleNames(snapshot), roles),
        needs.some(needsBedrock) ? bedrock(askedAgents(snapshot, roles)) : undefined,
      ]);
      return {
        ...snapshot,
        iam: iam.value,
        ...(ofBedrock !== undefined && { bedrock: ofBedrock.value }),
        unread: [...(snapshot.unread ?? []), ...iam.unread, ...(ofBedrock?.unread ?? [])],
      };
    },
  };
}

/** The agents whose models and guardrails matter to the roles that were asked for. */
function askedAgents(
  { agents = [] }: Snapshot,
  { roleNames, recordedRole }: Pick<AccountRequest, 'roleNames' | 'recordedRole'>,
): readonly AgentEntry[] {
  if (roleNames === undefined && recordedRole === undefined) return agents;
  return agentsActingAs([...(roleNames ?? []), ...(recordedRole === undefined ? [] : [recordedRole.RoleName])], agents);
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
