import { needsAgreement } from '../workload/model-refusal.ts';
import type { FoundationModelUse } from '../workload/model-use.ts';
import type { ModelAvailability } from '../workload/snapshot.ts';
import type { EvidenceLine } from './diagnosis.ts';

/** The fields, Region aside, that say that the account may not use the model. */
export function refusedFields(model: FoundationModelUse): readonly string[] {
  if (!('known' in model.availability)) return [];
  const { agreementAvailability, authorizationStatus, entitlementAvailability } = model.availability.known;
  const agreement = agreementAvailability?.status;
  return [
    ...(agreement !== undefined && agreement !== 'AVAILABLE' && needsAgreement(model.provider)
      ? [`agreementAvailability ${agreement}`]
      : []),
    ...(authorizationStatus === 'NOT_AUTHORIZED' ? ['authorizationStatus NOT_AUTHORIZED'] : []),
    ...(entitlementAvailability === 'NOT_AVAILABLE' ? ['entitlementAvailability NOT_AVAILABLE'] : []),
  ];
}

export const availabilityLine = (modelId: string, says: string): EvidenceLine => ({
  source: `bedrock get-foundation-model-availability --model-id ${modelId}`,
  says,
});

export const availabilityText = (availability: ModelAvailability): string =>
  [
    ['agreementAvailability', availability.agreementAvailability?.status],
    ['authorizationStatus', availability.authorizationStatus],
    ['entitlementAvailability', availability.entitlementAvailability],
    ['regionAvailability', availability.regionAvailability],
  ]
    .map(([name, value]) => `${name} ${value ?? 'not told'}`)
    .join(', ');
