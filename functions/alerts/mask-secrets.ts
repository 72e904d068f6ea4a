import { withoutHidden } from './plain-text.ts';

const MASK = '[masked]';

/** Members, variables and headers whose value is a secret, whichever case and separator they have. */
const NAMES = [
  'secret[_-]?access[_-]?key',
  '(?:session|security|access|refresh|auth|bot|id)[_-]?token',
  '(?<![a-z])token',
  'pass(?:word|wd|phrase)',
  '(?<![a-z])pwd',
  '(?:api|private|account|access)[_-]?key',
  'client[_-]?secret',
  'connection[_-]?string',
  'webhook[_-]?url',
  'authorization',
].join('|');

/** An ARN names a secret, and is none. */
const VALUE = '(?!arn:)';

/**
 * What must not be sent around, by its own shape or by the name in front of it. Whatever a pattern captures first stays:
 * it says what was masked. None of them matches an ARN, an account, the id of a role or a policy document; none begins anew
 * within what it has passed, or a long text would take minutes.
 */
const SECRETS: readonly RegExp[] = [
  /()-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----(?:[^-]|-(?!----END))*(?:-----END [A-Z ]*PRIVATE KEY(?: BLOCK)?-----)?/g,
  // A key's id, and the key itself where it follows.
  /(?<![A-Z0-9])(AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])(?:["'\s:,/]{1,3}[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=]))?/g,
  // https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html: long-term, and short-term ones.
  /\b(ABSK)[A-Za-z0-9+/=]{20,}/g,
  /\b(bedrock-api-key-)[A-Za-z0-9+/=%_-]{20,}/g,
  // Tokens of AWS STS begin with the same bytes.
  /\b(IQoJ|FwoG|FQoG)[A-Za-z0-9+/=%_-]{40,}/g,
  /(?<![A-Za-z0-9_-])(eyJ)[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?/g,
  // A word of prose has neither a digit nor a capital letter within.
  /\b((?:[Bb]earer|BEARER|[Bb]asic|BASIC)(?: |%20))(?=[\w.~+/=-]*(?:[\d=]|[a-z][A-Z]))[\w.~+/=-]{8,}/g,
  // Signatures in URLs and headers: of AWS, of CloudFront and S3's older form, of Azure. A URL may stand within another.
  /((?:X-Amz-(?:Signature|Credential|Security-Token)|Signature|AWSAccessKeyId|Credential|Key-Pair-Id|(?<![a-z])sig)(?:=|%(?:25)*3D))(?:(?!%(?:25)*26)[^\s&"'<>,;\\])+/gi,
  /\b((?:https?(?::|%3A)(?:\/|%2F){2})?(?:hooks\.slack(?:-gov)?\.com|discord(?:app)?\.com(?:\/|%2F)api(?:\/|%2F)webhooks)(?:\/|%2F))[^\s"'<>\\]+/gi,
  /\b(https:\/\/[\w.-]+\.webhook\.office\.com\/)[^\s"'<>]+/gi,
  /\b(xox[a-z]-|xapp-|xoxe\.)[A-Za-z0-9.-]{8,}/g,
  /\b(gh[pousr]_|github_pat_|glpat-|pcsk_|[sr]k_live_|AIza|sk-(?:ant|proj|svcacct)-)[A-Za-z0-9_-]{20,}/g,
  // By its name: in quotes as JSON has it, in JSON within JSON, in a query string or an environment, in a URL, in a header.
  new RegExp(`((?:${NAMES})\\\\*["']?\\s*[:=]\\s*\\\\*(["']))${VALUE}(?:(?!\\2|\\\\).){6,}`, 'gi'),
  new RegExp(`((?:${NAMES}|(?<![a-z])secret)\\s*(?:=|%3D)\\s*)${VALUE}[^\\s"'&,;}\\\\]{6,}`, 'gi'),
  new RegExp(`((?:${NAMES})(?:%5C)*%22(?:%20)*%3A(?:%20)*(?:%5C)*%22)(?:(?!%22|%5C)\\S){6,}`, 'gi'),
  new RegExp(`((?:--(?:${NAMES})|(?:${NAMES}):)\\s)${VALUE}(?=\\S*\\d)[^\\s"'&,;}\\\\]{6,}`, 'gi'),
  // https://user:password@host, postgres://user:password@host
  /(:\/\/)[^\s/:@"'<>]*:[^\s/"'<>]+(?=@)/g,
];

/** 40 characters that stand alone, percent-encoded or not: what a secret access key looks like. */
const SECRET_KEY = /(?<![^\s"'`=(,>[{\\])(?:[A-Za-z0-9/+]|%2[FB]){40}(?![^\s"'`),.;<\]}\\&])/gi;

const masked = (text: string): string =>
  SECRETS.reduce((rest, pattern) => rest.replace(pattern, `$1${MASK}`), text).replace(SECRET_KEY, (word) =>
    // A digest has no capital letters.
    /[A-Z]/.test(word) && /[a-z]/.test(word) && /\d/.test(word) ? MASK : word,
  );

/** The text without keys, tokens, signatures and addresses that are as good as a password. */
export function maskSecrets(text: string): string {
  const once = masked(text);
  const joined = withoutHidden(once);
  if (joined === once) return once;
  // What an invisible character splits, a reader copies in one piece.
  const again = masked(joined);
  return again === joined ? once : again;
}

/** The same of every text within a value that JSON can hold; the names of members stay. */
export function maskSecretsWithin(value: unknown): unknown {
  if (typeof value === 'string') return maskSecrets(value);
  if (Array.isArray(value)) return value.map(maskSecretsWithin);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, maskSecretsWithin(member)]));
}
