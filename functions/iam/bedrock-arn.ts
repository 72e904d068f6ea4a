import { canBeOfType } from './grantable-actions.ts';
import { placeholderIn } from './lint-placeholders.ts';
import { arnFields } from './match.ts';
import { serviceAuthorization } from './service-authorization.ts';

interface Malformation {
  readonly message: string;
  readonly help: string;
}

/** Ten letters and digits, says the API's model: agents, aliases and knowledge bases. AWS hands out capitals. */
const TEN_CHARACTERS = /^[0-9A-Za-z]{10}$/;
const ID_LENGTH = 10;
const ID_FORMS: Readonly<Record<string, number>> = {
  agent: 1,
  'agent-alias': 2,
  'knowledge-base': 1,
};

/** The geographies that an inference profile's id begins with. */
const PROFILE_PREFIX = /^(us|eu|apac|au|ca|jp|uk|us-gov|global)\./;

/** Endpoint names that stand in no ARN. */
const ENDPOINT_NAMES = /^bedrock-(runtime|agent|agent-runtime|agentcore-control|data-automation(-runtime)?)$/;

const hasWildcard = (text: string): boolean => /[*?]|\$\{/.test(text);

/** Why an ARN pattern can be the ARN of nothing, or undefined. Bedrock ARNs are known in detail, others by their fields. */
export function malformation(value: string, accountId: string): Malformation | undefined {
  if (placeholderIn(value, accountId) !== undefined) return undefined;
  const fields = arnFields(value);
  if (fields.length < 6) {
    return value.endsWith('*')
      ? undefined
      : malformed(
          value,
          'has fewer than six fields',
          'Write `arn:partition:service:region:account:resource`; a colon is missing.',
        );
  }
  const [, , service = '', region = '', account = '', resource = ''] = fields;
  if (ENDPOINT_NAMES.test(service)) {
    const own = service.startsWith('bedrock-agentcore') ? 'bedrock-agentcore' : 'bedrock';
    return malformed(
      value,
      `names the endpoint \`${service}\``,
      `Write \`${own}\`: the ARN's service is not the endpoint's name.`,
    );
  }
  if (account !== '' && !hasWildcard(account) && !/^\d{12}$/.test(account) && !/^[a-z-]+$/.test(account)) {
    return malformed(value, `has the account \`${account}\``, 'An account id has 12 digits.');
  }
  if (service !== 'bedrock') return undefined;
  return bedrockMalformation(value, region, account, resource);
}

function bedrockMalformation(
  value: string,
  region: string,
  account: string,
  resource: string,
): Malformation | undefined {
  if (hasWildcard(resource.split('/')[0] ?? '')) return undefined;
  const types = serviceAuthorization.resourceTypes('bedrock').filter((type) => canBeOfType(type, value));
  if (types.length === 0) {
    return malformed(
      value,
      'names no type of Bedrock resource',
      'Compare it with the resource types in the Service Authorization Reference.',
    );
  }
  const kind = resource.slice(0, Math.max(0, resource.indexOf('/')));
  const id = resource.slice(kind.length + 1);
  if (kind === 'foundation-model') return modelMalformation(value, account, id);
  // AWS's own pages print these with an empty account; whether that matches is not documented.
  if (kind.startsWith('data-automation') || kind === 'async-invoke' || kind === 'system-tool') return undefined;
  if (account === '')
    return malformed(
      value,
      'has no account',
      `A \`${kind}\` belongs to an account: write \`arn:…:${region || 'region'}:account-id:${resource}\`.`,
    );
  if (region === '')
    return malformed(value, 'has no Region', `A \`${kind}\` is in one Region: name it, or write \`*\`.`);
  const parts = ID_FORMS[kind];
  if (parts === undefined || couldBeIds(id, parts)) return undefined;
  return malformed(
    value,
    `matches nothing: \`${id}\` can be the id of no \`${kind}\``,
    `Write the id: ${parts === 1 ? '' : 'two times '}ten letters and digits.`,
  );
}

function modelMalformation(value: string, account: string, id: string): Malformation | undefined {
  if (account !== '' && !/^\*+$/.test(account)) {
    return malformed(
      value,
      `names the account \`${account}\``,
      'Foundation models belong to no account: leave the field empty (`::`).',
    );
  }
  if (!PROFILE_PREFIX.test(id)) return undefined;
  return malformed(
    value,
    `matches nothing: \`${id}\` is the id of an inference profile`,
    `Write the profile as \`inference-profile/${id}\` with your account, and the models without the prefix.`,
  );
}

/** Could the pattern stand for so many ids of ten letters and digits, separated by slashes? */
function couldBeIds(pattern: string, count: number): boolean {
  const parts = pattern.split('/');
  if (parts.length > count) return false;
  if (parts.length < count) return pattern.includes('*');
  return parts.every((part) => {
    if (hasWildcard(part)) {
      const fixed = part.replace(/\*|\$\{[^}]*\}/g, '');
      return /^[0-9A-Za-z?]*$/.test(fixed) && fixed.length <= ID_LENGTH;
    }
    return TEN_CHARACTERS.test(part);
  });
}

const malformed = (value: string, what: string, help: string): Malformation => ({
  message: `\`${value}\` ${what}`,
  help,
});
