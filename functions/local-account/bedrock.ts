import type { Guardrail } from '../workload/snapshot.ts';
import type { Account, Input, Operations } from './account.ts';
import { AwsError, UnknownPart } from './aws-error.ts';
import { objectOf, pickFields } from './json-object.ts';
import { takePage } from './paging.ts';
import { knownPart, refuseUnread, unreadIds } from './snapshot-parts.ts';

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock.html */
export const bedrock: Operations = {
  GetFoundationModel(input, account) {
    const modelId = lastSegment(input.modelIdentifier);
    return { modelDetails: knownEntry('foundationModels', modelId, account) };
  },
  ListFoundationModels(_, account) {
    const { snapshot } = account;
    const models = knownPart(snapshot.bedrock?.foundationModels, snapshot, 'bedrock', 'foundationModels');
    return { modelSummaries: Object.values(models) };
  },
  GetFoundationModelAvailability(input, account) {
    const modelId = String(input.modelId);
    return { modelId, ...knownEntry('modelAvailability', modelId, account) };
  },

  GetUseCaseForModelAccess(_, { snapshot }) {
    const { submitted } = knownPart(
      snapshot.bedrock?.useCaseForModelAccess,
      snapshot,
      'bedrock',
      'useCaseForModelAccess',
    );
    if (!submitted) throw notFound('No use case details have been submitted for this account.');
    return { formData: Buffer.from('{}').toString('base64') };
  },

  GetInferenceProfile(input, account) {
    const asked = String(input.inferenceProfileIdentifier);
    return find('inferenceProfiles', asked, account, ({ inferenceProfileId, inferenceProfileArn }) => [
      inferenceProfileId,
      inferenceProfileArn,
    ]);
  },
  ListInferenceProfiles(input, account) {
    const profiles = listOf('inferenceProfiles', account).filter(
      ({ type }) => input.type === undefined || type === input.type,
    );
    const unread = named('inferenceProfileId', 'inferenceProfiles', account);
    return page('inferenceProfileSummaries', [...profiles, ...unread], input, account);
  },

  GetGuardrail(input, account) {
    const asked = String(input.guardrailIdentifier);
    refuseUnread(account.snapshot, 'bedrock', 'guardrails', lastSegment(asked));
    const guardrails = listOf('guardrails', account).filter(
      ({ guardrailId, guardrailArn }) => guardrailId === asked || guardrailArn === asked,
    );
    if (guardrails.length === 0) throw notFound(`Guardrail ${asked} does not exist.`);
    // Without a version the API answers the working draft. A version that the snapshot does not hold may well exist.
    const version = String(input.guardrailVersion || 'DRAFT');
    const guardrail = guardrails.find((candidate) => (versionOf(candidate) ?? version) === version);
    if (guardrail === undefined) throw new UnknownPart(`bedrock.guardrails.${asked} version ${version}`);
    return guardrail;
  },
  ListGuardrails(input, account) {
    const summaries = listOf('guardrails', account)
      .filter(({ guardrailId, guardrailArn }) => {
        const asked = input.guardrailIdentifier;
        return asked === undefined || guardrailId === asked || guardrailArn === asked;
      })
      .map((guardrail) => ({
        id: guardrail.guardrailId,
        arn: guardrail.guardrailArn,
        ...pickFields(
          guardrail,
          ...['name', 'status', 'version', 'description', 'createdAt', 'updatedAt', 'crossRegionDetails'],
        ),
      }));
    return page('guardrails', [...summaries, ...named('id', 'guardrails', account)], input, account);
  },

  ListEnforcedGuardrailsConfiguration: (input, account) =>
    page('guardrailsConfig', listOf('enforcedGuardrails', account).map(objectOf), input, account),

  GetProvisionedModelThroughput(input, account) {
    const asked = String(input.provisionedModelId);
    return find('provisionedModels', asked, account, ({ provisionedModelArn, ...rest }) => [
      provisionedModelArn,
      provisionedModelArn === undefined ? undefined : lastSegment(provisionedModelArn),
      objectOf(rest).provisionedModelName,
    ]);
  },
  ListProvisionedModelThroughputs: (input, account) =>
    page('provisionedModelSummaries', listOf('provisionedModels', account), input, account),
};

type Bedrock = NonNullable<Account['snapshot']['bedrock']>;
type List = 'inferenceProfiles' | 'guardrails' | 'enforcedGuardrails' | 'provisionedModels';

function listOf<Part extends List>(part: Part, { snapshot }: Account): NonNullable<Bedrock[Part]> {
  refuseUnread(snapshot, 'bedrock', part);
  const known = snapshot.bedrock?.[part];
  if (known === undefined) throw new UnknownPart(`bedrock.${part}`);
  return known;
}

/** One model of a map. A model that it does not name was never asked about, so it is unknown, not absent. */
function knownEntry(part: 'foundationModels' | 'modelAvailability', modelId: string, { snapshot }: Account): object {
  const models = snapshot.bedrock?.[part] ?? {};
  const entry = Object.hasOwn(models, modelId) ? models[modelId] : undefined;
  return knownPart(entry, snapshot, 'bedrock', part, modelId);
}

function find<Part extends 'inferenceProfiles' | 'provisionedModels'>(
  part: Part,
  asked: string,
  account: Account,
  idsOf: (resource: NonNullable<Bedrock[Part]>[number]) => readonly unknown[],
): object {
  refuseUnread(account.snapshot, 'bedrock', part, asked);
  refuseUnread(account.snapshot, 'bedrock', part, lastSegment(asked));
  const all: readonly NonNullable<Bedrock[Part]>[number][] = listOf(part, account);
  const resource = all.find((candidate) => idsOf(candidate).includes(asked));
  if (resource === undefined) throw notFound(`${asked} does not exist.`);
  return resource;
}

function named(name: string, part: List, { snapshot }: Account): readonly object[] {
  return unreadIds(snapshot, 'bedrock', part).map((id) => ({ [name]: id }));
}

function versionOf(guardrail: Guardrail): unknown {
  return objectOf(guardrail).version;
}

function lastSegment(identifier: unknown): string {
  const text = String(identifier);
  return text.slice(text.lastIndexOf('/') + 1);
}

function page(name: string, all: readonly object[], { nextToken, maxResults }: Input, account: Account): object {
  const { items, next } = takePage(all, {
    token: nextToken,
    limit: maxResults ?? 100,
    most: Math.min(1000, account.pageSize),
    emptyPage: account.emptyPages ? 'second' : 'never',
    invalidToken: 'ValidationException',
  });
  return { [name]: items, ...(next !== undefined && { nextToken: next }) };
}

function notFound(message: string): AwsError {
  return new AwsError('ResourceNotFoundException', 404, message);
}
