import { indented, terraformText, withoutTemplates } from '../remediation/policy-snippets.ts';
import { elsewhereComments, existingRoleComment, headComments, whenComplete } from './policy-comments.ts';
import { dataAccessName, dataAccessPolicy } from './policy-data-access.ts';
import type { NamedPolicy, PolicyPlan } from './policy-plan.ts';
import { permissionOf } from './policy-shell.ts';
import { printable, printableLines } from './printable.ts';

/** The role with its policies as Terraform resources. */
export function policyTerraform(plan: PolicyPlan): string {
  const label = plan.roleName
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^(?![a-z])/, 'role_');
  const blocks = [
    block('aws_iam_role', label, [
      ['name', text(plan.roleName)],
      ['path', text(plan.path)],
      ['assume_role_policy', encoded(plan.trustPolicy)],
    ]),
    ...plan.policies.flatMap((policy, index) => policyBlocks(label, policy, index)),
    ...plan.elsewhere.functionPolicies.map(({ resource, statement }, index) => {
      const { principal, sourceArn, sourceAccount } = permissionOf(statement);
      return block('aws_lambda_permission', `${label}_${index + 1}`, [
        ['statement_id', text(statement.Sid)],
        ['action', text('lambda:InvokeFunction')],
        ['function_name', text(resource)],
        ['principal', text(principal)],
        ...(sourceArn === undefined ? [] : [['source_arn', text(sourceArn)] as const]),
        ...(sourceAccount === undefined ? [] : [['source_account', text(sourceAccount)] as const]),
      ]);
    }),
    ...dataAccessBlocks(plan, label),
  ];
  const lines = blocks.flatMap((lines) => [...lines, '']);
  return `${[...headComments(plan), ...existingRoleComment(plan, 'import it (terraform import)'), '', ...whenComplete(plan, lines), ...elsewhereComments(plan)].join('\n').trimEnd()}\n`;
}

function policyBlocks(label: string, { name, attachAs, document }: NamedPolicy, index: number) {
  const own = index === 0 ? label : `${label}_${index + 1}`;
  const policy = [
    ['name', text(name)],
    ['policy', encoded(document)],
  ] as const;
  const role = ['role', `aws_iam_role.${label}.name`] as const;
  if (attachAs === 'inline') return [block('aws_iam_role_policy', own, [role, ...policy])];
  return [
    block('aws_iam_policy', own, policy),
    block('aws_iam_role_policy_attachment', own, [role, ['policy_arn', `aws_iam_policy.${own}.arn`]]),
  ];
}

function dataAccessBlocks(plan: PolicyPlan, label: string) {
  const policy = dataAccessPolicy(plan);
  if (policy === undefined) return [];
  return [
    block('aws_opensearchserverless_access_policy', label, [
      ['name', text(dataAccessName(plan))],
      ['type', text('data')],
      ['policy', encoded(policy)],
    ]),
  ];
}

function block(
  type: string,
  label: string,
  fields: readonly (readonly [name: string, value: string])[],
): readonly string[] {
  const width = Math.max(...fields.map(([name]) => name.length));
  return [
    `resource "${type}" "${label}" {`,
    ...fields.flatMap(([name, value]) => `  ${name.padEnd(width)} = ${value}`.split('\n')),
    '}',
  ];
}

const text = (value: string): string => terraformText(printable(value));

/** JSON is an expression of HCL once its templates are none. */
const encoded = (document: unknown): string =>
  `jsonencode(${withoutTemplates(indented(printableLines(JSON.stringify(document, null, 2)), 2))})`;
