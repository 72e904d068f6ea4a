import type { FoundationModelUse } from './model-use.ts';

type Asked = Pick<FoundationModelUse, 'provider' | 'availability'>;

/**
 * Providers whose models are no AWS Marketplace products: there is no agreement to accept, so its absence means nothing.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html
 */
const WITHOUT_AGREEMENT: ReadonlySet<string> = new Set(['amazon', 'deepseek', 'mistral', 'meta', 'qwen', 'openai']);

export const needsAgreement = (provider: string): boolean => !WITHOUT_AGREEMENT.has(provider);

/** Did AWS say in so many words that the account does not have the model? An agreement in the making says no such thing. */
export function isRefused({ provider, availability }: Asked): boolean {
  if ('missing' in availability) return false;
  const { agreementAvailability, authorizationStatus, entitlementAvailability } = availability.known;
  return (
    (needsAgreement(provider) && agreementAvailability?.status === 'NOT_AVAILABLE') ||
    authorizationStatus === 'NOT_AUTHORIZED' ||
    entitlementAvailability === 'NOT_AVAILABLE'
  );
}
