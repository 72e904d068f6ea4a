import type { StatementLint } from './lint.ts';
import { nearest } from './nearest.ts';
import { serviceAuthorization } from './service-authorization.ts';

/** Names of SDK clients, endpoints and command groups that people write where the IAM prefix belongs. */
const CLIENT_NAMES: Readonly<Record<string, string>> = {
  'bedrock-agent': 'bedrock',
  'bedrock-agent-runtime': 'bedrock',
  'bedrock-agentcore-control': 'bedrock-agentcore',
  'bedrock-data-automation': 'bedrock',
  'bedrock-data-automation-runtime': 'bedrock',
  'bedrock-runtime': 'bedrock',
  bedrockruntime: 'bedrock',
  cloudwatchlogs: 'logs',
  opensearchserverless: 'aoss',
  stepfunctions: 'states',
};

/** Operations that another action authorizes, and names that were once valid. */
const INSTEAD: Readonly<Record<string, readonly [action: string, why: string]>> = {
  'bedrock:queryknowledgebase': ['bedrock:Retrieve', 'it was the name during the preview, until the end of 2023'],
  'bedrock:converse': ['bedrock:InvokeModel', 'the Converse operation is authorized by it'],
  'bedrock:conversestream': [
    'bedrock:InvokeModelWithResponseStream',
    'the ConverseStream operation is authorized by it',
  ],
  'bedrock:retrieveandgeneratestream': ['bedrock:RetrieveAndGenerate', 'the streaming operation is authorized by it'],
  'lambda:invoke': ['lambda:InvokeFunction', 'the Invoke operation is authorized by it'],
  's3:headbucket': ['s3:ListBucket', 'the HeadBucket operation is authorized by it'],
  's3:headobject': ['s3:GetObject', 'the HeadObject operation is authorized by it'],
  's3:listobjects': ['s3:ListBucket', 'the ListObjects operation is authorized by it'],
  's3:listobjectsv2': ['s3:ListBucket', 'the ListObjectsV2 operation is authorized by it'],
};

/** Service prefixes that AWS does not have, and actions that their service does not have. */
export const lintActions: StatementLint = ({ actions }) => {
  const element = actions.except ? 'NotAction' : 'Action';
  return [...new Set(actions.patterns)].flatMap((value): ReturnType<StatementLint> => {
    const [prefix = '', name = ''] = value.split(':');
    if (!value.includes(':') || prefix === '*') return [];
    if (!serviceAuthorization.isKnownPrefix(prefix)) {
      const message = `AWS has no service prefix \`${prefix}\`, so \`${value}\` stands for no action`;
      return [{ id: 'unknown-service-prefix', element, value, message, help: prefixHelp(prefix, name) }];
    }
    if (!serviceAuthorization.isCovered(prefix) || serviceAuthorization.actionsMatching(value).length > 0) return [];
    const message = /[*?]/.test(name)
      ? `no action of \`${prefix.toLowerCase()}\` matches \`${value}\``
      : `\`${value}\` is not an action`;
    return [{ id: 'unknown-action', element, value, message, help: actionHelp(prefix, value) }];
  });
};

function prefixHelp(written: string, name: string): string {
  const client = CLIENT_NAMES[written.toLowerCase()];
  if (client !== undefined) {
    const action = `${client}:${name}`;
    const exists = serviceAuthorization.actionsMatching(action).length > 0;
    const instead = exists ? `Write \`${action}\`.` : actionHelp(client, action);
    return `\`${written}\` is the name of an SDK client; its actions have the prefix \`${client}\`. ${instead}`;
  }
  const meant = nearest(written, serviceAuthorization.prefixes);
  return meant === undefined ? 'Write the service prefix of the action.' : `Did you mean \`${meant}:${name}\`?`;
}

function actionHelp(prefix: string, value: string): string {
  const instead = INSTEAD[value.toLowerCase()];
  if (instead !== undefined) return `Write \`${instead[0]}\`: ${instead[1]}.`;
  const meant = nearest(
    value,
    serviceAuthorization.actions(prefix).map(({ action }) => action),
  );
  return meant === undefined
    ? `Look up the actions of \`${prefix}\` in the Service Authorization Reference.`
    : `Did you mean \`${meant}\`?`;
}
