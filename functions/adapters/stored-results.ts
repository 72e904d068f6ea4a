import {
  type ComplianceType,
  ConfigServiceClient,
  type EvaluationResult,
  paginateGetComplianceDetailsByConfigRule,
  paginateGetComplianceDetailsByResource,
} from '@aws-sdk/client-config-service';
import { everyItem } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';
import type { EvaluatedResource, StoredResult } from './config-evaluations.ts';

export interface RecordedResult extends StoredResult {
  /** When AWS Config took it, which may be long after `time`. Milliseconds since the epoch. */
  readonly recorded: number;
}

/** What AWS Config holds for a rule, compliant or not. */
export async function readStoredResults(ConfigRuleName: string, aws: Aws): Promise<readonly StoredResult[]> {
  const results = await resultsOfRule(ConfigRuleName, ['COMPLIANT', 'NON_COMPLIANT'], aws);
  return results.flatMap((result) => storedResult(result)?.stored ?? []);
}

/** What AWS Config holds as non-compliant with a rule. */
export async function readNonCompliant(ConfigRuleName: string, aws: Aws): Promise<readonly RecordedResult[]> {
  const results = await resultsOfRule(ConfigRuleName, ['NON_COMPLIANT'], aws);
  return results.flatMap((result) => {
    const found = storedResult(result);
    return found === undefined ? [] : [{ ...found.stored, recorded: result.ResultRecordedTime?.getTime() ?? 0 }];
  });
}

function resultsOfRule(
  ConfigRuleName: string,
  ComplianceTypes: ComplianceType[],
  aws: Aws,
): Promise<readonly EvaluationResult[]> {
  const pages = paginateGetComplianceDetailsByConfigRule(
    { client: new ConfigServiceClient(clientConfiguration(aws)) },
    { ConfigRuleName, ComplianceTypes, Limit: 100 },
  );
  return everyItem(pages, (page) => page.EvaluationResults);
}

/** What AWS Config holds for a resource, by the name of the rule. */
export async function readResultsOf(
  { resourceType, resourceId }: EvaluatedResource,
  aws: Aws,
): Promise<ReadonlyMap<string, StoredResult>> {
  const pages = paginateGetComplianceDetailsByResource(
    { client: new ConfigServiceClient(clientConfiguration(aws)) },
    { ResourceType: resourceType, ResourceId: resourceId, ComplianceTypes: ['COMPLIANT', 'NON_COMPLIANT'] },
  );
  const results = await everyItem(pages, (page) => page.EvaluationResults);
  return new Map(
    results.flatMap((result) => {
      const found = storedResult(result);
      return found === undefined ? [] : [[found.configRuleName, found.stored] as const];
    }),
  );
}

function storedResult({ EvaluationResultIdentifier, ComplianceType, Annotation }: EvaluationResult) {
  const { EvaluationResultQualifier, OrderingTimestamp } = EvaluationResultIdentifier ?? {};
  const { ConfigRuleName = '', ResourceType, ResourceId } = EvaluationResultQualifier ?? {};
  if (ResourceType === undefined || ResourceId === undefined || ComplianceType === undefined) return undefined;
  const stored: StoredResult = {
    resourceType: ResourceType,
    resourceId: ResourceId,
    complianceType: ComplianceType,
    ...(Annotation !== undefined && { annotation: Annotation }),
    time: OrderingTimestamp?.getTime() ?? 0,
  };
  return { configRuleName: ConfigRuleName, stored };
}
