import { at, fieldsOf } from '../fields.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import type { RequiredRequest } from '../required-request.ts';
import { AGENT_CORE_POLICIES, accountOf, acrossAccounts, foreignGap, isForeign } from './across-accounts.ts';
import { credentialNeeds } from './credential-needs.ts';
import { HARNESS, harnessCredentialUse } from './harness-identity.ts';
import { type AgentCorePlace, arnIn, placeRequests } from './place.ts';
import { inWords, isAbsent, isNoStructure, memberNeeds, needsNothing } from './union.ts';

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

/** A tool that a harness is given. Functions that the caller runs need nothing; AWS's own browser or code interpreter no name. */
export function harnessToolNeeds(place: AgentCorePlace, tool: unknown): Partial<WorkloadNeeds> {
  const type = inWords(at(tool, 'type'));
  const config = at(tool, 'config');
  switch (type) {
    case 'agentcore_browser':
      return isAbsent(config)
        ? browserNeeds(place, config)
        : memberNeeds(place.label, 'a browser', config, {
            agentCoreBrowser: (browser) => browserNeeds(place, browser),
          });
    case 'agentcore_code_interpreter':
      return isAbsent(config)
        ? interpreterNeeds(place, config)
        : memberNeeds(place.label, 'a code interpreter', config, {
            agentCoreCodeInterpreter: (interpreter) => interpreterNeeds(place, interpreter),
          });
    case 'agentcore_gateway':
      return memberNeeds(place.label, 'a gateway', config, {
        agentCoreGateway: (gateway) => gatewayNeeds(place, gateway),
      });
    case 'remote_mcp':
      return memberNeeds(place.label, 'a remote MCP server', config, {
        remoteMcp: (server) => remoteNeeds(place, server),
      });
    case 'inline_function':
      return {};
    default:
      return unusable(place.label, 'a tool of a type that this version knows', type);
  }
}

const browserNeeds = (place: AgentCorePlace, config: unknown): WorkloadNeeds =>
  isNoStructure(config)
    ? unusable(place.label, 'a browser', inWords(config))
    : sessionNeeds(
        place,
        'browser',
        ['browser', 'browser-custom'],
        inWords(at(config, 'browserArn')) ?? awsOwned(place, 'browser/aws.browser.v1'),
      );

const interpreterNeeds = (place: AgentCorePlace, config: unknown): WorkloadNeeds =>
  isNoStructure(config)
    ? unusable(place.label, 'a code interpreter', inWords(config))
    : sessionNeeds(
        place,
        'codeInterpreter',
        ['code-interpreter', 'code-interpreter-custom'],
        inWords(at(config, 'codeInterpreterArn')) ?? awsOwned(place, 'code-interpreter/aws.codeinterpreter.v1'),
      );

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
  if (accountOf(arn) !== 'aws' && isForeign(place, arn)) return foreignGap(place, arn);
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
function gatewayNeeds(place: AgentCorePlace, configuration: unknown): WorkloadNeeds {
  const gateway = inWords(at(configuration, 'gatewayArn'));
  if (AGENT_CORE_ARN.exec(gateway ?? '')?.[1] !== 'gateway' || gateway === undefined)
    return unusable(place.label, 'the ARN of an AgentCore gateway', gateway);
  const signing = () => {
    const invoking = placeRequests(
      place,
      HARNESS,
      'gateway',
      `AgentCore gateway ${gateway}`,
    )(['bedrock-agentcore:InvokeGateway'], gateway);
    return { requests: acrossAccounts(place, accountOf(gateway), invoking, AGENT_CORE_POLICIES) };
  };
  const authorization = at(configuration, 'outboundAuth');
  if (isAbsent(authorization)) return needsWith(signing());
  return memberNeeds(place.label, 'an outbound authorization', authorization, {
    awsIam: signing,
    none: needsNothing,
    oauth: (oauth) => credentialNeeds(place, harnessCredentialUse(place), 'oauth2', inWords(at(oauth, 'providerArn'))),
  });
}

/** A header may refer to an API key by the ARN of its provider. The server itself is not called with the role. */
function remoteNeeds(place: AgentCorePlace, server: unknown): WorkloadNeeds {
  const url = at(server, 'url');
  const headers = at(server, 'headers');
  if (typeof url !== 'string') return unusable(place.label, 'the URL of a remote MCP server', inWords(url));
  if (isNoStructure(headers)) return unusable(place.label, 'the headers of a remote MCP server', inWords(headers));
  const providers = Object.values(fieldsOf(headers)).flatMap((value) =>
    typeof value === 'string' ? (value.match(/arn:aws[a-z-]*:bedrock-agentcore:[\w:/.-]+/g) ?? []) : [],
  );
  return joinNeeds(
    providers.map((provider) => credentialNeeds(place, harnessCredentialUse(place), 'apikey', provider)),
  );
}
