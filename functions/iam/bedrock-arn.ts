import { arnFields } from './arn.ts';
import { canBeOfType } from './grantable-actions.ts';
import { type Malformation, malformed, withFields } from './malformation.ts';
import { withVariablesAsWildcards } from './policy-variable.ts';
import { idProblem } from './resource-ids.ts';
import { serviceAuthorization } from './service-authorization.ts';

/** The geographies that an inference profile's id begins with. */
const PROFILE_PREFIX = /^(us|eu|apac|au|ca|jp|uk|us-gov|global)\./;

/** Providers whose models' ids a profile's id holds only behind a geography. */
const MODEL_PREFIX =
  /^(ai21|amazon|anthropic|cohere|deepseek|luma|meta|mistral|openai|qwen|stability|twelvelabs|writer)\./;

/** AWS's own pages print these with an empty account or Region; whether that matches is not documented. */
const UNSETTLED_KINDS = /^(data-automation.*|blueprint.*|async-invoke|system-tool)$/;

const hasWildcard = (text: string): boolean => /[*?]|\$\{/.test(text);

/**
 * Why a pattern can be the ARN of no Bedrock or AgentCore resource, or undefined.
 *
 * @param accountId of the policy
 */
export function bedrockMalformation(value: string, accountId: string): Malformation | undefined {
  const [, , service = '', region = '', account = '', resource = ''] = arnFields(withVariablesAsWildcards(value));
  const kind = resource.slice(0, Math.max(0, resource.indexOf('/')));
  if (hasWildcard(kind === '' ? resource : kind)) return undefined;
  const types = serviceAuthorization.resourceTypes('bedrock');
  if (service === 'bedrock' && !types.some((type) => canBeOfType(type, value))) {
    return malformed(
      value,
      'names no type of Bedrock resource',
      'Compare it with the resource types in the Service Authorization Reference.',
    );
  }
  const id = resource.slice(kind.length + 1);
  if (service === 'bedrock' && kind === 'foundation-model') return modelMalformation(value, account, id);
  if (service === 'bedrock' && UNSETTLED_KINDS.test(kind)) return undefined;
  return (
    (service === 'bedrock' ? ownerMalformation(value, kind, { region, account, resource, accountId }) : undefined) ??
    idMalformation(value, service, kind, id)
  );
}

function ownerMalformation(
  value: string,
  kind: string,
  {
    region,
    account,
    resource,
    accountId,
  }: { readonly region: string; readonly account: string; readonly resource: string; readonly accountId: string },
): Malformation | undefined {
  if (account === '') {
    const own = `arn:…:${region || 'region'}:account-id:${resource}`;
    const meant = withFields(value, { 4: accountId });
    return malformed(value, 'has no account', `A \`${kind}\` belongs to an account: write \`${own}\`.`, meant);
  }
  if (region !== '') return undefined;
  return malformed(value, 'has no Region', `A \`${kind}\` is in one Region: name it, or write \`*\`.`);
}

function idMalformation(value: string, service: string, kind: string, id: string): Malformation | undefined {
  if (service === 'bedrock' && kind === 'inference-profile' && MODEL_PREFIX.test(id)) {
    return malformed(
      value,
      `matches nothing: \`${id}\` is the id of a model`,
      `Write the id of the profile, which begins with a geography, such as \`us.${id}\`.`,
    );
  }
  const form = idProblem(service, kind, id);
  if (form === undefined) return undefined;
  return malformed(value, `matches nothing: \`${id}\` can be the id of no \`${kind}\``, `Write the id: ${form}.`);
}

function modelMalformation(value: string, account: string, id: string): Malformation | undefined {
  if (account !== '' && !/^\*+$/.test(account)) {
    return malformed(
      value,
      `names the account \`${account}\``,
      'Foundation models belong to no account: leave the field empty (`::`).',
      withFields(value, { 4: '' }),
    );
  }
  if (PROFILE_PREFIX.test(id)) {
    return malformed(
      value,
      `matches nothing: \`${id}\` is the id of an inference profile`,
      `Write the profile as \`inference-profile/${id}\` with your account, and the models without the prefix.`,
    );
  }
  if (hasWildcard(id) || /^[0-9a-z-]+\.[0-9a-z.:-]+$/.test(id)) return undefined;
  return malformed(
    value,
    `matches nothing: \`${id}\` can be the id of no model`,
    'Write the id in lower case, with its provider, such as `amazon.nova-pro-v1:0`.',
  );
}
