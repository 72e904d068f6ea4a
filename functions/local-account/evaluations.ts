import { AwsError } from './aws-error.ts';
import type { StoredEvaluation } from './config-store.ts';
import { objectOf } from './json-object.ts';

const MAX_EVALUATIONS = 100;

/**
 * The evaluations of one PutEvaluations call. One that breaks a limit refuses them all:
 * https://docs.aws.amazon.com/config/latest/APIReference/API_Evaluation.html
 */
export function parseEvaluations(
  evaluations: unknown,
  configRuleName: string,
): readonly { readonly sent: object; readonly stored: StoredEvaluation }[] {
  if (evaluations !== undefined && !Array.isArray(evaluations)) throw invalid('Evaluations is not a list.');
  const all = evaluations ?? [];
  if (all.length > MAX_EVALUATIONS) throw invalid(`Evaluations has more than ${MAX_EVALUATIONS} members.`);
  return all.map((evaluation) => {
    const sent = objectOf(evaluation);
    return { sent, stored: parseEvaluation(sent, configRuleName) };
  });
}

function parseEvaluation(sent: Readonly<Record<string, unknown>>, configRuleName: string): StoredEvaluation {
  const { Annotation: annotation, ComplianceType: complianceType, OrderingTimestamp: orderingTimestamp } = sent;
  if (complianceType !== 'COMPLIANT' && complianceType !== 'NON_COMPLIANT' && complianceType !== 'NOT_APPLICABLE') {
    throw invalid(`ComplianceType '${complianceType}' is not COMPLIANT, NON_COMPLIANT or NOT_APPLICABLE.`);
  }
  if (typeof orderingTimestamp !== 'number' || !Number.isFinite(orderingTimestamp)) {
    throw invalid('OrderingTimestamp is required.');
  }
  return {
    configRuleName,
    resourceType: text(sent, 'ComplianceResourceType', 256),
    resourceId: text(sent, 'ComplianceResourceId', 768),
    complianceType,
    ...(annotation !== undefined && { annotation: text(sent, 'Annotation', 256) }),
    orderingTimestamp,
  };
}

function text(sent: Readonly<Record<string, unknown>>, name: string, most: number): string {
  const value = sent[name];
  if (typeof value === 'string' && value.length >= 1 && value.length <= most) return value;
  throw invalid(`${name} must have a length of 1 to ${most} characters.`);
}

function invalid(message: string): AwsError {
  return new AwsError('InvalidParameterValueException', 400, message);
}
