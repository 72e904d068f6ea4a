import {
  ConfigServiceClient,
  DescribeComplianceByConfigRuleCommand,
  DescribeConfigRulesCommand,
  type Evaluation,
  GetComplianceDetailsByConfigRuleCommand,
  GetResourceConfigHistoryCommand,
  PutEvaluationsCommand,
} from '@aws-sdk/client-config-service';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import { answerOf, clientConfig, SNAPSHOT } from './account-under-test.ts';

let account: LocalAccount;
let client: ConfigServiceClient;

beforeEach(async () => {
  account = await startLocalAccount(SNAPSHOT, { pageSize: 2 });
  client = new ConfigServiceClient(clientConfig(account.endpoint));
});

afterEach(() => account.close());

const RULE = 'bedrock-warden-agent-role-not-shared';
const good: Evaluation = {
  ComplianceResourceType: 'AWS::IAM::Role',
  ComplianceResourceId: 'AROA1',
  ComplianceType: 'NON_COMPLIANT',
  Annotation: 'a'.repeat(256),
  OrderingTimestamp: new Date('2026-11-22T10:00:00Z'),
};
const stored = {
  configRuleName: RULE,
  resourceType: 'AWS::IAM::Role',
  resourceId: 'AROA1',
  complianceType: 'NON_COMPLIANT',
  annotation: 'a'.repeat(256),
  orderingTimestamp: Date.parse('2026-11-22T10:00:00Z') / 1000,
};

function put(...Evaluations: readonly Evaluation[]): Promise<unknown> {
  return answerOf(
    client.send(
      new PutEvaluationsCommand({ ResultToken: account.issueResultToken(RULE), Evaluations: [...Evaluations] }),
    ),
  );
}

describe('PutEvaluations', () => {
  const accepted = { FailedEvaluations: [] };
  const invalid = { error: 'InvalidParameterValueException' };

  it.each([
    ['a good one', [good], accepted, [stored]],
    ['none', [], accepted, []],
    ['exactly 100', Array(100).fill(good), accepted, [stored]],
    ['more than 100', Array(101).fill(good), invalid, []],
    ['one whose annotation is too long', [{ ...good, Annotation: 'a'.repeat(257) }], invalid, []],
    ['one whose annotation is empty', [{ ...good, Annotation: '' }], invalid, []],
    ['INSUFFICIENT_DATA', [{ ...good, ComplianceType: 'INSUFFICIENT_DATA' }], invalid, []],
    ['one without a time', [{ ...good, OrderingTimestamp: undefined }], invalid, []],
    ['one without a resource', [{ ...good, ComplianceResourceId: '' }], invalid, []],
    ['a good one beside a bad one', [good, { ...good, Annotation: '' }], invalid, []],
    ['NOT_APPLICABLE, which is cleaned up', [{ ...good, ComplianceType: 'NOT_APPLICABLE' }], accepted, []],
  ])('%s', async (_, evaluations, answer, after) => {
    expect([await put(...(evaluations as Evaluation[])), account.evaluations]).toEqual([answer, after]);
  });

  const older = { ...good, ComplianceType: 'COMPLIANT', OrderingTimestamp: new Date('2026-11-22T09:00:00Z') } as const;
  const newer = { ...good, ComplianceType: 'COMPLIANT', OrderingTimestamp: new Date('2026-11-22T11:00:00Z') } as const;
  const gone = { ...newer, ComplianceType: 'NOT_APPLICABLE' } as const;

  it.each([
    ['a newer one replaces', [good, newer], ['COMPLIANT']],
    ['an older one does not', [good, older], ['NON_COMPLIANT']],
    ['one that is not applicable removes', [good, gone], []],
    ['an older one does not bring it back', [good, gone, older], []],
  ])('%s', async (_, sequence, after) => {
    for (const evaluation of sequence) await put(evaluation);
    expect(account.evaluations.map(({ complianceType }) => complianceType)).toEqual(after);
  });

  it.each([
    ['a token it did not issue', { ResultToken: 'TESTMODE' }, { error: 'InvalidResultTokenException' }],
    ['no token', { ResultToken: '' }, invalid],
    ['any token in test mode', { ResultToken: 'TESTMODE', TestMode: true }, accepted],
  ])('%s stores nothing', async (_, input, answer) => {
    const sent = client.send(new PutEvaluationsCommand({ ...input, Evaluations: [good] }));
    expect([await answerOf(sent), account.evaluations]).toEqual([answer, []]);
  });

  it('one token serves several calls', async () => {
    const ResultToken = account.issueResultToken(RULE);
    for (const ComplianceResourceId of ['AROA1', 'AROA2']) {
      await client.send(new PutEvaluationsCommand({ ResultToken, Evaluations: [{ ...good, ComplianceResourceId }] }));
    }
    expect(account.evaluations).toEqual([stored, { ...stored, resourceId: 'AROA2' }]);
  });

  it('answers those that failed, until undone', async () => {
    const undo = account.failEvaluations(({ resourceId }) => resourceId === 'AROA1');
    const other = { ...good, ComplianceResourceId: 'AROA2' };
    expect(await put(good, other)).toEqual({
      FailedEvaluations: [{ ...good, OrderingTimestamp: '2026-11-22T10:00:00.000Z' }],
    });
    expect(account.evaluations).toEqual([{ ...stored, resourceId: 'AROA2' }]);
    undo();
    expect(await put(good)).toEqual({ FailedEvaluations: [] });
  });
});

