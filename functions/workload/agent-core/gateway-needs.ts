import { at, listAt, textAt } from '../fields.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { notRead, unreadBelow } from '../unread.ts';
import { gatewayTargetNeeds } from './gateway-target-needs.ts';
import { lambdaNeeds } from './lambda-needs.ts';
import { type AgentCorePlace, placeRequests } from './place.ts';

const POLICY_ENGINE = /^arn:aws[a-z-]*:bedrock-agentcore:[a-z0-9-]+:\d{12}:policy-engine\/[\w-]+$/;

/** Calling the targets, the functions around every call, and the policy engine that authorises it. */
export const gatewayNeeds = (place: AgentCorePlace): WorkloadNeeds =>
  joinNeeds([
    targetNeeds(place),
    ...listAt(place.resource, 'interceptorConfigurations').map((configuration) =>
      lambdaNeeds(place, 'gateway-interceptors-permissions', textAt(configuration, 'interceptor', 'lambda', 'arn')),
    ),
    transformNeeds(place),
    policyEngineNeeds(place),
    keyNeeds(place),
  ]);

function targetNeeds(place: AgentCorePlace): WorkloadNeeds {
  const { snapshot, workload, label, resource } = place;
  const part = `agentCore.gateways.${workload.id}.targets`;
  if (at(resource, 'targets') === undefined)
    return needsWith({ gaps: [notRead(snapshot, part, `the targets of ${label}`, 'were')] });
  const refused = unreadBelow(snapshot, part).map(
    ({ part: target, error }) => `target ${target.slice(part.length + 1)} of ${label} was not read (${error})`,
  );
  return joinNeeds([
    ...listAt(resource, 'targets').map((target) => gatewayTargetNeeds(place, target)),
    { gaps: refused },
  ]);
}

function transformNeeds(place: AgentCorePlace): Partial<WorkloadNeeds> {
  const lambda = at(place.resource, 'customTransformConfiguration', 'lambda');
  return lambda === undefined ? {} : lambdaNeeds(place, 'gateway-prerequisites-permissions', textAt(lambda, 'arn'));
}

/** Whether it enforces or only logs: without these, every tool is denied. */
function policyEngineNeeds(place: AgentCorePlace): Partial<WorkloadNeeds> {
  const configuration = at(place.resource, 'policyEngineConfiguration');
  if (configuration === undefined) return {};
  const engine = textAt(configuration, 'arn');
  if (engine === undefined || !POLICY_ENGINE.test(engine))
    return unusable(place.label, 'the ARN of a policy engine', engine);
  const request = placeRequests(place, 'policy-permissions', 'gateway', `policy engine ${engine}`);
  return {
    requests: [
      ...request(['bedrock-agentcore:GetPolicyEngine'], engine),
      ...[engine, place.workload.arn].flatMap((resource) =>
        request(['bedrock-agentcore:AuthorizeAction', 'bedrock-agentcore:PartiallyAuthorizeActions'], resource),
      ),
    ],
  };
}

/** The key policy names the role; in the same account that is enough. */
function keyNeeds(place: AgentCorePlace): Partial<WorkloadNeeds> {
  const key = textAt(place.resource, 'kmsKeyArn');
  if (key === undefined) return {};
  const { workload } = place;
  const request = placeRequests(place, 'gateway-encryption', 'encryptionKey', `encryption key ${key}`);
  const viaService = { 'kms:ViaService': `bedrock-agentcore.${workload.region}.amazonaws.com` };
  const ofGateway = { ...viaService, 'kms:EncryptionContext:aws:bedrock-agentcore-gateway:arn': workload.arn };
  const cryptographic = ['kms:CreateGrant', 'kms:Decrypt', 'kms:GenerateDataKey'];
  const keyPolicy = { heldBy: 'keyPolicy', principal: workload.roleArn } as const;
  const role = { necessity: 'optional', note: 'The page asks for it in the key policy alone.' } as const;
  return {
    requests: [keyPolicy, role].flatMap((holder) => [
      ...request(['kms:DescribeKey'], key, { context: viaService, ...holder }),
      ...request(cryptographic, key, { context: ofGateway, ...holder }),
    ]),
  };
}
