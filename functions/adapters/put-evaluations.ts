import { setTimeout } from 'node:timers/promises';
import { ConfigServiceClient, type Evaluation, PutEvaluationsCommand } from '@aws-sdk/client-config-service';
import { type Aws, clientConfiguration } from './aws.ts';
import type { ConfigEvaluation } from './config-evaluations.ts';

/** https://docs.aws.amazon.com/config/latest/APIReference/API_PutEvaluations.html */
const MOST_EVALUATIONS = 100;

/** The token with which the Rule Development Kit runs a function without a rule. */
const TEST_TOKEN = 'TESTMODE';

/** AWS Config answers 200 with the results that it did not take; some of them it takes later. */
const PAUSES = [200, 800];

/**
 * Hands the results of one invocation to AWS Config, which must be told even when there are none. What it does not take is
 * sent again, twice.
 *
 * @throws Error naming the results that AWS Config did not take
 */
export async function putEvaluations(
  evaluations: readonly ConfigEvaluation[],
  resultToken: string,
  aws: Aws,
): Promise<void> {
  const client = new ConfigServiceClient(clientConfiguration(aws));
  let refused = await putOnce(evaluations, resultToken, client);
  for (const pause of PAUSES) {
    if (refused.length === 0) return;
    await setTimeout(pause);
    refused = await putOnce(refused, resultToken, client);
  }
  if (refused.length > 0)
    throw new Error(
      `AWS Config did not take ${refused.length} of ${evaluations.length} results: ${refused.slice(0, 5).map(nameOf).join(', ')}`,
    );
}

/** @returns what was not taken: the whole batch when the answer does not tell which */
async function putOnce(
  evaluations: readonly ConfigEvaluation[],
  resultToken: string,
  client: ConfigServiceClient,
): Promise<readonly ConfigEvaluation[]> {
  const refused: ConfigEvaluation[] = [];
  for (const batch of batchesOf(evaluations)) {
    const { FailedEvaluations = [] } = await client.send(
      new PutEvaluationsCommand({
        Evaluations: [...batch],
        ResultToken: resultToken,
        ...(resultToken === TEST_TOKEN && { TestMode: true }),
      }),
    );
    const named = batch.filter(isOneOf(FailedEvaluations));
    refused.push(...(named.length >= FailedEvaluations.length ? named : batch));
  }
  return refused;
}

const isOneOf = (failed: readonly Evaluation[]) => {
  const keys = new Set(failed.map(nameOf));
  return (evaluation: ConfigEvaluation): boolean => keys.has(nameOf(evaluation));
};

const nameOf = ({ ComplianceResourceId }: Pick<Evaluation, 'ComplianceResourceId'>): string =>
  ComplianceResourceId ?? 'one without an id';

function batchesOf(evaluations: readonly ConfigEvaluation[]): readonly (readonly ConfigEvaluation[])[] {
  const count = Math.max(1, Math.ceil(evaluations.length / MOST_EVALUATIONS));
  return Array.from({ length: count }, (_, index) =>
    evaluations.slice(index * MOST_EVALUATIONS, (index + 1) * MOST_EVALUATIONS),
  );
}
