import { at } from '../fields.ts';
import { joinNeeds, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import type { AgentCorePlace } from './place.ts';
import { inWords, isAbsent, itemNeeds, memberNeeds, needsNothing } from './union.ts';

const NETWORKS: readonly string[] = ['PUBLIC', 'SANDBOX', 'VPC'];
const AUTHORIZERS: readonly string[] = ['AUTHENTICATE_ONLY', 'AWS_IAM', 'CUSTOM_JWT', 'NONE'];

/**
 * Over which network: a service-linked role makes the network interfaces of a VPC.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/service-linked-roles.html
 */
export function networkNeeds({ label }: AgentCorePlace, network: unknown): Partial<WorkloadNeeds> {
  if (isAbsent(network)) return {};
  return knownValue(label, 'a network mode', at(network, 'networkMode'), NETWORKS);
}

/**
 * Who may call: that is asked of the caller, or of an identity provider that is reached without the role.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-inbound-auth.html
 */
export function authorizerNeeds({ label, resource }: AgentCorePlace): WorkloadNeeds {
  const type = at(resource, 'authorizerType');
  const configuration = at(resource, 'authorizerConfiguration');
  return joinNeeds([
    isAbsent(type) ? {} : knownValue(label, 'an authorizer', type, AUTHORIZERS),
    isAbsent(configuration)
      ? {}
      : memberNeeds(label, 'an authorizer', configuration, { customJWTAuthorizer: needsNothing }),
  ]);
}

/**
 * Certificates and enterprise policies are read with the credentials of whoever creates the browser or starts its session.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/browser-root-ca-certificates.html
 */
export const callerReadNeeds = ({ label, resource }: AgentCorePlace): WorkloadNeeds =>
  joinNeeds([
    itemNeeds(label, 'certificates', at(resource, 'certificates'), (certificate) =>
      memberNeeds(label, 'the place of a certificate', at(certificate, 'location'), { secretsManager: needsNothing }),
    ),
    itemNeeds(label, 'enterprise policies', at(resource, 'enterprisePolicies'), (policy) =>
      memberNeeds(label, 'the place of an enterprise policy', at(policy, 'location'), { s3: needsNothing }),
    ),
  ]);

/** A value of an enumeration of which none asks anything of the role. */
export function knownValue(
  where: string,
  what: string,
  value: unknown,
  known: readonly string[],
): Partial<WorkloadNeeds> {
  const written = inWords(value);
  return written !== undefined && known.includes(written)
    ? {}
    : unusable(where, `${what} that this version knows`, written);
}
