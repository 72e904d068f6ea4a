/**
 * Where guardrail profiles may evaluate what is sent from a source Region.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-cross-region-support.html
 */
interface Routes {
  readonly sources: readonly string[];
  readonly destinations: readonly string[];
}

const US = ['us-east-1', 'us-east-2', 'us-west-2'];
const US_GOV = ['us-gov-east-1', 'us-gov-west-1'];
const EU = ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'];
const APAC = ['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-southeast-1', 'ap-southeast-2'];
const WIDER_APAC = [...APAC, 'ap-south-2', 'ap-southeast-4'];

const alsoIn = (source: string, destinations: readonly string[]): Routes => ({
  sources: [source],
  destinations: [...destinations, source],
});

const PROFILES: Readonly<Record<string, readonly Routes[]>> = {
  'us.guardrail.v1:0': [{ sources: US, destinations: US }, alsoIn('us-west-1', US)],
  'us-gov.guardrail.v1:0': [{ sources: US_GOV, destinations: US_GOV }],
  'eu.guardrail.v1:0': [{ sources: EU, destinations: EU }, alsoIn('il-central-1', EU)],
  'uk.guardrail.v1:0': [{ sources: ['eu-west-2'], destinations: ['eu-west-2'] }],
  'au.guardrail.v1:0': [{ sources: ['ap-southeast-2'], destinations: ['ap-southeast-2'] }],
  'ca.guardrail.v1:0': [{ sources: ['ca-central-1'], destinations: ['ca-central-1', 'ca-west-1'] }],
  'apac.guardrail.v1:0': [
    { sources: APAC.filter((region) => region !== 'ap-northeast-3'), destinations: APAC },
    { sources: ['ap-southeast-4'], destinations: WIDER_APAC },
    alsoIn('ap-southeast-3', WIDER_APAC),
    alsoIn('me-central-1', WIDER_APAC),
    ...['ap-east-2', 'ap-southeast-5', 'ap-southeast-7'].map((source) =>
      alsoIn(source, [...WIDER_APAC, 'ap-southeast-3']),
    ),
  ],
};

/** The Regions that a guardrail profile reaches from a Region; undefined when that is not known. */
export function guardrailDestinations(profile: string, region: string): readonly string[] | undefined {
  const routes = Object.hasOwn(PROFILES, profile) ? PROFILES[profile] : undefined;
  return routes?.find(({ sources }) => sources.includes(region))?.destinations;
}
