import type { Outcome } from '../rules/rule.ts';

/** One result, as PutEvaluations takes it. */
export interface ConfigEvaluation {
  readonly ComplianceResourceType: string;
  readonly ComplianceResourceId: string;
  readonly ComplianceType: 'COMPLIANT' | 'NON_COMPLIANT' | 'NOT_APPLICABLE';
  readonly Annotation?: string;
  readonly OrderingTimestamp: Date;
}

/** What a result is about. */
export interface EvaluatedResource {
  readonly resourceType: string;
  readonly resourceId: string;
}

/** A result that AWS Config holds. */
export interface StoredResult extends EvaluatedResource {
  readonly complianceType: string;
  readonly annotation?: string;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

export const ROLE = 'AWS::IAM::Role';

/** PutEvaluations takes 1 to 256 characters and refuses the whole batch for one that is not. */
const MOST_CHARACTERS = 256;

/**
 * A role is named by its unique id, as its configuration item is; a role that does not exist has none, and its ARN
 * stands for it.
 */
export function evaluationOf(
  resource: EvaluatedResource,
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

export function notApplicable(resource: EvaluatedResource, reason: string, time: string): ConfigEvaluation {
  return evaluationOf(resource, { complianceType: 'NOT_APPLICABLE', reason }, reason, time);
}

export function roleResource(roleId: string | null, roleArn: string): EvaluatedResource {
  return { resourceType: ROLE, resourceId: roleId ?? roleArn };
}

/** AWS Config keeps a result until it is told that the rule no longer applies: that of a deleted role, for ever. */
export function staleEvaluations(
  stored: readonly StoredResult[],
  found: readonly EvaluatedResource[],
  time: string,
): readonly ConfigEvaluation[] {
  const current = new Set(found.map(keyOf));
  return stored
    .filter((result) => !current.has(keyOf(result)) && result.time <= Date.parse(time))
    .map((result) => notApplicable(result, 'no workload of Amazon Bedrock acts with this role', time));
}

/**
 * What AWS Config does not hold already: every result that is sent counts as an evaluation. One that is newer than these is
 * left alone, and what was never there need not be ended.
 */
export function changedEvaluations(
  evaluations: readonly ConfigEvaluation[],
  stored: readonly StoredResult[],
): readonly ConfigEvaluation[] {
  const held = new Map(stored.map((result) => [keyOf(result), result]));
  return evaluations.filter(({ ComplianceType, Annotation, OrderingTimestamp, ...resource }) => {
    const known = held.get(`${resource.ComplianceResourceType} ${resource.ComplianceResourceId}`);
    if (known === undefined) return ComplianceType !== 'NOT_APPLICABLE';
    const isSame = known.complianceType === ComplianceType && (known.annotation ?? '') === (Annotation ?? '');
    return !isSame && known.time <= OrderingTimestamp.getTime();
  });
}

function keyOf({ resourceType, resourceId }: EvaluatedResource): string {
  return `${resourceType} ${resourceId}`;
}
