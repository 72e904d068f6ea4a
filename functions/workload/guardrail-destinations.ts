/** https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-cross-region-support.html */
const PROFILES: Readonly<
  Record<string, { readonly destinations: readonly string[]; readonly alsoFrom: readonly string[] }>
> = {
  'us.guardrail.v1:0': { destinations: ['us-east-1', 'us-east-2', 'us-west-2'], alsoFrom: ['us-west-1'] },
  'us-gov.guardrail.v1:0': { destinations: ['us-gov-east-1', 'us-gov-west-1'], alsoFrom: [] },
  'eu.guardrail.v1:0': {
    destinations: ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'],
    alsoFrom: ['il-central-1'],
  },
  'uk.guardrail.v1:0': { destinations: ['eu-west-2'], alsoFrom: [] },
  'au.guardrail.v1:0': { destinations: ['ap-southeast-2'], alsoFrom: [] },
  'ca.guardrail.v1:0': { destinations: ['ca-central-1', 'ca-west-1'], alsoFrom: [] },
  'apac.guardrail.v1:0': {
    destinations: [
      'ap-northeast-1',
      'ap-northeast-2',
      'ap-northeast-3',
      'ap-south-1',
      'ap-southeast-1',
      'ap-southeast-2',
    ],
    alsoFrom: [],
  },
};

/** Where a guardrail profile may evaluate what is sent from a Region; undefined when that is not known. */
export function guardrailDestinations(profile: string, region: string): readonly string[] | undefined {
  const known = Object.hasOwn(PROFILES, profile) ? PROFILES[profile] : undefined;
  if (known?.destinations.includes(region)) return known.destinations;
  return known?.alsoFrom.includes(region) ? [...known.destinations, region] : undefined;
}
