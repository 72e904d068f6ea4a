import {
  type AccountEnforcedGuardrailOutputConfiguration,
  BedrockClient,
  GetGuardrailCommand,
  paginateListEnforcedGuardrailsConfiguration,
} from '@aws-sdk/client-bedrock';
import type { BedrockPart, Guardrail } from '../workload/snapshot.ts';
import { asJson, everyItem } from './answer.ts';
import { type Aws, clientConfiguration } from './aws.ts';
import { mapConcurrently } from './map-concurrently.ts';
import { type GuardrailReference, resourceId } from './model-references.ts';
import type { Unread } from './unread.ts';

export type GuardrailsPart = Pick<BedrockPart, 'guardrails' | 'enforcedGuardrails'>;

const AT_ONCE = 5;

/**
 * The named guardrails, and those that the account or its organization enforces on every call. One that another account
 * enforces is read where that account shares it.
 */
export async function readGuardrails(
  references: readonly GuardrailReference[],
  aws: Aws,
  unread: Unread,
): Promise<GuardrailsPart> {
  const client = new BedrockClient(clientConfiguration(aws));
  const read = (wanted: readonly GuardrailReference[]) =>
    mapConcurrently(wanted, AT_ONCE, (reference) => readGuardrail(reference, client, unread));
  const [named, enforced] = await Promise.all([
    read(references),
    unread.attempt('bedrock.enforcedGuardrails', () =>
      everyItem(paginateListEnforcedGuardrailsConfiguration({ client }, {}), (page) => page.guardrailsConfig),
    ),
  ]);
  const guardrails = [...named, ...(await read(enforcedReferences(enforced ?? [], references)))];
  return {
    guardrails: guardrails.filter((guardrail) => guardrail !== undefined && guardrail !== null),
    ...(enforced !== undefined && { enforcedGuardrails: asJson<readonly unknown[]>(enforced) }),
  };
}

/** Each enforced version once, unless a workload names it already. */
function enforcedReferences(
  enforced: readonly AccountEnforcedGuardrailOutputConfiguration[],
  named: readonly GuardrailReference[],
): readonly GuardrailReference[] {
  const references = enforced.flatMap(({ guardrailArn, guardrailId, guardrailVersion }) => {
    const guardrailIdentifier = guardrailArn ?? guardrailId;
    if (guardrailIdentifier === undefined) return [];
    return [{ guardrailIdentifier, ...(guardrailVersion !== undefined && { guardrailVersion }) }];
  });
  const known = new Set(named.map(versionKey));
  return [...new Map(references.map((reference) => [versionKey(reference), reference]))]
    .filter(([key]) => !known.has(key))
    .map(([, reference]) => reference);
}

const versionKey = ({ guardrailIdentifier, guardrailVersion = 'DRAFT' }: GuardrailReference): string =>
  `${resourceId(guardrailIdentifier)} ${guardrailVersion}`;

function readGuardrail(
  reference: GuardrailReference,
  client: BedrockClient,
  unread: Unread,
): Promise<Guardrail | undefined | null> {
  return unread.attemptExisting(`bedrock.guardrails.${resourceId(reference.guardrailIdentifier)}`, async () =>
    asJson<Guardrail>(await client.send(new GetGuardrailCommand(reference))),
  );
}
