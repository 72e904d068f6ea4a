import type { PolicyDocument, Remediation } from './remediation.ts';

/** The policy as something to paste: a command, a CloudFormation resource, a Terraform resource. */
export function policySnippets(
  policy: PolicyDocument,
  roleName: string,
): Required<Pick<Remediation, 'cli' | 'cloudformation' | 'terraform'>> {
  const name = policyName(policy);
  return {
    cli: [
      'aws iam put-role-policy',
      `--role-name ${shellQuoted(roleName)}`,
      `--policy-name ${shellQuoted(name)}`,
      `--policy-document ${shellQuoted(JSON.stringify(policy))}`,
    ].join(' '),
    cloudformation: [
      `${name.replace(/[^A-Za-z0-9]/g, '')}:`,
      '  Type: AWS::IAM::RolePolicy',
      '  Properties:',
      `    RoleName: ${JSON.stringify(roleName)}`,
      `    PolicyName: ${JSON.stringify(name)}`,
      `    PolicyDocument: ${indented(JSON.stringify(policy, null, 2), 6)}`,
    ].join('\n'),
    terraform: [
      `resource "aws_iam_role_policy" "${name.toLowerCase().replace(/[^a-z0-9]/g, '_')}" {`,
      `  name   = ${terraformText(name)}`,
      `  role   = ${terraformText(roleName)}`,
      `  policy = jsonencode(${withoutTemplates(indented(JSON.stringify(policy, null, 2), 2))})`,
      '}',
    ].join('\n'),
  };
}

/**
 * `put-role-policy` replaces a policy of the same name, so the name tells the content: the first action and a hash of the
 * document (FNV-1a; it only has to differ).
 */
function policyName(policy: PolicyDocument): string {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(policy)) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  const action = (policy.Statement[0]?.Action[0] ?? '').replace(/[^A-Za-z0-9]/g, '-');
  return `warden-${action}-${hash.toString(16).padStart(8, '0')}`;
}

/** One word of a shell command, whatever stands in it. */
export const shellQuoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

export const indented = (text: string, by: number): string => text.replaceAll('\n', `\n${' '.repeat(by)}`);

/** In Terraform, `${` and `%{` begin a template even inside quotes. */
export const withoutTemplates = (text: string): string => text.replace(/([$%])\{/g, '$1$1{');

export const terraformText = (text: string): string => withoutTemplates(JSON.stringify(text));
