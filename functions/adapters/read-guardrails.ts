import {
  BedrockClient,
  GetGuardrailCommand,
  paginateListEnforcedGuardrailsConfiguration,
} from '@aws-sdk/client-bedrock';
import type { BedrockPart, Guardrail } from '../workload/snapshot.ts';
import { asJson, everyItem } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';
import { mapConcurrently } from './map-concurrently.ts';
import type { GuardrailReference } from './model-references.ts';
import type { Unread } from './unread.ts';

export type GuardrailsPart = Pick<BedrockPart, 'guardrails' | 'enforcedGuardrails'>;

/** The named guardrails, and those that the account or its organization enforces on every call. */
export async function readGuardrails(
  references: readonly GuardrailReference[],
  aws: Aws,
  unread: Unread,
): Promise<GuardrailsPart> {
  const client = new BedrockClient(clientConfiguration(aws));
  const [guardrails, enforcedGuardrails] = await Promise.all([
    mapConcurrently(references, 5, (reference) => readGuardrail(reference, client, unread)),
    unread.attempt('bedrock.enforcedGuardrails', () =>
      everyItem(paginateListEnforcedGuardrailsConfiguration({ client }, {}), (page) => page.guardrailsConfig),
    ),
  ]);
  return {
    guardrails: guardrails.filter((guardrail) => guardrail !== undefined && guardrail !== null),
    ...(enforcedGuardrails !== undefined && { enforcedGuardrails: asJson<readonly unknown[]>(enforcedGuardrails) }),
  };
}

function readGuardrail(
  reference: GuardrailReference,
  client: BedrockClient,
  unread: Unread,
): Promise<Guardrail | undefined | null> {
  const id = reference.guardrailIdentifier.slice(reference.guardrailIdentifier.lastIndexOf('/') + 1);
  return unread.attemptExisting(`bedrock.guardrails.${id}`, async () =>
    asJson<Guardrail>(await client.send(new GetGuardrailCommand(reference))),
  );
}
