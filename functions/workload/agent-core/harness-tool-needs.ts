import { at, fieldsOf, textAt } from '../fields.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import type { RequiredRequest } from '../required-request.ts';
import { credentialNeeds } from './credential-needs.ts';
import { HARNESS, harnessIdentity } from './harness-identity.ts';
import { type AgentCorePlace, arnIn, placeRequests } from './place.ts';

const SESSIONS: Readonly<Record<'browser' | 'codeInterpreter', readonly string[]>> = {
  browser: [
    'StartBrowserSession',
    'StopBrowserSession',
    'GetBrowserSession',
    'ListBrowserSessions',
    'UpdateBrowserStream',
    'ConnectBrowserAutomationStream',
    'ConnectBrowserLiveViewStream',
  ],
  codeInterpreter: [
    'StartCodeInterpreterSession',
    'StopCodeInterpreterSession',
    'GetCodeInterpreterSession',
    'ListCodeInterpreterSessions',
    'InvokeCodeInterpreter',
  ],
};

const AGENT_CORE_ARN = /^arn:aws[a-z-]*:bedrock-agentcore:[a-z0-9-]+:(?:\d{12}|aws):([a-z-]+)\/[\w.-]+$/;

/** A tool that a harness is given. Functions that the caller runs need nothing. */
export function harnessToolNeeds(place: AgentCorePlace, tool: unknown): Partial<WorkloadNeeds> {
  const type = textAt(tool, 'type');
  const config = at(tool, 'config');
  switch (type) {
    case 'agentcore_browser': {
      const browser = textAt(config, 'agentCoreBrowser', 'browserArn') ?? awsOwned(place, 'browser/aws.browser.v1');
      return sessionNeeds(place, 'browser', ['browser', 'browser-custom'], browser);
    }
    case 'agentcore_code_interpreter': {
      const interpreter =
        textAt(config, 'agentCoreCodeInterpreter', 'codeInterpreterArn') ??
        awsOwned(place, 'code-interpreter/aws.codeinterpreter.v1');
      return sessionNeeds(place, 'codeInterpreter', ['code-interpreter', 'code-interpreter-custom'], interpreter);
    }
    case 'agentcore_gateway':
      return gatewayNeeds(place, at(config, 'agentCoreGateway'));
    case 'remote_mcp':
      return headerNeeds(place, at(config, 'remoteMcp', 'headers'));
    case 'inline_function':
      return {};
    default:
      return unusable(place.label, 'a tool of a type that this version knows', type);
  }
}

const awsOwned = (place: AgentCorePlace, resource: string): string =>
  arnIn(place, 'bedrock-agentcore', resource, 'aws');

function sessionNeeds(
  place: AgentCorePlace,
  tool: keyof typeof SESSIONS,
  types: readonly string[],
  arn: string,
): WorkloadNeeds {
  const type = AGENT_CORE_ARN.exec(arn)?.[1];
  if (type === undefined || !types.includes(type))
    return unusable(place.label, tool === 'browser' ? 'the ARN of a browser' : 'the ARN of a code interpreter', arn);
  const kind: RequiredRequest['kind'] = tool === 'browser' ? 'other' : 'codeInterpreter';
  const note =
    'The page allows the streams on the browser; the service authorization reference lists no resources for them.';
  const request = placeRequests(place, HARNESS, kind, `${tool === 'browser' ? 'browser' : 'code interpreter'} ${arn}`);
  return needsWith({
    requests: SESSIONS[tool].flatMap((action) =>
      request([`bedrock-agentcore:${action}`], arn, action.startsWith('Connect') ? { note } : {}),
    ),
  });
}

/** Without another authorization the harness signs the call with its role. */
function gatewayNeeds(place: AgentCorePlace, configuration: unknown): Partial<WorkloadNeeds> {
  const gateway = textAt(configuration, 'gatewayArn');
  if (AGENT_CORE_ARN.exec(gateway ?? '')?.[1] !== 'gateway' || gateway === undefined)
    return unusable(place.label, 'the ARN of an AgentCore gateway', gateway);
  const authorization = at(configuration, 'outboundAuth');
  if (at(authorization, 'none') !== undefined) return {};
  if (at(authorization, 'oauth') !== undefined)
    return credentialNeeds(place, credentialUse(place), 'oauth2', textAt(authorization, 'oauth', 'providerArn'));
  return {
    requests: placeRequests(
      place,
      HARNESS,
      'gateway',
      `AgentCore gateway ${gateway}`,
    )(['bedrock-agentcore:InvokeGateway'], gateway),
  };
}

/** A header may refer to an API key by the ARN of its provider. */
function headerNeeds(place: AgentCorePlace, headers: unknown): WorkloadNeeds {
  const providers = Object.values(fieldsOf(headers)).flatMap((value) =>
    typeof value === 'string'
      ? [...value.matchAll(/arn:aws[a-z-]*:bedrock-agentcore:[\w:/-]+\/apikeycredentialprovider\/[\w-]+/g)].map(
          ([arn]) => arn,
        )
      : [],
  );
  return joinNeeds(providers.map((provider) => credentialNeeds(place, credentialUse(place), 'apikey', provider)));
}

const credentialUse = (place: AgentCorePlace) => ({
  page: HARNESS,
  workloadIdentity: harnessIdentity(place),
  listsVault: true,
});
