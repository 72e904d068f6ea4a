import { describe, expect, test } from 'vitest';
import { serviceAuthorization } from '../../functions/iam/service-authorization.ts';

describe('serviceAuthorization', () => {
  test('says of which day it is', () => {
    expect(serviceAuthorization.date).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  test.each([
    ['bedrock', true, true],
    ['Bedrock', true, true],
    ['sagemaker', true, false],
    ['bedrock-agent-runtime', false, false],
    ['__proto__', false, false],
    ['constructor', false, false],
  ])('%s is known: %j, covered: %j', (prefix, known, covered) => {
    expect(serviceAuthorization.isKnownPrefix(prefix)).toBe(known);
    expect(serviceAuthorization.isCovered(prefix)).toBe(covered);
    expect(serviceAuthorization.actions(prefix).length > 0).toBe(covered);
  });

  test.each([
    ['bedrock:Retrieve', ['knowledge-base']],
    ['bedrock:retrieve', ['knowledge-base']],
    ['bedrock:RetrieveAndGenerate', []],
    ['bedrock:InvokeAgent', ['agent-alias']],
    ['lambda:InvokeFunction', ['function']],
    ['s3:GetObject', ['accesspointobject', 'object']],
    ['bedrock:QueryKnowledgeBase', undefined],
    ['sagemaker:InvokeEndpoint', undefined],
    ['', undefined],
  ])('the resource types of %s', (action, types) => {
    expect(serviceAuthorization.resourceTypesOf(action)?.map(({ name }) => name)).toEqual(types);
  });

  test('an action is known with its level, types and keys', () => {
    expect(serviceAuthorization.actions('aoss').find(({ action }) => action === 'aoss:APIAccessAll')).toEqual({
      action: 'aoss:APIAccessAll',
      accessLevel: 'Write',
      resourceTypes: [
        {
          name: 'Collection',
          arns: ['arn:${Partition}:aoss:${Region}:${Account}:collection/${CollectionId}'],
          required: true,
        },
      ],
      conditionKeys: ['aoss:CollectionId', 'aoss:collection'],
    });
  });

  test.each([
    ['bedrock:Retrieve', ['bedrock:Retrieve']],
    ['BEDROCK:retrieve?*', ['bedrock:RetrieveAndGenerate']],
    ['bedrock:Foo*', []],
    ['sagemaker:*', []],
    ['nothing', []],
  ])('%s stands for %j', (pattern, actions) => {
    expect(serviceAuthorization.actionsMatching(pattern).map(({ action }) => action)).toEqual(actions);
  });

  test('a star stands for every covered action', () => {
    expect(serviceAuthorization.actionsMatching('*').length).toBe(serviceAuthorization.actionsMatching('*:*').length);
    expect(serviceAuthorization.actionsMatching('*').length).toBeGreaterThan(1_000);
  });
});
