import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { agentRegionText, type Fragment, readFragment, resourcesOf } from './fragment.ts';

const text = agentRegionText();
const template = parse(text) as Fragment & { readonly Rules: object };
const atHome = {
  ...resourcesOf(readFragment('access-denied'), 'AWS::Events::Rule'),
  ...resourcesOf(readFragment('workload-change'), 'AWS::Events::Rule'),
};
const homeBus = { 'Fn::Sub': 'arn:${AWS::Partition}:events:${HomeRegion}:${AWS::AccountId}:event-bus/default' };

describe('the stack of another Region', () => {
  it('hears what the home Region hears, in the same states, and hands it to the home bus', () => {
    expect(Object.keys(atHome)).toHaveLength(8);
    const expected = Object.entries(atHome).map(([id, { Type, Properties }]) => [
      id,
      {
        Type,
        Properties: {
          ...Properties,
          Targets: [
            {
              Id: 'home-region',
              Arn: homeBus,
              RoleArn: { 'Fn::GetAtt': ['ForwardRole', 'Arn'] },
              DeadLetterConfig: { Arn: { 'Fn::GetAtt': ['ForwardDeadLetterQueue', 'Arn'] } },
            },
          ],
        },
      },
    ]);
    expect(resourcesOf(template, 'AWS::Events::Rule')).toEqual(Object.fromEntries(expected));
  });

  it('may do nothing but put events on that bus', () => {
    expect(template.Resources.ForwardRole?.Properties.Policies).toEqual([
      {
        PolicyName: 'put-events',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: 'events:PutEvents', Resource: [homeBus] }],
        },
      },
    ]);
  });

  it('refuses the home Region, where every event would go round', () => {
    expect(template.Rules).toMatchObject({
      NotAtHome: {
        Assertions: [{ Assert: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: 'HomeRegion' }, { Ref: 'AWS::Region' }] }] } }],
      },
    });
  });

  it('is written without aliases, which CloudFormation does not read', () => {
    expect(text.match(/[:-] [&*]\w/g)).toBeNull();
  });
});
