import { describe, expect, it } from 'vitest';
import { catalogue } from '../../functions/rules/catalogue.ts';
import { readFragment, resourcesOf } from './fragment.ts';

const fragment = readFragment('config-rules');
const configRules = Object.values(resourcesOf(fragment, 'AWS::Config::ConfigRule'));

describe('the AWS Config rules', () => {
  it('are the catalogue, one for each rule and nothing else', () => {
    expect(catalogue.length).toBeGreaterThan(0);
    const expected = catalogue.map(({ id, title }) => ({
      Type: 'AWS::Config::ConfigRule',
      Condition: 'HasConfigRules',
      DependsOn: 'ConfigRulePermission',
      Properties: {
        ConfigRuleName: `bedrock-warden-${id}`,
        Description: title,
        InputParameters: { ruleId: id },
        Scope: { ComplianceResourceTypes: ['AWS::IAM::Role', 'AWS::IAM::Policy'] },
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

  it.each(catalogue.map(({ id, title }) => [id, title]))('%s fits the limits of AWS Config', (id, title) => {
    // GetComplianceDetailsByConfigRule takes names of 64 characters, although a rule may have 128.
    expect(`bedrock-warden-${id}`.length).toBeLessThanOrEqual(64);
    expect(title.length).toBeLessThanOrEqual(256);
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
