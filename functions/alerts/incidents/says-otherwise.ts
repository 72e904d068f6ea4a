import type { DeniedRequest } from '../../diagnosis/diagnosis.ts';

/**
 * Whether two denials of one incident are refused in different words: then the cause may be another one, however lately it
 * was worked out. What is no known text says nothing.
 *
 * @param known the call that the cause was worked out of
 */
export function saysOtherwise(known: DeniedRequest | undefined, { message, errorCode }: DeniedRequest): boolean {
  if (known === undefined) return false;
  const { template, layer, effect, policyArn } = known.message;
  return (
    template !== message.template ||
    layer !== message.layer ||
    effect !== message.effect ||
    policyArn !== message.policyArn ||
    known.errorCode !== errorCode
  );
}
