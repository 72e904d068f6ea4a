import type { ComplianceStatus } from './compliance-status.ts';
import { complianceTypes } from './summary.ts';

/** The status as the object that `--format json` prints: `bedrock-warden/status/1`. */
export function statusJson({ accountId, region, resources, rules, unread }: ComplianceStatus) {
  const all = resources.flatMap(({ results }) => results);
  return {
    format: 'bedrock-warden/status/1',
    accountId,
    region,
    resources,
    rules,
    summary: {
      resources: resources.length,
      complianceType: Object.fromEntries(
        complianceTypes.map((type) => [type, all.filter(({ complianceType }) => complianceType === type).length]),
      ),
      withoutResult: resources.flatMap(({ withoutResult }) => withoutResult).length,
    },
    unread,
  };
}
