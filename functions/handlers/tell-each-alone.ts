import type { ConfigRuleInUse } from '../adapters/config-rules-in-use.ts';
import type { ResourceNews } from './compliance-news.ts';
import { type TellComplianceServices, tellCompliance } from './tell-compliance.ts';

/**
 * Tells of each, whatever becomes of the others, until so many are told: those with nothing to tell keep nobody waiting.
 *
 * @returns how many were told, and the first failure
 */
export async function tellEachAlone(
  every: readonly Pick<ResourceNews, 'resource'>[],
  most: number,
  inUse: readonly ConfigRuleInUse[],
  services: TellComplianceServices,
): Promise<{ readonly told: number; readonly failure?: unknown }> {
  let told = 0;
  const failures: unknown[] = [];
  for (const { resource } of every) {
    if (told >= most) break;
    try {
      if (await tellCompliance(resource, new Set(), inUse, services)) told += 1;
    } catch (thrown) {
      failures.push(thrown);
    }
  }
  return failures.length === 0 ? { told } : { told, failure: failures[0] };
}
