import type { Policy } from '../iam/policy.ts';
import type { AgentRole } from './agent-role.ts';
import { type AgentRoles, buildAgentRoles } from './build-agent-roles.ts';
import { type Evidence, missing } from './evidence.ts';
import type { OpenSearchEvidence } from './open-search-evidence.ts';
import type { ResourcePolicies } from './resource-policies.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Every role that a workload of one account acts with, in whichever Region. IAM is one for all Regions: a role that serves
 * workloads in two of them is one role, with the needs of both; and a Region that was not read may hide a workload of any role.
 *
 * @param snapshots of one account, one for each Region; what is known of IAM is taken from the first that knows it
 */
export function mergeAgentRoles(snapshots: readonly Snapshot[]): AgentRoles {
  const own = snapshots.map((snapshot) => buildAgentRoles(snapshot));
  if (own.length === 1 && own[0] !== undefined) return own[0];
  const arns = [...new Set(own.flatMap(({ roles }) => roles.map(({ arn }) => arn)))];
  const everywhere = snapshots.map((snapshot) => buildAgentRoles(snapshot, arns));
  const byArn = Map.groupBy(
    everywhere.flatMap(({ roles }) => roles),
    ({ arn }) => arn,
  );
  return {
    roles: arns.flatMap((arn) => mergeRole(byArn.get(arn) ?? [])),
    gaps: distinct(everywhere.flatMap(({ gaps }) => gaps)),
    malformed: distinctBy(
      everywhere.flatMap(({ malformed }) => malformed),
      JSON.stringify,
    ),
  };
}

/** Every field is named, so that a new one has to say how it is merged. */
function mergeRole(roles: readonly AgentRole[]): readonly AgentRole[] {
  const used = roles.filter(({ workloads }) => workloads.length > 0);
  const [first] = used;
  if (first === undefined) return [];
  return [
    {
      arn: first.arn,
      name: first.name,
      accountId: first.accountId,
      partition: first.partition,
      region: first.region,
      regions: distinct(roles.flatMap(({ regions }) => regions)),
      workloads: roles.flatMap(({ workloads }) => workloads),
      hiddenWorkloads: roles.flatMap(({ hiddenWorkloads }) => hiddenWorkloads),

      roleId: firstKnown(roles.map(({ roleId }) => roleId)),
      trustPolicy: firstKnown(roles.map(({ trustPolicy }) => trustPolicy)),
      identityPolicies: firstKnown(roles.map(({ identityPolicies }) => identityPolicies)),
      readablePolicies: readablePolicies(roles),
      permissionsBoundary: firstKnown(roles.map(({ permissionsBoundary }) => permissionsBoundary)),
      serviceControlPolicies: firstKnown(roles.map(({ serviceControlPolicies }) => serviceControlPolicies)),
      resourceControlPolicies: firstKnown(roles.map(({ resourceControlPolicies }) => resourceControlPolicies)),
      tags: firstKnown(roles.map(({ tags }) => tags)),

      requiredAccess: joined(roles.map(({ requiredAccess }) => requiredAccess)),
      knownRequests: roles.flatMap(({ knownRequests }) => knownRequests),
      unseenNeeds: distinctBy(
        roles.flatMap(({ unseenNeeds }) => unseenNeeds),
        JSON.stringify,
      ),
      accessHeldElsewhere: roles.flatMap(({ accessHeldElsewhere }) => accessHeldElsewhere),
      knowledgeBaseRequests: roles.flatMap(({ knowledgeBaseRequests }) => knowledgeBaseRequests),
      needGaps: {
        models: distinct(roles.flatMap(({ needGaps }) => needGaps.models)),
        knowledgeBases: distinct(roles.flatMap(({ needGaps }) => needGaps.knowledgeBases)),
        guardrails: distinct(roles.flatMap(({ needGaps }) => needGaps.guardrails)),
        resources: distinct(roles.flatMap(({ needGaps }) => needGaps.resources)),
      },
      resourcePolicies: mergePolicies(roles.map((role) => role.resourcePolicies)),
      openSearch: mergeOpenSearch(used.filter(usesOpenSearch)) ?? first.openSearch,
      models: joined(roles.map(({ models }) => models)),

      useCaseFormSubmitted: formSubmitted(roles.map(({ useCaseFormSubmitted }) => useCaseFormSubmitted)),
      openDenials: openDenials(roles.map((role) => role.openDenials)),
      takenAt: earliest(roles.map(({ takenAt }) => takenAt)),
    },
  ];
}

