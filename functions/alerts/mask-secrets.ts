const MASK = '[masked]';

/**
 * What must not be sent around, by its own shape or by the name in front of it. Whatever a pattern captures first stays:
 * it says what was masked. None of them matches an ARN, an account, the id of a role or a policy document.
 */
const SECRETS: readonly RegExp[] = [
  /()-----BEGIN [A-Z ]*PRIVATE KEY-----(?:[^-]|-(?!----END))*(?:-----END [A-Z ]*PRIVATE KEY-----)?/g,
  // A key's id, and the key itself where it follows.
  /\b((?:AKIA|ASIA))[A-Z0-9]{16}(?![A-Z0-9])(?:["'\s:,/]{1,3}[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=]))?/g,
  // https://docs.aws.amazon.com/bedrock/latest/userguide/api-keys.html: long-term, and short-term ones.
  /\b(ABSK)[A-Za-z0-9+/=]{20,}/g,
  /\b(bedrock-api-key-)[A-Za-z0-9+/=%_-]{20,}/g,
  // Tokens of AWS STS begin with the same bytes.
  /\b(IQoJ|FwoG|FQoG)[A-Za-z0-9+/=%_-]{40,}/g,
  /\b(eyJ)[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*)?/g,
  /\b((?:Bearer|Basic) )[A-Za-z0-9._~+/=-]{8,}/gi,
  // Signatures in URLs and headers: of AWS, of CloudFront and S3's older form, of Azure.
  /((?:X-Amz-(?:Signature|Credential|Security-Token)|Signature|AWSAccessKeyId|Credential|Key-Pair-Id|sig)=)[^\s&"'<>,;]+/gi,
  /\b(https:\/\/hooks\.slack(?:-gov)?\.com\/)[^\s"'<>]+/gi,
  /\b(https:\/\/[\w.-]+\.webhook\.office\.com\/)[^\s"'<>]+/gi,
  /\b(xox[a-z]-|xapp-|xoxe\.)[A-Za-z0-9.-]{8,}/g,
  /\b(gh[pousr]_|github_pat_)[A-Za-z0-9_]{20,}/g,
  // A name that says it, as a query string, an environment or JSON has it.
  /((?:secret_?access_?key|session_?token|security_?token|password|passwd|api_?key|client_?secret|access_?token|refresh_?token|id_?token|authorization)["']?(?:=|\s*:\s*["'])["']?)[^\s"'&,;}]{6,}/gi,
  // https://user:password@host
  /(\bhttps?:\/\/)[^\s/:@"'<>]+:[^\s/@"'<>]+(?=@)/gi,
];

/** 40 characters that stand alone: what a secret access key looks like. A digest has no capital letters. */
const SECRET_KEY = /(?<![^\s"'`=(,])[A-Za-z0-9/+]{40}(?![^\s"'`),.;])/g;

/** The text without keys, tokens, signatures and addresses that are as good as a password. */
export const maskSecrets = (text: string): string =>
  SECRETS.reduce((masked, pattern) => masked.replace(pattern, `$1${MASK}`), text).replace(SECRET_KEY, (word) =>
    /[A-Z]/.test(word) && /[a-z]/.test(word) && /\d/.test(word) ? MASK : word,
  );

/** The same of every text within a value that JSON can hold; the names of members stay. */
export function maskSecretsWithin(value: unknown): unknown {
  if (typeof value === 'string') return maskSecrets(value);
  if (Array.isArray(value)) return value.map(maskSecretsWithin);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, maskSecretsWithin(member)]));
}
