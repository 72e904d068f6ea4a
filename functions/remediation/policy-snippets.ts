import type { LiteralPolicy } from '../iam/literal-policy.ts';
import type { PolicyDocument, Remediation } from './remediation.ts';

export type Snippets = Pick<Remediation, 'cli' | 'cloudformation' | 'terraform'>;

/** An inline policy of a role as something to paste: a command, a CloudFormation resource, a Terraform resource. */
export function policySnippets(policy: LiteralPolicy, roleName: string, name: string): Required<Snippets> {
  return {
    cli: command('iam put-role-policy', {
      'role-name': roleName,
      'policy-name': name,
      'policy-document': JSON.stringify(policy),
    }),
    cloudformation: cloudFormation('AWS::IAM::RolePolicy', name, {
      RoleName: roleName,
      PolicyName: name,
      PolicyDocument: policy,
    }),
    terraform: terraform('aws_iam_role_policy', name, [
      ['name', terraformText(name)],
      ['role', terraformText(roleName)],
      ['policy', terraformJson(policy)],
    ]),
  };
}

/** `aws …` with its options, each value one word of a shell command. */
export const command = (operation: string, options: Readonly<Record<string, string | undefined>>): string =>
  [
    `aws ${operation}`,
    ...Object.entries(options).flatMap(([key, value]) =>
      // A word that begins with a hyphen would be taken for an option.
      value === undefined ? [] : [`--${key}${value.startsWith('-') ? '=' : ' '}${shellQuoted(value)}`],
    ),
  ].join(' ');

/** A resource in the Resources of a template, its logical id made of `name`. */
export const cloudFormation = (type: string, name: string, properties: Readonly<Record<string, unknown>>): string =>
  [
    `${logicalId(name)}:`,
    `  Type: ${type}`,
    '  Properties:',
    ...Object.entries(properties).map(([key, value]) => `    ${key}: ${templateJson(value, 6)}`),
  ].join('\n');

/** JSON in a template: YAML takes no control characters, and some readers take U+0085 for the end of a line. */
export const templateJson = (document: unknown, by: number): string =>
  indented(JSON.stringify(document, null, 2), by).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const logicalId = (name: string): string => name.replace(/[^A-Za-z0-9]/g, '').replace(/^(?=\d|$)/, 'Policy');

/** @param settings expressions, not text */
export function terraform(
  type: string,
  name: string,
  settings: readonly (readonly [key: string, expression: string])[],
): string {
  const width = Math.max(...settings.map(([key]) => key.length));
  return [
    `resource "${type}" "${label(name)}" {`,
    ...settings.map(([key, expression]) => `  ${key.padEnd(width)} = ${expression}`),
    '}',
  ].join('\n');
}

/** What a resource is called in Terraform. */
export const label = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '_')
    .replace(/^(?=\d|$)/, '_');

export const terraformJson = (document: unknown): string =>
  `jsonencode(${withoutTemplates(templateJson(document, 2))})`;

/**
 * `put-role-policy` replaces a policy of the same name, so the name tells the content: the first action and a hash of the
 * document (FNV-1a; it only has to differ).
 */
export function policyName(policy: PolicyDocument): string {
  const action = (policy.Statement[0]?.Action[0] ?? '').replace(/[^A-Za-z0-9]/g, '-');
  return `warden-${action}-${shortHash(JSON.stringify(policy))}`;
}

/** Eight hexadecimal digits. */
export function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

/** One word of a shell command, whatever stands in it. */
export const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export const indented = (text: string, by: number): string => text.replaceAll('\n', `\n${' '.repeat(by)}`);

/** In Terraform, `${` and `%{` begin a template even inside quotes. */
export const withoutTemplates = (text: string): string => text.replace(/([$%])\{/g, '$1$1{');

export const terraformText = (text: string): string => withoutTemplates(JSON.stringify(text));
