import {
  BedrockAgentCoreControlClient,
  GetAgentRuntimeCommand,
  GetApiKeyCredentialProviderCommand,
  GetEvaluatorCommand,
  GetGatewayCommand,
  GetGatewayTargetCommand,
  GetHarnessCommand,
  GetMemoryCommand,
  GetOauth2CredentialProviderCommand,
  ListAgentRuntimeEndpointsCommand,
  ListAgentRuntimesCommand,
  ListBrowsersCommand,
  ListCodeInterpretersCommand,
  ListEvaluatorsCommand,
  ListGatewaysCommand,
  ListGatewayTargetsCommand,
  ListHarnessesCommand,
  ListMemoriesCommand,
  ListOnlineEvaluationConfigsCommand,
} from '@aws-sdk/client-bedrock-agentcore-control';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LocalAccount, startLocalAccount } from '../../functions/local-account/server.ts';
import { answerOf, clientConfig, EMPTY } from './account-under-test.ts';

let account: LocalAccount;
let client: BedrockAgentCoreControlClient;

const runtime = { agentRuntimeId: 'shop-ABCDEFGHIJ', agentRuntimeName: 'shop', status: 'READY', roleArn: 'arn:r' };
const endpoint = { name: 'live', liveVersion: '1', status: 'READY' };
const versions = [{ ...runtime, agentRuntimeVersion: '1', roleArn: 'arn:r1' }];
const oauth = { name: 'crm', clientSecretArn: { secretArn: 'arn:s' } };
const target = { targetId: 'TARGET0001', name: 'orders', status: 'READY', targetConfiguration: { mcp: {} } };
const gateway = { gatewayId: 'tools-abcdefghij', name: 'tools', status: 'READY', roleArn: 'arn:g' };
const memory = { memory: { id: 'mem-1', arn: 'arn:m', name: 'm', status: 'ACTIVE' } };
const harness = { harness: { harnessId: 'h-1', harnessName: 'h', status: 'READY' } };

beforeAll(async () => {
  account = await startLocalAccount({
    ...EMPTY,
    agentCore: {
      runtimes: [{ ...runtime, endpoints: [endpoint], versions }, { agentRuntimeId: 'bare-ABCDEFGHIJ' }],
      gateways: [{ ...gateway, targets: [target] }, { gatewayId: 'bare-abcdefghij' }],
      memories: [memory],
      harnesses: [harness],
      evaluators: [],
    },
    agentCoreIdentity: {
      oauth2CredentialProviders: [{ ...oauth, createdTime: '2026-01-02T03:04:05.000Z' }],
    },
    unread: [
      { part: 'agentCore.runtimes.shop-ABCDEFGHIJ.versions.2', error: 'InternalServerException' },
      { part: 'agentCoreIdentity.oauth2CredentialProviders.erp', error: 'InternalServerException' },
      { part: 'agentCore.runtimes.hidden-ABCDEFGHIJ', error: 'ThrottlingException' },
      { part: 'agentCore.gateways.tools-abcdefghij.targets.TARGET0002', error: 'InternalServerException' },
      { part: 'agentCore.onlineEvaluationConfigs', error: 'AccessDeniedException' },
    ],
  });
  client = new BedrockAgentCoreControlClient(clientConfig(account.endpoint));
});
afterAll(() => account.close());

const gatewayIdentifier = gateway.gatewayId;
const notFound = { error: 'ResourceNotFoundException' };
const denied = { error: 'AccessDeniedException' };

