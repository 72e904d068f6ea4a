import { describe, expect, it } from 'vitest';
import { RECORDED_WORKLOAD_TYPES } from '../../functions/adapters/recorded-types.ts';
import { catalogue } from '../../functions/rules/catalogue.ts';
import type { RuleParameter } from '../../functions/rules/rule.ts';
import { readFragment, resourcesOf } from './fragment.ts';

const fragment = readFragment('config-rules');
const configRules = Object.values(resourcesOf(fragment, 'AWS::Config::ConfigRule'));

/** A parameter that is empty by default is left out: nothing says that AWS Config takes an empty value. */
const settings = (parameters: readonly RuleParameter[]): object =>
  Object.fromEntries(
    parameters.filter(({ default: text }) => text !== '').map(({ name, default: text }) => [name, text]),
  );

describe('the AWS Config rules', () => {
  it('are the catalogue, one for each rule and nothing else', () => {
    expect(catalogue.length).toBeGreaterThan(0);
    const expected = catalogue.map(({ id, title, parameters = [] }) => ({
      Type: 'AWS::Config::ConfigRule',
      Condition: 'HasConfigRules',
      DependsOn: 'ConfigRulePermission',
      Properties: {
        ConfigRuleName: `bedrock-warden-${id}`,
        Description: title,
        InputParameters: {
          ruleId: id,
          ...settings(parameters),
        },
        Scope: { ComplianceResourceTypes: ['AWS::IAM::Role', 'AWS::IAM::Policy', ...RECORDED_WORKLOAD_TYPES] },
        Source: {
          Owner: 'CUSTOM_LAMBDA',
          SourceIdentifier: { 'Fn::GetAtt': ['ConfigRuleLambdaFunction', 'Arn'] },
          SourceDetails: [
            { EventSource: 'aws.config', MessageType: 'ConfigurationItemChangeNotification' },
            { EventSource: 'aws.config', MessageType: 'OversizedConfigurationItemChangeNotification' },
            {
              EventSource: 'aws.config',
              MessageType: 'ScheduledNotification',
              MaximumExecutionFrequency: { Ref: 'SweepFrequency' },
            },
          ],
        },
      },
    }));
    const byName = (one: { readonly Properties: object }, other: { readonly Properties: object }): number =>
      JSON.stringify(one.Properties).localeCompare(JSON.stringify(other.Properties));
    expect([...configRules].sort(byName)).toEqual(expected.sort(byName));
  });

  it.each(catalogue.map((rule) => [rule.id, rule] as const))('%s fits the limits of AWS Config', (id, rule) => {
    // GetComplianceDetailsByConfigRule takes names of 64 characters, although a rule may have 128.
    expect(`bedrock-warden-${id}`.length).toBeLessThanOrEqual(64);
    expect(rule.title.length).toBeLessThanOrEqual(256);
    expect(JSON.stringify({ ruleId: id, ...settings(rule.parameters ?? []) }).length).toBeLessThanOrEqual(1024);
  });
});

describe('the permission that AWS Config needs before a rule can be created', () => {
  it('is given to this account alone', () => {
    expect(resourcesOf(fragment, 'AWS::Lambda::Permission')).toEqual({
      ConfigRulePermission: {
        Type: 'AWS::Lambda::Permission',
        Condition: 'HasConfigRules',
        Properties: {
          Action: 'lambda:InvokeFunction',
          FunctionName: { 'Fn::GetAtt': ['ConfigRuleLambdaFunction', 'Arn'] },
          Principal: 'config.amazonaws.com',
          SourceAccount: { Ref: 'AWS::AccountId' },
        },
      },
    });
  });
});

describe('the parameters', () => {
  it('say what may be chosen', () => {
    expect({ parameters: fragment.Parameters, conditions: fragment.Conditions }).toEqual({
      parameters: {
        ConfigRules: {
          Type: 'String',
          AllowedValues: ['enabled', 'disabled'],
          Default: '${param:configRules}',
          Description: expect.stringContaining('AWS Config recorder'),
        },
        SweepFrequency: {
          Type: 'String',
          AllowedValues: ['One_Hour', 'Three_Hours', 'Six_Hours', 'Twelve_Hours', 'TwentyFour_Hours'],
          Default: '${param:sweepFrequency}',
          Description: expect.any(String),
        },
      },
      conditions: { HasConfigRules: { 'Fn::Equals': [{ Ref: 'ConfigRules' }, 'enabled'] } },
    });
  });
});
