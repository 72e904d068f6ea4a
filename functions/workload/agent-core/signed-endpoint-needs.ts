import { needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { AGENT_CORE_POLICIES, accountOf, acrossAccounts } from './across-accounts.ts';
import { type AgentCorePlace, arnIn, placeRequests } from './place.ts';

const RUNTIME = /^arn:aws[a-z-]*:bedrock-agentcore:[a-z0-9-]+:\d{12}:runtime\/[\w-]+$/;

/** Invoking a runtime: the runtime itself and the endpoint that is addressed must both be allowed. */
export function agentRuntimeNeeds(
  place: AgentCorePlace,
  runtime: string | undefined,
  qualifier = 'DEFAULT',
): WorkloadNeeds {
  if (runtime === undefined || !RUNTIME.test(runtime))
    return unusable(place.label, 'the ARN of an AgentCore runtime', runtime);
  if (!/^\w+$/.test(qualifier)) return unusable(place.label, 'the endpoint of an AgentCore runtime', qualifier);
  const request = placeRequests(place, 'gateway-target-http-runtime', 'gateway', `AgentCore runtime ${runtime}`);
  const invoking = [runtime, `${runtime}/runtime-endpoint/${qualifier}`].flatMap((resource) =>
    request(['bedrock-agentcore:InvokeAgentRuntime'], resource),
  );
  return needsWith({ requests: acrossAccounts(place, accountOf(runtime), invoking, AGENT_CORE_POLICIES) });
}

/** Calling, signed by the role, whatever answers at an address. Only AgentCore's own addresses tell what they are. */
export function signedEndpointNeeds(
  place: AgentCorePlace,
  endpoint: string | undefined,
  service: string | undefined,
): WorkloadNeeds {
  const runtime = /^https:\/\/bedrock-agentcore\.[a-z0-9-]+\.amazonaws\.com\/runtimes\/([^/?]+)\//.exec(
    endpoint ?? '',
  )?.[1];
  if (runtime !== undefined) {
    const qualifier = /[?&]qualifier=(\w+)/.exec(endpoint ?? '')?.[1];
    return agentRuntimeNeeds(place, runtime.replaceAll(/%3A/gi, ':').replaceAll(/%2F/gi, '/'), qualifier);
  }
  const [, gateway, region] =
    /^https:\/\/([\w-]+)\.gateway\.bedrock-agentcore\.([a-z0-9-]+)\.amazonaws\.com\//.exec(endpoint ?? '') ?? [];
  if (gateway !== undefined && region !== undefined)
    return needsWith({
      requests: placeRequests(
        place,
        'gateway-outbound-auth',
        'gateway',
        `AgentCore gateway ${gateway}`,
      )(
        ['bedrock-agentcore:InvokeGateway'],
        arnIn({ ...place, workload: { ...place.workload, region } }, 'bedrock-agentcore', `gateway/${gateway}`),
      ),
    });
  const of = service === undefined ? '' : ` of the service ${JSON.stringify(service.slice(0, 80))}`;
  return needsWith({ gaps: [`which actions${of} ${place.label} calls with the role is not in its configuration`] });
}
