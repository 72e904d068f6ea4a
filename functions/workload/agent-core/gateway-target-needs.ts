import { at, listAt, textAt } from '../fields.ts';
import { joinNeeds, needsWith } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { apiGatewayNeeds } from './api-gateway-needs.ts';
import { connectorNeeds } from './connector-needs.ts';
import { lambdaNeeds } from './lambda-needs.ts';
import type { AgentCorePlace } from './place.ts';
import { schemaNeeds } from './schema-needs.ts';
import { agentRuntimeNeeds, signedEndpointNeeds } from './signed-endpoint-needs.ts';
import { ownGatewayNeeds, targetCredentialNeeds } from './target-credential-needs.ts';
import { inWords, isAbsent, itemNeeds, type Members, memberNeeds, needsNothing } from './union.ts';

const PAGE = 'gateway-prerequisites-permissions';

/** What the role needs for one target: where its schema is, how it is called, and with whose credentials. */
export function gatewayTargetNeeds(gateway: AgentCorePlace, target: unknown): WorkloadNeeds {
  const name = textAt(target, 'name') ?? textAt(target, 'targetId') ?? 'without a name';
  const place = { ...gateway, label: `target ${name.slice(0, 80)} of ${gateway.label}` };
  const configuration = at(target, 'targetConfiguration');
  if (isAbsent(configuration)) return needsWith({ gaps: [`the configuration of ${place.label} was not read`] });
  const providers = at(target, 'credentialProviderConfigurations');
  const signer = listAt(providers).find(
    (provider) => textAt(provider, 'credentialProviderType') === 'GATEWAY_IAM_ROLE',
  );
  return joinNeeds([
    memberNeeds(place.label, 'a target', configuration, {
      mcp: (mcp) => memberNeeds(place.label, 'an MCP target', mcp, mcpMembers(place, signer)),
      http: (http) => memberNeeds(place.label, 'an HTTP target', http, httpMembers(place, signer)),
      inference: (inference) =>
        memberNeeds(place.label, 'an inference target', inference, inferenceMembers(place, signer)),
    }),
    ...(signer === undefined ? [] : [ownGatewayNeeds(place)]),
    itemNeeds(place.label, 'credential providers', providers, (provider) => targetCredentialNeeds(place, provider)),
    privateEndpointNeeds(place, at(target, 'privateEndpoint')),
  ]);
}

const mcpMembers = (place: AgentCorePlace, signer: unknown): Members => ({
  lambda: (target) =>
    joinNeeds([
      schemaNeeds(place, at(target, 'toolSchema')),
      lambdaNeeds(place, PAGE, inWords(at(target, 'lambdaArn'))),
    ]),
  connector: (connector) => connectorNeeds(place, connector),
  openApiSchema: (schema) => joinNeeds([schemaNeeds(place, schema), signedNeeds(place, undefined, signer)]),
  smithyModel: (schema) => joinNeeds([schemaNeeds(place, schema), signedNeeds(place, undefined, signer)]),
  mcpServer: (server) =>
    joinNeeds([
      schemaIfNamed(place, at(server, 'mcpToolSchema')),
      signedNeeds(place, inWords(at(server, 'endpoint')), signer),
    ]),
  apiGateway: (api) => (signer === undefined ? {} : apiGatewayNeeds(place, api)),
});

const httpMembers = (place: AgentCorePlace, signer: unknown): Members => ({
  agentcoreRuntime: (runtime) =>
    joinNeeds([
      httpSchemaNeeds(place, at(runtime, 'schema')),
      signer === undefined
        ? {}
        : agentRuntimeNeeds(place, inWords(at(runtime, 'arn')), inWords(at(runtime, 'qualifier'))),
    ]),
  passthrough: (passthrough) =>
    joinNeeds([
      httpSchemaNeeds(place, at(passthrough, 'schema')),
      signedNeeds(place, inWords(at(passthrough, 'endpoint')), signer),
    ]),
  connector: () => signedNeeds(place, undefined, signer),
});

const inferenceMembers = (place: AgentCorePlace, signer: unknown): Members => ({
  connector: () => signedNeeds(place, undefined, signer),
  provider: (provider) => signedNeeds(place, inWords(at(provider, 'endpoint')), signer),
});

const httpSchemaNeeds = (place: AgentCorePlace, schema: unknown): Partial<WorkloadNeeds> =>
  isAbsent(schema) ? {} : schemaNeeds(place, at(schema, 'source'));

const schemaIfNamed = (place: AgentCorePlace, schema: unknown): Partial<WorkloadNeeds> =>
  isAbsent(schema) ? {} : schemaNeeds(place, schema);

/** With any other credentials it is not the role that is let in. */
const signedNeeds = (place: AgentCorePlace, endpoint: string | undefined, signer: unknown): Partial<WorkloadNeeds> =>
  signer === undefined
    ? {}
    : signedEndpointNeeds(place, endpoint, textAt(signer, 'credentialProvider', 'iamCredentialProvider', 'service'));

/**
 * A service-linked role makes what a private endpoint takes.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/service-linked-roles.html
 */
const privateEndpointNeeds = ({ label }: AgentCorePlace, endpoint: unknown): Partial<WorkloadNeeds> =>
  isAbsent(endpoint)
    ? {}
    : memberNeeds(label, 'a private endpoint', endpoint, {
        selfManagedLatticeResource: needsNothing,
        managedVpcResource: needsNothing,
      });
