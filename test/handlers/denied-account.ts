import type { Snapshot } from '../../functions/workload/snapshot.ts';

export const ACCOUNT = '111122223333';
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/service-role/agent`;
const AGENT = `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/AGENT00001`;
export const MODEL = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0';

/** The agent's role may do this. */
export function accountAllowing(...actions: readonly string[]): Snapshot {
  const statements = actions.map((Action) => ({ Effect: 'Allow', Action, Resource: '*' }));
  return {
    format: 'bedrock-warden/snapshot/1',
    takenAt: '2026-11-22T10:00:00.000Z',
    accountId: ACCOUNT,
    region: 'us-east-1',
    iam: {
      RoleDetailList: [
        {
          Path: '/service-role/',
          RoleName: 'agent',
          RoleId: 'AROAAGENT00000000001',
          Arn: ROLE,
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'sts:AssumeRole' }],
          },
          RolePolicyList:
            statements.length === 0
              ? []
              : [{ PolicyName: 'agent', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
          AttachedManagedPolicies: [],
        },
      ],
      Policies: [],
    },
    agents: [
      {
        agent: {
          agentId: 'AGENT00001',
          agentName: 'a',
          agentArn: AGENT,
          agentResourceRoleArn: ROLE,
          foundationModel: 'amazon.nova-pro-v1:0',
        },
        actionGroups: [],
        knowledgeBases: [],
        collaborators: [],
        versions: [],
        aliases: [],
      },
    ],
    knowledgeBases: [],
    flows: [],
  };
}

export const identity = (roleArn: string, session: string) => {
  const name = roleArn.split('/').at(-1) ?? '';
  const accountId = roleArn.split(':')[4] ?? '';
  return {
    type: 'AssumedRole',
    arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${session}`,
    accountId,
    sessionContext: { sessionIssuer: { type: 'Role', arn: roleArn, userName: name } },
  };
};

const SESSION = 'BedrockAgents-AGENT00001-1f4c33b8-3a69-42be-bae0-c3e8d43a231a';

/** A denial of the agent, as CloudTrail records it. */
export function denial(eventID: string, eventTime: string, action = 'bedrock:InvokeModel', layer = 'identity-based') {
  return {
    eventVersion: '1.11',
    eventID,
    eventTime,
    eventSource: 'bedrock.amazonaws.com',
    eventName: action.split(':')[1] ?? '',
    awsRegion: 'us-east-1',
    recipientAccountId: ACCOUNT,
    errorCode: 'AccessDenied',
    errorMessage: `User: arn:aws:sts::${ACCOUNT}:assumed-role/agent/${SESSION} is not authorized to perform: ${action} on resource: ${MODEL} because no ${layer} policy allows the ${action} action`,
    requestParameters: { modelId: 'amazon.nova-pro-v1:0' },
    userIdentity: identity(ROLE, SESSION),
  };
}
