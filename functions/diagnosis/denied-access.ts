import { serviceAuthorization } from '../iam/service-authorization.ts';
import { deniedResource } from './denied-resource.ts';
import type { DeniedRequest } from './diagnosis.ts';

/** API operations that are authorised under another name. */
const ACTIONS: Readonly<Record<string, string>> = {
  InvokeModel: 'bedrock:InvokeModel',
  Converse: 'bedrock:InvokeModel',
  InvokeModelWithResponseStream: 'bedrock:InvokeModelWithResponseStream',
  ConverseStream: 'bedrock:InvokeModelWithResponseStream',
  InvokeModelWithBidirectionalStream: 'bedrock:InvokeModel',
};

/** Operations of other names than their actions, by service. Those of models are above. */
const RENAMED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  bedrock: { RetrieveAndGenerateStream: 'RetrieveAndGenerate', StartAsyncInvoke: 'InvokeModel' },
  'bedrock-agentcore': { InvokeMcp: 'InvokeGateway' },
  lambda: { Invoke: 'InvokeFunction' },
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html
  s3: {
    HeadObject: 'GetObject',
    HeadBucket: 'ListBucket',
    ListObjects: 'ListBucket',
    ListObjectsV2: 'ListBucket',
    CreateMultipartUpload: 'PutObject',
    UploadPart: 'PutObject',
    CompleteMultipartUpload: 'PutObject',
  },
};

const PREFIXES: Readonly<Record<string, string>> = {
  'bedrock.amazonaws.com': 'bedrock',
  'bedrock-runtime.amazonaws.com': 'bedrock',
  'bedrock-agentcore.amazonaws.com': 'bedrock-agentcore',
  'bedrock-mantle.amazonaws.com': 'bedrock-mantle',
};

export interface DeniedAccess {
  readonly action?: string;
  /** Only when it is certain: the message names it, or the call has the one resource that the action can be denied on. */
  readonly resource?: string;
}

/** Does the operation call a model itself? */
export const callsModel = (eventName: string | undefined): boolean =>
  eventName !== undefined && Object.hasOwn(ACTIONS, eventName);

/** The IAM action and resource that were denied. The message's word counts before the record's. */
export function deniedAccess(denied: DeniedRequest): DeniedAccess {
  const { message } = denied;
  const action = message.action ?? actionOfEvent(denied);
  const resource = message.resource ?? (isOfEvent(denied) ? (modelArn(denied) ?? ofRecord(action, denied)) : undefined);
  return { ...(action === undefined ? {} : { action }), ...(resource === undefined ? {} : { resource }) };
}

/** A message may tell of another action than the call's: then the record's resources are not those of the message. */
function isOfEvent(denied: DeniedRequest): boolean {
  const { action } = denied.message;
  return action === undefined || action.toLowerCase() === actionOfEvent(denied)?.toLowerCase();
}

/** A call of a model is denied on the profile or any of its models, so nothing but a plain model id tells which. */
const ofRecord = (action: string | undefined, denied: DeniedRequest): string | undefined =>
  action === undefined || callsModel(denied.eventName) ? undefined : deniedResource(action, denied);

function actionOfEvent({ eventSource, eventName, message }: DeniedRequest): string | undefined {
  if (eventName === undefined || message.template === 'generic-knowledge-base') return undefined;
  if (Object.hasOwn(ACTIONS, eventName)) return ACTIONS[eventName];
  // Whoever is refused with these texts called a workload that was then refused itself.
  if (message.template === 'generic-bedrock' || message.template === 'lambda-refused') return undefined;
  const service = serviceOf(eventSource);
  if (service === undefined) return undefined;
  const renamed = Object.hasOwn(RENAMED, service) ? RENAMED[service] : undefined;
  const name = renamed !== undefined && Object.hasOwn(renamed, eventName) ? renamed[eventName] : eventName;
  const action = `${service}:${name}`;
  return serviceAuthorization.resourceTypesOf(action) === undefined ? undefined : action;
}

/** `s3` of `s3.amazonaws.com`: the service prefix of the actions of an event. */
export function serviceOf(eventSource = ''): string | undefined {
  if (Object.hasOwn(PREFIXES, eventSource)) return PREFIXES[eventSource];
  const service = /^([a-z0-9-]+)\.amazonaws\.com$/.exec(eventSource)?.[1];
  return service !== undefined && serviceAuthorization.isCovered(service) ? service : undefined;
}

/** A profile is denied on its own ARN or on any of its models', so only a plain model id tells the resource. */
function modelArn({ modelId, region, principalArn, eventName }: DeniedRequest): string | undefined {
  if (modelId === undefined || !callsModel(eventName)) return undefined;
  if (/^arn:[a-z-]+:bedrock:[a-z0-9-]+::foundation-model\/[\w.:-]+$/.test(modelId)) return modelId;
  const partition = /^arn:([a-z-]+):/.exec(principalArn ?? '')?.[1];
  if (partition === undefined || region === undefined || !/^[a-z]{2}(?:-[a-z]+)+-\d$/.test(region)) return undefined;
  const isModelId = /^[a-z0-9-]+(?:[.:][\w-]+)+$/.test(modelId) && !isProfileId(modelId);
  return isModelId ? `arn:${partition}:bedrock:${region}::foundation-model/${modelId}` : undefined;
}

/** `us.anthropic.…`, `global.amazon.…`: a geography stands before the provider. */
export const isProfileId = (modelId: string): boolean =>
  /^(?:global|us|us-gov|eu|apac|jp|au|ca|sa|me|af|in|kr|uk)\./.test(modelId) ||
  /^[a-z-]{2,8}\.[a-z0-9]+\.[a-z]/.test(modelId);

/** `us.anthropic.claude-…` and ARNs to `anthropic`; undefined when the text names no provider. */
export function providerOf(modelId: string | undefined): string | undefined {
  if (modelId === undefined) return undefined;
  const arn = /^arn:[^:]*:bedrock:[^:]*:\d*:([a-z-]+)\/(.+)$/.exec(modelId);
  if (arn !== null && arn[1] !== 'foundation-model' && arn[1] !== 'inference-profile') return undefined;
  const id = arn?.[2] ?? modelId;
  if (id.includes(':') && id.startsWith('arn:')) return undefined;
  const parts = id.split('.');
  const provider = isProfileId(id) ? parts[1] : parts[0];
  return parts.length > 1 && provider !== undefined ? provider.toLowerCase() : undefined;
}
