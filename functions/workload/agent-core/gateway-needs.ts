import { at } from '../fields.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { notRead, unreadBelow } from '../unread.ts';
import { foreignGap, isForeign } from './across-accounts.ts';
import { gatewayTargetNeeds } from './gateway-target-needs.ts';
import { keyNeeds } from './key-needs.ts';
import { lambdaNeeds } from './lambda-needs.ts';
import { type AgentCorePlace, placeRequests } from './place.ts';
import { authorizerNeeds } from './setting-needs.ts';
import { inWords, isAbsent, itemNeeds, memberNeeds, needsNothing } from './union.ts';

const POLICY_ENGINE = /^arn:aws[a-z-]*:bedrock-agentcore:[a-z0-9-]+:\d{12}:policy-engine\/[\w-]+$/;

/** Calling the targets, the functions around every call, and the policy engine that authorises it. */
export const gatewayNeeds = (place: AgentCorePlace): WorkloadNeeds =>
  joinNeeds([
    targetNeeds(place),
    itemNeeds(place.label, 'interceptors', at(place.resource, 'interceptorConfigurations'), (configuration) =>
      memberNeeds(place.label, 'an interceptor', at(configuration, 'interceptor'), {
        lambda: (lambda) => lambdaNeeds(place, 'gateway-interceptors-permissions', inWords(at(lambda, 'arn'))),
      }),
    ),
    transformNeeds(place),
    policyEngineNeeds(place),
    gatewayKeyNeeds(place),
    authorizerNeeds(place),
    protocolNeeds(place),
  ]);

function targetNeeds(place: AgentCorePlace): WorkloadNeeds {
  const { snapshot, workload, label, resource } = place;
  const part = `agentCore.gateways.${workload.id}.targets`;
  if (isAbsent(at(resource, 'targets')))
    return needsWith({ gaps: [notRead(snapshot, part, `the targets of ${label}`, 'were')] });
  const refused = unreadBelow(snapshot, part).map(
    ({ part: target, error }) => `target ${target.slice(part.length + 1)} of ${label} was not read (${error})`,
  );
  return joinNeeds([
    itemNeeds(label, 'targets', at(resource, 'targets'), (target) => gatewayTargetNeeds(place, target)),
    { gaps: refused },
  ]);
}

function transformNeeds(place: AgentCorePlace): Partial<WorkloadNeeds> {
  const transformation = at(place.resource, 'customTransformConfiguration');
  if (isAbsent(transformation)) return {};
  return memberNeeds(place.label, 'a transformation', transformation, {
    lambda: (lambda) => lambdaNeeds(place, 'gateway-prerequisites-permissions', inWords(at(lambda, 'arn'))),
  });
}

/** How callers speak to the gateway. */
function protocolNeeds({ label, resource }: AgentCorePlace): Partial<WorkloadNeeds> {
  const protocol = at(resource, 'protocolConfiguration');
  return isAbsent(protocol) ? {} : memberNeeds(label, 'a protocol', protocol, { mcp: needsNothing });
}

/** Whether it enforces or only logs: without these, every tool is denied. */
function policyEngineNeeds(place: AgentCorePlace): Partial<WorkloadNeeds> {
  const configuration = at(place.resource, 'policyEngineConfiguration');
  if (isAbsent(configuration)) return {};
  const engine = inWords(at(configuration, 'arn'));
  if (engine === undefined || !POLICY_ENGINE.test(engine))
    return unusable(place.label, 'the ARN of a policy engine', engine);
  if (isForeign(place, engine)) return foreignGap(place, engine);
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
function gatewayKeyNeeds(place: AgentCorePlace): Partial<WorkloadNeeds> {
  const { arn, region } = place.workload;
  const viaService = { 'kms:ViaService': `bedrock-agentcore.${region}.amazonaws.com` };
  const ofGateway = { ...viaService, 'kms:EncryptionContext:aws:bedrock-agentcore-gateway:arn': arn };
  return keyNeeds(place, at(place.resource, 'kmsKeyArn'), {
    page: 'gateway-encryption',
    uses: [
      { actions: ['kms:DescribeKey'], context: viaService },
      { actions: ['kms:CreateGrant', 'kms:Decrypt', 'kms:GenerateDataKey'], context: ofGateway },
    ],
    isInKeyPolicy: true,
    note: 'The page asks for it in the key policy alone.',
  });
}
