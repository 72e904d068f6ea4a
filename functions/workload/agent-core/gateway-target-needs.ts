import { at, listAt, textAt } from '../fields.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { apiGatewayNeeds } from './api-gateway-needs.ts';
import { connectorNeeds } from './connector-needs.ts';
import { credentialNeeds } from './credential-needs.ts';
import { lambdaNeeds } from './lambda-needs.ts';
import { type AgentCorePlace, placeRequests } from './place.ts';
import { bucketArn, s3Location } from './s3-location.ts';
import { agentRuntimeNeeds, signedEndpointNeeds } from './signed-endpoint-needs.ts';

const PAGE = 'gateway-prerequisites-permissions';

/** What the role needs for one target: where its schema is, how it is called, and with whose credentials. */
export function gatewayTargetNeeds(gateway: AgentCorePlace, target: unknown): WorkloadNeeds {
  const name = textAt(target, 'name') ?? textAt(target, 'targetId') ?? 'without a name';
  const place = { ...gateway, label: `target ${name.slice(0, 80)} of ${gateway.label}` };
  const configuration = at(target, 'targetConfiguration');
  if (configuration === undefined) return needsWith({ gaps: [`the configuration of ${place.label} was not read`] });
  const providers = listAt(target, 'credentialProviderConfigurations');
  const signer = providers.find((provider) => textAt(provider, 'credentialProviderType') === 'GATEWAY_IAM_ROLE');
  return joinNeeds([
    ...schemasOf(configuration).map((schema) => schemaNeeds(place, schema)),
    callNeeds(place, configuration, signer),
    ...(signer === undefined ? [] : [ownGatewayNeeds(place)]),
    ...providers.map((provider) => providerNeeds(place, provider)),
  ]);
}

/** Every place at which a target may name a schema. */
const schemasOf = (configuration: unknown): readonly unknown[] =>
  [
    at(configuration, 'mcp', 'openApiSchema', 's3'),
    at(configuration, 'mcp', 'smithyModel', 's3'),
    at(configuration, 'mcp', 'lambda', 'toolSchema', 's3'),
    at(configuration, 'mcp', 'mcpServer', 'mcpToolSchema', 's3'),
    at(configuration, 'http', 'agentcoreRuntime', 'schema', 'source', 's3'),
    at(configuration, 'http', 'passthrough', 'schema', 'source', 's3'),
  ].filter((schema) => schema !== undefined);

function schemaNeeds(place: AgentCorePlace, schema: unknown): WorkloadNeeds {
  const uri = textAt(schema, 'uri');
  const location = s3Location(uri);
  if (location === undefined || location.key === '') return unusable(place.label, 'an object in Amazon S3', uri);
  return needsWith({
    requests: placeRequests(
      place,
      PAGE,
      'schema',
      `schema ${uri}`,
    )(['s3:GetObject'], `${bucketArn(place, location.bucket)}/${location.key}`, {
      context: { 'aws:ResourceAccount': textAt(schema, 'bucketOwnerAccountId') ?? place.snapshot.accountId },
    }),
  });
}

function callNeeds(place: AgentCorePlace, configuration: unknown, signer: unknown): Partial<WorkloadNeeds> {
  const mcp = at(configuration, 'mcp');
  const http = at(configuration, 'http');
  const inference = at(configuration, 'inference');
  if (at(mcp, 'lambda') !== undefined) return lambdaNeeds(place, PAGE, textAt(mcp, 'lambda', 'lambdaArn'));
  if (at(mcp, 'connector') !== undefined) return connectorNeeds(place, at(mcp, 'connector'));
  const isKnown = [
    at(mcp, 'openApiSchema'),
    at(mcp, 'smithyModel'),
    at(mcp, 'mcpServer'),
    at(mcp, 'apiGateway'),
    at(http, 'agentcoreRuntime'),
    at(http, 'passthrough'),
    at(http, 'connector'),
    at(inference, 'connector'),
    at(inference, 'provider'),
  ].some((member) => member !== undefined);
  if (!isKnown) return { gaps: [`${place.label} is of a type that this version does not know`] };
  // With any other credentials it is not the role that is let in.
  if (signer === undefined) return {};
  if (at(mcp, 'apiGateway') !== undefined) return apiGatewayNeeds(place, at(mcp, 'apiGateway'));
  if (at(http, 'agentcoreRuntime') !== undefined)
    return agentRuntimeNeeds(
      place,
      textAt(http, 'agentcoreRuntime', 'arn'),
      textAt(http, 'agentcoreRuntime', 'qualifier'),
    );
  const endpoint =
    textAt(mcp, 'mcpServer', 'endpoint') ??
    textAt(http, 'passthrough', 'endpoint') ??
    textAt(inference, 'provider', 'endpoint');
  return signedEndpointNeeds(place, endpoint, textAt(signer, 'credentialProvider', 'iamCredentialProvider', 'service'));
}

const ownGatewayNeeds = (place: AgentCorePlace): Partial<WorkloadNeeds> => ({
  requests: placeRequests(
    place,
    'gateway-outbound-auth',
    'gateway',
    'calls signed with the role of the gateway',
  )(['bedrock-agentcore:InvokeGateway'], place.workload.arn, {
    note: 'The page on outbound authorization asks for it where the role signs the call; the page on the role does not speak of it. This is the first.',
  }),
});

const PROVIDERS = {
  OAUTH: { kind: 'oauth2', member: 'oauthCredentialProvider' },
  API_KEY: { kind: 'apikey', member: 'apiKeyCredentialProvider' },
} as const;

function providerNeeds(place: AgentCorePlace, provider: unknown): Partial<WorkloadNeeds> {
  const type = textAt(provider, 'credentialProviderType');
  if (type !== 'OAUTH' && type !== 'API_KEY') return {};
  const { kind, member } = PROVIDERS[type];
  const use = {
    page: 'gateway-outbound-auth',
    workloadIdentity: textAt(place.resource, 'workloadIdentityDetails', 'workloadIdentityArn'),
    listsVault: false,
  };
  return credentialNeeds(place, use, kind, textAt(provider, 'credentialProvider', member, 'providerArn'));
}
