import {
  ConfigServiceClient,
  PutEvaluationsCommand,
  paginateGetComplianceDetailsByConfigRule,
} from '@aws-sdk/client-config-service';
import { everyItem } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';
import type { ConfigEvaluation, StoredResult } from './config-evaluations.ts';

/** https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html */
const MOST_EVALUATIONS = 100;

/** The token with which the Rule Development Kit runs a function without a rule. */
const TEST_TOKEN = 'TESTMODE';

/**
 * Hands the results of one invocation to AWS Config, which must be told even when there are none.
 *
 * @throws Error naming the results that AWS Config did not take
 */
export async function putEvaluations(
  evaluations: readonly ConfigEvaluation[],
  resultToken: string,
  aws: Aws,
): Promise<void> {
  const client = new ConfigServiceClient(clientConfiguration(aws));
  const refused: string[] = [];
  for (const batch of batchesOf(evaluations)) {
    const { FailedEvaluations = [] } = await client.send(
      new PutEvaluationsCommand({
        Evaluations: [...batch],
        ResultToken: resultToken,
        ...(resultToken === TEST_TOKEN && { TestMode: true }),
      }),
    );
    refused.push(...FailedEvaluations.map(({ ComplianceResourceId }) => ComplianceResourceId ?? 'one without an id'));
  }
  if (refused.length > 0)
    throw new Error(
      `AWS Config did not take ${refused.length} of ${evaluations.length} results: ${refused.slice(0, 5).join(', ')}`,
    );
}

/** What AWS Config holds for a rule, compliant or not. */
export async function readStoredResults(ConfigRuleName: string, aws: Aws): Promise<readonly StoredResult[]> {
  const pages = paginateGetComplianceDetailsByConfigRule(
    { client: new ConfigServiceClient(clientConfiguration(aws)) },
    { ConfigRuleName, ComplianceTypes: ['COMPLIANT', 'NON_COMPLIANT'], Limit: 100 },
  );
  const results = await everyItem(pages, (page) => page.EvaluationResults);
  return results.flatMap(({ EvaluationResultIdentifier }) => {
    const { ResourceType: resourceType, ResourceId: resourceId } =
      EvaluationResultIdentifier?.EvaluationResultQualifier ?? {};
    return resourceType === undefined || resourceId === undefined ? [] : [{ resourceType, resourceId }];
  });
}

function batchesOf(evaluations: readonly ConfigEvaluation[]): readonly (readonly ConfigEvaluation[])[] {
  const count = Math.max(1, Math.ceil(evaluations.length / MOST_EVALUATIONS));
  return Array.from({ length: count }, (_, index) =>
    evaluations.slice(index * MOST_EVALUATIONS, (index + 1) * MOST_EVALUATIONS),
  );
}
