import type { ConfigRuleInUse } from '../adapters/config-rules-in-use.ts';
import { type FindingServices, type FoundNews, heldFinding, namedByArn } from './compliance-findings.ts';
import type { ResourceNews } from './compliance-news.ts';

/** News of one resource that are to be told. */
export interface ResourceFound extends FoundNews {
  readonly news: ResourceNews;
}

/** `lookInto` for many resources at once: the account is judged one time, and no change is proven. Those with nothing to tell are left out. */
export async function lookIntoAll(
  every: readonly ResourceNews[],
  inUse: readonly ConfigRuleInUse[],
  services: FindingServices,
): Promise<readonly ResourceFound[]> {
  if (every.length === 0) return [];
  const { judgeRoles, newNonCompliance, isOver } = await import('./judge-role.ts');
  const judgement = await judgeRoles(inUse, services);
  const nameless = every.filter(({ told }) => told.role === undefined);
  const names = await services.readRoleNames(nameless.map(({ resource }) => resource.resourceId));
  return every.flatMap((news): readonly ResourceFound[] => {
    const { resource, told, held, nonCompliant } = news;
    const { resourceId } = resource;
    const known = told.role ?? namedByArn(resourceId) ?? names.get(resourceId);
    const role = known ?? { name: resourceId, arn: resourceId };
    const found = nonCompliant.flatMap(
      (rule) => newNonCompliance(heldFinding(resource, role, rule, held), judgement) ?? [],
    );
    const over = news.over.filter((rule) => isOver(rule, resourceId, judgement));
    return found.length + over.length === 0 ? [] : [{ news, role, found, over }];
  });
}