/** What any Region knows of what there is one of. */
function firstKnown<Value>(all: readonly Evidence<Value>[]): Evidence<Value> {
  return all.find((evidence) => 'known' in evidence) ?? missing(...reasons(all));
}

/** Lists of which every one has to be known. */
function joined<Item>(all: readonly Evidence<readonly Item[]>[]): Evidence<readonly Item[]> {
  if (all.some((evidence) => 'missing' in evidence)) return missing(...reasons(all));
  return { known: all.flatMap((evidence) => ('known' in evidence ? evidence.known : [])) };
}

function reasons(all: readonly Evidence<unknown>[]): readonly [string, ...string[]] {
  const [first = 'it was read in no Region', ...more] = distinct(
    all.flatMap((evidence) => ('missing' in evidence ? evidence.missing : [])),
  );
  return [first, ...more];
}

function readablePolicies(roles: readonly AgentRole[]): readonly Policy[] {
  const whole = roles.find(({ identityPolicies }) => 'known' in identityPolicies);
  const most = roles.toSorted((one, other) => other.readablePolicies.length - one.readablePolicies.length)[0];
  return (whole ?? most)?.readablePolicies ?? [];
}

function mergePolicies(all: readonly ResourcePolicies[]): ResourcePolicies {
  const entries = all.flatMap((policies) => Object.entries(policies));
  const known = entries.filter(([, policy]) => 'known' in policy);
  return Object.fromEntries([...entries, ...known]);
}

const usesOpenSearch = ({ knownRequests, accessHeldElsewhere }: AgentRole): boolean =>
  [...knownRequests, ...accessHeldElsewhere].some(({ resource }) => /^arn:[^:]+:aoss:/.test(resource));

/** A Region whose vector stores nothing of the role touches is not asked for them, which is no gap. */
function mergeOpenSearch(roles: readonly AgentRole[]): OpenSearchEvidence | undefined {
  if (roles.length === 0) return undefined;
  const merged = <Part extends keyof OpenSearchEvidence>(part: Part) => ({
    items: roles.flatMap(({ openSearch }): readonly unknown[] => openSearch[part].items),
    missing: distinct(roles.flatMap(({ openSearch }) => openSearch[part].missing)),
  });
  // INVARIANT: the items of a part are joined with those of the same part only.
  return {
    collections: merged('collections'),
    dataAccess: merged('dataAccess'),
    networkAccess: merged('networkAccess'),
  } as OpenSearchEvidence;
}

/**
 * One form counts for the whole account.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html
 */
function formSubmitted(all: readonly Evidence<boolean>[]): Evidence<boolean> {
  return all.find((evidence) => 'known' in evidence && evidence.known) ?? firstKnown(all);
}

function openDenials(all: readonly AgentRole['openDenials'][]): AgentRole['openDenials'] {
  if (all.some((evidence) => 'missing' in evidence)) return missing(...reasons(all));
  const lists = all.flatMap((evidence) => ('known' in evidence && evidence.known !== null ? [evidence.known] : []));
  return {
    known:
      lists.length === 0
        ? null
        : distinctBy(lists.flat(), ({ action, resource, cause }) => JSON.stringify([action, resource, cause])),
  };
}

function earliest(all: readonly Evidence<string>[]): Evidence<string> {
  const known = all.flatMap((evidence) => ('known' in evidence ? [evidence.known] : []));
  return known.length === all.length && known[0] !== undefined
    ? { known: known.toSorted()[0] ?? known[0] }
    : firstKnown(all);
}

const distinct = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

const distinctBy = <Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] => [
  ...new Map(items.map((item) => [keyOf(item), item])).values(),
];
