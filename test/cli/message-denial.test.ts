import { describe, expect, it } from 'vitest';
import { messageDenial } from '../../functions/cli/message-denial.ts';
import { parseDenialMessage } from '../../functions/diagnosis/denial-message.ts';
import type { DeniedRequest } from '../../functions/diagnosis/diagnosis.ts';

const model = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0';
const because = 'because no identity-based policy allows the bedrock:InvokeModel action';
const refusal = (principal: string) =>
  `User: ${principal} is not authorized to perform: bedrock:InvokeModel on resource: ${model} ${because}`;

const role = 'arn:aws:iam::111122223333:role/service-role/orders-agent-role';
const sessionName = 'BedrockAgents-ORDERS0001-7d0c4a55-2f1e-4c0b-9a53-0d8e6f1b2c34';
const session = `arn:aws:sts::111122223333:assumed-role/orders-agent-role/${sessionName}`;

describe('messageDenial', () => {
  it.each<[name: string, text: string, known: Partial<DeniedRequest>]>([
    [
      'the session of an agent',
      refusal(session),
      {
        accountId: '111122223333',
        principalArn: session,
        roleName: 'orders-agent-role',
        sessionName,
        workload: { type: 'agent', id: 'ORDERS0001', actsAs: 'itself' },
        caller: 'workload',
        modelId: 'amazon.nova-pro-v1:0',
      },
    ],
    [
      'a role',
      refusal(role),
      { accountId: '111122223333', principalArn: role, roleArn: role, modelId: 'amazon.nova-pro-v1:0' },
    ],
    ['nothing', 'Access denied when calling Bedrock. Check your request permissions and retry the request.', {}],
    ['nothing, in no known words', 'it does not work', {}],
    [
      'the code that a client prints',
      `An error occurred (AccessDeniedException) when calling the InvokeModel operation: ${refusal(role)}`,
      {
        accountId: '111122223333',
        errorCode: 'AccessDeniedException',
        eventName: 'InvokeModel',
        principalArn: role,
        roleArn: role,
        modelId: 'amazon.nova-pro-v1:0',
      },
    ],
  ])('knows what the message names: %s', (_name, text, known) => {
    expect(messageDenial(text)).toEqual({ errorMessage: text, message: parseDenialMessage(text), ...known });
  });
});
