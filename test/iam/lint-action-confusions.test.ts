import { describe, expect, test } from 'vitest';
import { CLIENT_NAMES, confusedActions } from '../../functions/iam/action-confusions.ts';
import { serviceAuthorization } from '../../functions/iam/service-authorization.ts';
import { lintOf } from './lint-findings.ts';

const helpFor = (Action: string): readonly string[] => lintOf([{ Action, Resource: '*' }]).map(({ help }) => help);

describe('what to write instead exists, and what is written does not', () => {
  test.each([...confusedActions])('%s: %s', (written, instead) => {
    expect(serviceAuthorization.actionsMatching(written)).toEqual([]);
    expect(serviceAuthorization.actionsMatching(instead)).not.toEqual([]);
  });

  test.each(Object.entries(CLIENT_NAMES))('%s: %s', (written, instead) => {
    expect([serviceAuthorization.isKnownPrefix(written), serviceAuthorization.isKnownPrefix(instead)]).toEqual([
      false,
      true,
    ]);
  });
});

describe('the suggestion', () => {
  test.each([
    ['bedrock:InvokeAgentWithResponseStream', 'Write `bedrock:InvokeAgent`: its answer is always a stream.'],
    [
      'bedrock:InvokeModelWithBidirectionalStream',
      'Write `bedrock:InvokeModel`: the InvokeModelWithBidirectionalStream operation is authorized by it.',
    ],
    ['bedrock:InvokeKnowledgeBase', 'Write `bedrock:Retrieve`: a knowledge base is queried with it.'],
    ['bedrock:Converse*', 'Write `bedrock:InvokeModel`: the Converse operation is authorized by it.'],
    ['bedrock:InvokeAgentRuntime', 'Write `bedrock-agentcore:InvokeAgentRuntime`: the action belongs to that service.'],
    [
      'bedrock-agentcore:InvokeAgent',
      'Write `bedrock-agentcore:InvokeAgentRuntime`: an agent in AgentCore is invoked with it.',
    ],
    [
      'bedrock-agentcore-control:CreateMemory',
      '`bedrock-agentcore-control` is the name of an SDK client; its actions have the prefix `bedrock-agentcore`. Write `bedrock-agentcore:CreateMemory`.',
    ],
    ['s3:ListAllBuckets', 'Write `s3:ListAllMyBuckets`: the ListBuckets operation is authorized by it.'],
    ['s3:UploadPart', 'Write `s3:PutObject`: the UploadPart operation is authorized by it.'],
    ['iam:AssumeRole', 'Write `sts:AssumeRole`: the action belongs to that service.'],
    ['cloudwatch:PutLogEvents', 'Write `logs:PutLogEvents`: the action belongs to that service.'],
    ['kms:ReEncrypt', 'Write `kms:ReEncrypt*`: it needs ReEncryptFrom on the one key and ReEncryptTo on the other.'],
    ['dynamodb:TransactGetItems', 'Write `dynamodb:GetItem`: a transaction needs the actions of its parts.'],
    ['dynamodb:GetItems', 'Did you mean `dynamodb:GetItem`?'],
    ['dynamodb:Zzzzzzzzzzzzzzzzzzzz', 'Look up the actions of `dynamodb` in the Service Authorization Reference.'],
  ])('%s', (Action, help) => {
    expect(helpFor(Action)).toEqual([help]);
  });

  test.each(['iam:*', 'kms:ReEncrypt*', 's3:ListAllMyBuckets', 'lambda:Invoke*', 'bedrock-mantle:*'])(
    '%s is an action',
    (Action) => {
      expect(helpFor(Action)).toEqual([]);
    },
  );

  test('a hundred unknown actions have suggestions, the others have none', () => {
    const Action = Array.from({ length: 101 }, (_, index) => `dynamodb:GetItem${index}`);
    const helps = lintOf([{ Action, Resource: '*' }]).map(({ help }) => help);
    expect([helps.at(0), helps.at(99), helps.at(100)]).toEqual([
      'Did you mean `dynamodb:GetItem`?',
      'Did you mean `dynamodb:GetItem`?',
      'Look up the actions of `dynamodb` in the Service Authorization Reference.',
    ]);
  });
});
