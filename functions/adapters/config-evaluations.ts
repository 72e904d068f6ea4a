import type { Outcome } from '../rules/rule.ts';

/** One result, as PutEvaluations takes it. */
export interface ConfigEvaluation {
  readonly ComplianceResourceType: string;
  readonly ComplianceResourceId: string;
  readonly ComplianceType: 'COMPLIANT' | 'NON_COMPLIANT' | 'NOT_APPLICABLE';
  readonly Annotation?: string;
  readonly OrderingTimestamp: Date;
}

/** A result that AWS Config holds. */
export interface StoredResult {
  readonly resourceType: string;
  readonly resourceId: string;
}

const ROLE = 'AWS::IAM::Role';

/** PutEvaluations takes 1 to 256 characters and refuses the whole batch for one that is not. */
const MOST_CHARACTERS = 256;

/**
 * A role is named by its unique id, as its configuration item is; a role that does not exist has none, and its ARN
 * stands for it.
 */
export function evaluationOf(
  resource: StoredResult,
  outcome: Exclude<Outcome, { readonly complianceType: 'INSUFFICIENT_DATA' }>,
  annotation: string,
  time: string,
): ConfigEvaluation {
  const text = annotation.trim().slice(0, MOST_CHARACTERS).toWellFormed();
  return {
    ComplianceResourceType: resource.resourceType,
    ComplianceResourceId: resource.resourceId,
    ComplianceType: outcome.complianceType,
    ...(text !== '' && { Annotation: text }),
    OrderingTimestamp: new Date(time),
  };
}

export function roleResource(roleId: string | null, roleArn: string): StoredResult {
  return { resourceType: ROLE, resourceId: roleId ?? roleArn };
}

/** AWS Config keeps a result until it is told that the rule no longer applies: that of a deleted role, for ever. */
export function staleEvaluations(
  stored: readonly StoredResult[],
  found: readonly StoredResult[],
  time: string,
): readonly ConfigEvaluation[] {
  const current = new Set(found.map(keyOf));
  const reason = 'no workload of Amazon Bedrock acts with this role';
  return stored
    .filter((result) => !current.has(keyOf(result)))
    .map((result) => evaluationOf(result, { complianceType: 'NOT_APPLICABLE', reason }, reason, time));
}

function keyOf({ resourceType, resourceId }: StoredResult): string {
  return `${resourceType} ${resourceId}`;
}
