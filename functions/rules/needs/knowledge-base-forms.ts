import { lintPolicy, type StatementFinding } from '../../iam/lint.ts';
import type { Policy } from '../../iam/policy.ts';
import type { AgentRole } from '../../workload/agent-role.ts';

/** Allowed actions and resources about knowledge bases that grant nothing: no such action, or not on such a resource. */
export const grantlessForms = (
  policies: readonly Policy[],
  { partition, accountId, region }: Pick<AgentRole, 'partition' | 'accountId' | 'region'>,
): readonly StatementFinding[] =>
  policies.flatMap((policy) =>
    lintPolicy(policy, { partition, accountId, region }).filter(
      ({ id, value, location }) =>
        GRANT_NOTHING.has(id) &&
        ABOUT_KNOWLEDGE_BASES.test(value) &&
        policy.statements.some(
          ({ effect, location: { statement } }) => effect === 'Allow' && statement === location.statement,
        ),
    ),
  );

const GRANT_NOTHING: ReadonlySet<StatementFinding['id']> = new Set([
  'unknown-service-prefix',
  'unknown-action',
  'action-resource-mismatch',
  'malformed-arn',
  'wrong-partition',
  'other-account',
  'wrong-region',
]);

const ABOUT_KNOWLEDGE_BASES = /retriev|knowledge-?base/i;