describe('AgentCore answers', () => {
  it.each([
    [
      'runtimes in short, those that were unread by name',
      new ListAgentRuntimesCommand({}),
      {
        agentRuntimes: [
          { agentRuntimeId: 'shop-ABCDEFGHIJ', agentRuntimeName: 'shop', status: 'READY' },
          { agentRuntimeId: 'bare-ABCDEFGHIJ' },
          { agentRuntimeId: 'hidden-ABCDEFGHIJ' },
        ],
      },
    ],
    ['a runtime', new GetAgentRuntimeCommand({ agentRuntimeId: runtime.agentRuntimeId }), runtime],
    [
      'a version of a runtime',
      new GetAgentRuntimeCommand({ agentRuntimeId: runtime.agentRuntimeId, agentRuntimeVersion: '1' }),
      versions[0],
    ],
    [
      'a version that was unread',
      new GetAgentRuntimeCommand({ agentRuntimeId: runtime.agentRuntimeId, agentRuntimeVersion: '2' }),
      { error: 'InternalServerException' },
    ],
    [
      'a version that nobody knows',
      new GetAgentRuntimeCommand({ agentRuntimeId: runtime.agentRuntimeId, agentRuntimeVersion: '3' }),
      denied,
    ],
    [
      'the endpoints of a runtime',
      new ListAgentRuntimeEndpointsCommand({ agentRuntimeId: runtime.agentRuntimeId }),
      { runtimeEndpoints: [endpoint] },
    ],
    [
      'endpoints that nobody knows',
      new ListAgentRuntimeEndpointsCommand({ agentRuntimeId: 'bare-ABCDEFGHIJ' }),
      denied,
    ],
    [
      'a credential provider',
      new GetOauth2CredentialProviderCommand({ name: 'crm' }),
      { ...oauth, createdTime: '2026-01-02T03:04:05.000Z' },
    ],
    ['no such provider', new GetOauth2CredentialProviderCommand({ name: 'x' }), notFound],
    [
      'a provider that was unread',
      new GetOauth2CredentialProviderCommand({ name: 'erp' }),
      { error: 'InternalServerException' },
    ],
    ['a provider that nobody knows', new GetApiKeyCredentialProviderCommand({ name: 'maps' }), denied],
    ['no such runtime', new GetAgentRuntimeCommand({ agentRuntimeId: 'other-ABCDEFGHIJ' }), notFound],
    [
      'a runtime that was unread',
      new GetAgentRuntimeCommand({ agentRuntimeId: 'hidden-ABCDEFGHIJ' }),
      { error: 'ThrottlingException' },
    ],
    [
      'gateways in short',
      new ListGatewaysCommand({}),
      {
        items: [{ gatewayId: gateway.gatewayId, name: 'tools', status: 'READY' }, { gatewayId: 'bare-abcdefghij' }],
      },
    ],
    ['a gateway without its targets', new GetGatewayCommand({ gatewayIdentifier }), gateway],
    [
      'the targets of a gateway',
      new ListGatewayTargetsCommand({ gatewayIdentifier }),
      { items: [{ targetId: 'TARGET0001', name: 'orders', status: 'READY' }, { targetId: 'TARGET0002' }] },
    ],
    ['targets that nobody knows', new ListGatewayTargetsCommand({ gatewayIdentifier: 'bare-abcdefghij' }), denied],
    ['a target', new GetGatewayTargetCommand({ gatewayIdentifier, targetId: 'TARGET0001' }), target],
    ['no such target', new GetGatewayTargetCommand({ gatewayIdentifier, targetId: 'TARGET0009' }), notFound],
    [
      'a target that was unread',
      new GetGatewayTargetCommand({ gatewayIdentifier, targetId: 'TARGET0002' }),
      { error: 'InternalServerException' },
    ],
    ['memories in short', new ListMemoriesCommand({}), { memories: [{ id: 'mem-1', arn: 'arn:m', status: 'ACTIVE' }] }],
    ['a memory', new GetMemoryCommand({ memoryId: 'mem-1' }), memory],
    [
      'harnesses in short',
      new ListHarnessesCommand({}),
      { harnesses: [{ harnessId: 'h-1', harnessName: 'h', status: 'READY' }] },
    ],
    ['a harness', new GetHarnessCommand({ harnessId: 'h-1' }), harness],
    ['no evaluators', new ListEvaluatorsCommand({}), { evaluators: [] }],
    ['no such evaluator', new GetEvaluatorCommand({ evaluatorId: 'Builtin.Helpfulness' }), notFound],
    ['a list that was refused', new ListOnlineEvaluationConfigsCommand({}), denied],
    ['a list that nobody knows', new ListBrowsersCommand({}), denied],
    ['another list that nobody knows', new ListCodeInterpretersCommand({}), denied],
  ])('%s', async (_, command, answer) => {
    expect(await answerOf(client.send(command as ListBrowsersCommand))).toEqual(answer);
  });
});
