import {
  ConfigServiceClient,
  DescribeConfigRuleEvaluationStatusCommand,
  type EvaluationResult,
  GetComplianceDetailsByConfigRuleCommand,
  PutEvaluationsCommand,
  SelectResourceConfigCommand,
} from '@aws-sdk/client-config-service';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import { answerOf, clientConfig, ROLE, SNAPSHOT } from './account-under-test.ts';

let account: LocalAccount;
let client: ConfigServiceClient;

beforeEach(async () => {
  account = await startLocalAccount(SNAPSHOT);
  client = new ConfigServiceClient(clientConfig(account.endpoint));
});

afterEach(() => account.close());

const RULE = 'bedrock-warden-agent-role-not-shared';
const TIME = new Date('2026-11-22T10:04:30Z');

async function put(ComplianceType: 'COMPLIANT' | 'NOT_APPLICABLE'): Promise<void> {
  const evaluation = { ComplianceResourceType: 'AWS::IAM::Role', ComplianceResourceId: ROLE.RoleId, ComplianceType };
  const ResultToken = account.issueResultToken(RULE);
  const Evaluations = [{ ...evaluation, OrderingTimestamp: TIME }];
  await client.send(new PutEvaluationsCommand({ ResultToken, Evaluations }));
}

describe('DescribeConfigRuleEvaluationStatus', () => {
  const runs = async () =>
    (await client.send(new DescribeConfigRuleEvaluationStatusCommand({ ConfigRuleNames: [RULE] })))
      .ConfigRulesEvaluationStatus;

  it('tells of a rule that never ran, ran, and failed', async () => {
    account.putConfigRule({ ConfigRuleName: RULE });
    expect(await runs()).toEqual([{ ConfigRuleName: RULE, FirstEvaluationStarted: false }]);
    await put('COMPLIANT');
    const ran = {
      ConfigRuleName: RULE,
      FirstEvaluationStarted: true,
      LastSuccessfulInvocationTime: TIME,
      LastSuccessfulEvaluationTime: TIME,
    };
    expect(await runs()).toEqual([ran]);
    account.failRule(RULE, { time: 1_800_000_000, error: 'Unhandled', message: 'agents were not read' });
    expect(await runs()).toEqual([
      {
        ...ran,
        LastFailedEvaluationTime: new Date(1_800_000_000_000),
        LastErrorCode: 'Unhandled',
        LastErrorMessage: 'agents were not read',
      },
    ]);
  });
});

describe('GetComplianceDetailsByConfigRule', () => {
  it.each<[asked: readonly ('COMPLIANT' | 'NOT_APPLICABLE')[], types: readonly EvaluationResult['ComplianceType'][]]>([
    [[], []],
    [['COMPLIANT'], []],
    [['COMPLIANT', 'NOT_APPLICABLE'], ['NOT_APPLICABLE']],
  ])('shows what is not applicable only when asked for: %j', async (asked, types) => {
    await put('NOT_APPLICABLE');
    const { EvaluationResults = [] } = await client.send(
      new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: RULE, ComplianceTypes: [...asked] }),
    );
    expect(EvaluationResults.map(({ ComplianceType }) => ComplianceType)).toEqual(types);
  });
});

describe('SelectResourceConfig', () => {
  const select = (Expression: string) => answerOf(client.send(new SelectResourceConfigCommand({ Expression })));

  it('answers for the roles that are recorded, a JSON text each', async () => {
    const query = `SELECT resourceId, arn WHERE resourceType = 'AWS::IAM::Role' AND resourceId IN ('${ROLE.RoleId}', 'AROANONE')`;
    expect(await select(query)).toMatchObject({
      Results: [JSON.stringify({ resourceId: ROLE.RoleId, arn: ROLE.Arn })],
    });
  });

  it.each(['', 'SELECT *', `SELECT resourceId WHERE resourceType = 'AWS::IAM::Role' OR resourceId IN ('a')`])(
    'refuses what it does not know: %s',
    async (query) => {
      expect(await select(query)).toEqual({ error: 'InvalidExpressionException' });
    },
  );
});