describe('what AWS Config says', () => {
  const compliant: Evaluation = { ...good, ComplianceResourceId: 'AROA2', ComplianceType: 'COMPLIANT' };

  async function detailsOf(input: object): Promise<readonly (readonly (string | undefined)[])[]> {
    const pages: (readonly (string | undefined)[])[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(
        new GetComplianceDetailsByConfigRuleCommand({
          ConfigRuleName: RULE,
          ...input,
          ...(NextToken && { NextToken }),
        }),
      );
      pages.push(
        (page.EvaluationResults ?? []).map(
          (result) => result.EvaluationResultIdentifier?.EvaluationResultQualifier?.ResourceId,
        ),
      );
      NextToken = page.NextToken;
    } while (NextToken);
    return pages;
  }

  it.each([
    ['every page, one of them empty', {}, [['AROA1', 'AROA2'], [], ['AROA3']]],
    ['one at a time', { Limit: 1 }, [['AROA1'], [], ['AROA2'], ['AROA3']]],
    ['one kind', { ComplianceTypes: ['COMPLIANT'] }, [['AROA2']]],
  ])('in detail: %s', async (_, input, pages) => {
    await put(good, compliant, { ...good, ComplianceResourceId: 'AROA3' });
    expect(await detailsOf(input)).toEqual(pages);
  });

  it('a whole result', async () => {
    await put(good);
    const sent = client.send(new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: RULE }));
    const time = '2026-11-22T10:00:00.000Z';
    expect(await answerOf(sent)).toEqual({
      EvaluationResults: [
        {
          EvaluationResultIdentifier: {
            EvaluationResultQualifier: {
              ConfigRuleName: RULE,
              ResourceType: 'AWS::IAM::Role',
              ResourceId: 'AROA1',
              EvaluationMode: 'DETECTIVE',
            },
            OrderingTimestamp: time,
          },
          ComplianceType: 'NON_COMPLIANT',
          ResultRecordedTime: time,
          ConfigRuleInvokedTime: time,
          Annotation: good.Annotation,
        },
      ],
    });
  });

  it.each([
    [
      'non-compliant',
      [good, compliant],
      { ComplianceType: 'NON_COMPLIANT', ComplianceContributorCount: { CappedCount: 1, CapExceeded: false } },
    ],
    ['compliant', [compliant], { ComplianceType: 'COMPLIANT' }],
    ['nothing yet', [], { ComplianceType: 'INSUFFICIENT_DATA' }],
  ])('by rule: %s', async (_, evaluations, Compliance) => {
    await put(...(evaluations as Evaluation[]));
    const sent = client.send(new DescribeComplianceByConfigRuleCommand({}));
    expect(await answerOf(sent)).toEqual({ ComplianceByConfigRules: [{ ConfigRuleName: RULE, Compliance }] });
  });

  it('the rules it has', async () => {
    account.putConfigRule({ ConfigRuleName: RULE, InputParameters: '{"ruleId":"agent-role-not-shared"}' });
    expect(await answerOf(client.send(new DescribeConfigRulesCommand({ ConfigRuleNames: [RULE] })))).toEqual({
      ConfigRules: [
        {
          ConfigRuleName: RULE,
          ConfigRuleArn: `arn:aws:config:us-east-1:111122223333:config-rule/${RULE}`,
          ConfigRuleId: RULE,
          ConfigRuleState: 'ACTIVE',
          InputParameters: '{"ruleId":"agent-role-not-shared"}',
          Source: { Owner: 'CUSTOM_LAMBDA' },
        },
      ],
    });
  });

  it.each([
    [
      'details of a rule',
      new GetComplianceDetailsByConfigRuleCommand({ ConfigRuleName: 'x' }),
      'NoSuchConfigRuleException',
    ],
    ['a rule', new DescribeConfigRulesCommand({ ConfigRuleNames: ['x'] }), 'NoSuchConfigRuleException'],
    [
      'compliance of a rule',
      new DescribeComplianceByConfigRuleCommand({ ConfigRuleNames: ['x'] }),
      'NoSuchConfigRuleException',
    ],
    ['a token', new DescribeConfigRulesCommand({ NextToken: 'x' }), 'InvalidNextTokenException'],
    [
      'the history of a resource',
      new GetResourceConfigHistoryCommand({ resourceType: 'AWS::IAM::Role', resourceId: 'agent' }),
      'ResourceNotDiscoveredException',
    ],
  ] as const)('that it does not know %s', async (_, command, error) => {
    expect(await answerOf(client.send(command as DescribeConfigRulesCommand))).toEqual({ error });
  });
});
