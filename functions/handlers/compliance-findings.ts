import type { EvaluatedResource, StoredResult } from '../adapters/config-evaluations.ts';
import type { ConfigRuleInUse } from '../adapters/config-rules-in-use.ts';
import type { RoleName } from '../adapters/read-role-names.ts';
import type { ComplianceNews, ToldCompliance } from '../alerts/compliance-told.ts';
import { isVouchedFor } from '../alerts/compliance-told.ts';
import type { NewNonCompliance } from '../alerts/non-compliance.ts';
import { roleArn } from '../workload/arn.ts';
import type { JudgeRoleServices } from './judge-role.ts';

export interface FindingServices extends JudgeRoleServices {
  /** By the unique id; those that nobody knows are absent. */
  readonly readRoleNames: (resourceIds: readonly string[]) => Promise<ReadonlyMap<string, RoleName>>;
}

/** What AWS Config holds of a resource, by rule id. */
export type HeldResults = ReadonlyMap<string, StoredResult>;

/** News of one resource, after a look at what is the case now. */
export interface FoundNews {
  readonly role: RoleName;
  readonly found: readonly NewNonCompliance[];
  /** Rule ids. */
  readonly over: readonly string[];
}

/**
 * What of the news is to be told: of what AWS Config holds as non-compliant, what is not in order by now (AWS Config will say
 * so); of what may be over, what AWS Config vouches for and what is seen to be in order.
 *
 * @param changed the rules that AWS Config told a change of
 */
export async function lookInto(
  { nonCompliant, over }: ComplianceNews,
  {
    told,
    held,
    changed,
  }: { readonly told: ToldCompliance; readonly held: HeldResults; readonly changed: ReadonlySet<string> },
  inUse: readonly ConfigRuleInUse[],
  services: FindingServices,
): Promise<FoundNews> {
  const role = await roleOf(told, services);
  const open = over.filter((rule) => !isVouchedFor(told, rule, held, changed));
  const asked = [...nonCompliant, ...open];
  if (asked.length === 0) return { role, found: [], over };
  // The rules are loaded where something is new.
  const { judgeRoles, newNonCompliance, isOver, withProven } = await import('./judge-role.ts');
  const rules = inUse.filter(({ ruleId }) => asked.includes(ruleId));
  const judgement = await judgeRoles(rules, services, [role.name]);
  return {
    role,
    found: nonCompliant
      .flatMap((rule) => newNonCompliance(heldFinding(told, role, rule, held), judgement) ?? [])
      .map((each) => withProven(each, judgement)),
    over: over.filter((rule) => !open.includes(rule) || isOver(rule, told.resourceId, judgement)),
  };
}

export const heldFinding = (
  { resourceId }: EvaluatedId,
  { name, arn }: RoleName,
  ruleId: string,
  held: ReadonlyMap<string, Pick<StoredResult, 'annotation'>>,
) => ({
  ruleId,
  resourceId,
  annotation: held.get(ruleId)?.annotation ?? 'AWS Config holds it as non-compliant, and not why.',
  roleArn: arn,
  roleName: name,
});

type EvaluatedId = Pick<EvaluatedResource, 'resourceId'>;

/** A role that does not exist is named by its ARN; one that was deleted, as it was told of, or by what is left of it. */
async function roleOf({ resourceId, role }: ToldCompliance, { readRoleNames }: FindingServices): Promise<RoleName> {
  const known = role ?? namedByArn(resourceId) ?? (await readRoleNames([resourceId])).get(resourceId);
  return known ?? { name: resourceId, arn: resourceId };
}

export function namedByArn(resourceId: string): RoleName | undefined {
  const parsed = roleArn(resourceId);
  return parsed === undefined ? undefined : { name: parsed.name, arn: resourceId };
}
