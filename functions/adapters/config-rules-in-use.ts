import {
  ConfigServiceClient,
  LimitExceededException,
  paginateDescribeConfigRules,
  paginateGetDiscoveredResourceCounts,
  ResourceInUseException,
  StartConfigRulesEvaluationCommand,
} from '@aws-sdk/client-config-service';
import { everyItem } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';
import { ruleOfName, ruleParameters } from './config-event.ts';

/** A rule of this product as it is set up in AWS Config. */
export interface ConfigRuleInUse {
  readonly configRuleName: string;
  readonly ruleId: string;
  readonly parameters: Readonly<Record<string, string>>;
}

/** The AWS Config rules whose names begin as this product's do. */
export async function readConfigRules(aws: Aws): Promise<readonly ConfigRuleInUse[]> {
  const client = new ConfigServiceClient(clientConfiguration(aws));
  const rules = await everyItem(paginateDescribeConfigRules({ client }, {}), (page) => page.ConfigRules);
  return rules.flatMap(({ ConfigRuleName = '', InputParameters }) => {
    const { ruleId = ruleOfName(ConfigRuleName), ...parameters } = ruleParameters(InputParameters);
    return ruleId === undefined || ruleOfName(ConfigRuleName) === undefined
      ? []
      : [{ configRuleName: ConfigRuleName, ruleId, parameters }];
  });
}

/** How many resources of these types AWS Config records: as many evaluations as running one rule again takes. */
export async function countRecorded(resourceTypes: readonly string[], aws: Aws): Promise<number> {
  const client = new ConfigServiceClient(clientConfiguration(aws));
  const pages = paginateGetDiscoveredResourceCounts({ client }, { resourceTypes: [...resourceTypes] });
  const counts = await everyItem(pages, (page) => page.resourceCounts);
  return counts.reduce((sum, { count = 0 }) => sum + count, 0);
}

/** https://docs.aws.amazon.com/config/latest/APIReference/API_StartConfigRulesEvaluation.html */
const MOST_RULES = 25;

/**
 * Has AWS Config run rules again, each for every resource in its scope.
 *
 * @returns false when they are running, or ran less than a minute ago: AWS Config then refuses
 */
export async function startEvaluations(configRuleNames: readonly string[], aws: Aws): Promise<boolean> {
  const client = new ConfigServiceClient(clientConfiguration(aws));
  try {
    for (let from = 0; from < configRuleNames.length; from += MOST_RULES)
      await client.send(
        new StartConfigRulesEvaluationCommand({ ConfigRuleNames: configRuleNames.slice(from, from + MOST_RULES) }),
      );
    return true;
  } catch (thrown) {
    if (thrown instanceof LimitExceededException || thrown instanceof ResourceInUseException) return false;
    throw thrown;
  }
}
