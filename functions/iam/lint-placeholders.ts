import { arnFields } from './arn.ts';
import type { LintContext, StatementLint } from './lint.ts';

/** Account ids that AWS's documentation uses for accounts that do not exist. */
const DOCUMENTATION_ACCOUNTS: ReadonlySet<string> = new Set([
  '000000000000',
  '012345678901',
  '111111111111',
  '111122223333',
  '123456789012',
  '222222222222',
  '444455556666',
  '555555555555',
  '777788889999',
  '999999999999',
]);

/** `<id>`, `{{id}}`, `[[id]]`, `$Id`, `${AWS::AccountId}`, `${agent-id}` (no policy variable lacks a colon), `YOUR_ID`. */
const MARKED = new RegExp(
  [
    /<[^<>]{1,60}>/,
    /\{\{[^{}]{1,60}\}\}/,
    /\[\[[^[\]]{1,60}\]\]/,
    // Lambda, API Gateway and Systems Manager have names of their own that begin with a dollar sign.
    /\$(?!LATEST|DEFAULT|default)[A-Za-z][A-Za-z0-9_]*/,
    /\$\{AWS::[A-Za-z]+\}/,
    /\$\{[A-Za-z][A-Za-z0-9_-]*\}/,
    /\bYOUR[_-][A-Z0-9_-]+/,
    /\byour-(?:account|agent|bucket|function|key|knowledge-base|model|region|role|secret)\b[a-z-]*/,
    /\b(?:REPLACE|CHANGE)[_-]?ME\b/,
  ]
    .map(({ source }) => source)
    .join('|'),
);

/** Text that was to be replaced and was not. */
export const lintPlaceholders: StatementLint = ({ resources, principals, conditions }, { context }) => {
  const { accountId } = context;
  const values: readonly (readonly [string, string])[] = [
    ...(resources?.patterns ?? []).map((value) => [resources?.except ? 'NotResource' : 'Resource', value] as const),
    ...(principals?.principals ?? []).map(
      ({ value }) => [principals?.except ? 'NotPrincipal' : 'Principal', value] as const,
    ),
    ...conditions.flatMap((condition) => condition.values.map((value) => ['Condition', value] as const)),
  ];
  return values.flatMap(([element, value]) => {
    const placeholder = placeholderIn(value, accountId);
    if (placeholder === undefined) return [];
    return [
      {
        id: 'placeholder' as const,
        element,
        value,
        message: `\`${placeholder}\` is a placeholder, not a real value`,
        help: replacement(value, context),
      },
    ];
  });
};

/** The value with the account and the Region of the policy, where it lacks nothing else. */
function replacement(written: string, { partition, accountId, region }: LintContext): string {
  const pseudo: Readonly<Record<string, string | undefined>> = {
    Partition: partition,
    Region: region,
    AccountId: accountId,
  };
  const value = written.replace(/\$\{AWS::([A-Za-z]+)\}/g, (whole, name: string) => pseudo[name] ?? whole);
  const generic = 'Put in the value of your own account.';
  if (DOCUMENTATION_ACCOUNTS.has(value)) return `Write \`${accountId}\`, if your own account is meant.`;
  const fields = arnFields(value);
  if (!value.startsWith('arn:') || fields.length < 6) return generic;
  const own = fields.map((field, index) => {
    const alone = ['arn', 'aws', '', index === 3 ? field : '', index === 4 ? field : '', ''].join(':');
    if ((index !== 3 && index !== 4) || placeholderIn(alone, accountId) === undefined) return field;
    return index === 3 ? (region ?? field) : accountId;
  });
  const meant = own.join(':');
  return meant === written || placeholderIn(meant, accountId) !== undefined ? generic : `Write \`${meant}\`.`;
}

/** The part of a value that was to be replaced, or undefined. */
export function placeholderIn(value: string, accountId: string): string | undefined {
  const marked = MARKED.exec(value);
  if (marked !== null) return marked[0];
  if (DOCUMENTATION_ACCOUNTS.has(value) && value !== accountId) return value;
  if (!value.startsWith('arn:')) return undefined;
  const [, , service = '', region = '', account = '', resource = ''] = arnFields(value);
  if (/^(aws[-_]?)?region([-_]?(id|name|code))?$/i.test(region)) return region;
  if (/^(aws[-_]?)?account([-_]?(id|number))?$/i.test(account) || /^[xX]{4,}$/.test(account)) return account;
  if (DOCUMENTATION_ACCOUNTS.has(account) && account !== accountId) return account;
  if (service === 's3') return /^(DOC-EXAMPLE-BUCKET|amzn-s3-demo-[a-z0-9-]*)/.exec(resource)?.[0];
  return resource
    .split(service === 'bedrock' ? '/' : /[/:]/)
    .slice(1)
    .find(isPlaceholderId);
}

/** `knowledge-base-id`, `AGENT_ID`, `KeyId`, `xxxxxxxxxx`; real ids have no such words. */
const isPlaceholderId = (part: string): boolean =>
  /^(agent|alias|agent-?alias|knowledge-?base|kb|model|guardrail|profile|inference-?profile|prompt|flow|key|secret|function|collection|project|bot|bot-?alias)[-_]?(id|arn|name)$/i.test(
    part,
  ) || /^[xX]{4,}$/.test(part);
