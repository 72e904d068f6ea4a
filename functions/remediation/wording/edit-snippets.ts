import { type LiteralPolicy, literalPolicy } from '../../iam/literal-policy.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import {
  cloudFormation,
  command,
  label,
  policySnippets,
  type Snippets,
  shellQuoted,
  templateJson,
  terraform,
  terraformJson,
  terraformText,
} from '../policy-snippets.ts';
import type { PolicyEdit } from '../proof/policy-edit.ts';
import { resourcePolicySnippets } from './resource-policy-snippets.ts';

/** The edits as commands, CloudFormation and Terraform, one below the other; a form that none of them has is absent. */
export function editSnippets(edits: readonly PolicyEdit[], role: AgentRole): Snippets {
  const all = edits.map((edit) => snippetsOf(edit, role));
  const joined = (form: keyof Snippets, between: string): Snippets => {
    const texts = all.flatMap((snippets) => snippets[form] ?? []);
    return texts.length === 0 ? {} : { [form]: texts.join(between) };
  };
  return { ...joined('cli', ' &&\n'), ...joined('cloudformation', '\n'), ...joined('terraform', '\n') };
}

function snippetsOf(edit: PolicyEdit, role: AgentRole): Snippets {
  const { holder, name, before, after } = edit;
  // Whoever owns the boundary changes it where it is kept.
  if (holder === 'permissionsBoundary') return {};
  if (typeof holder === 'object') return resourcePolicySnippets(edit, holder.resource);
  const inline = /^inline policy ([\w+=,.@-]+)$/.exec(name)?.[1];
  const [, aws = '', managed] = /^(AWS )?managed policy ([\w+=,.@-]+)$/.exec(name) ?? [];
  if (after === undefined) return removed(role.name, name, inline, managed && { name: managed, isAws: aws !== '' });
  const policy = literalPolicy(after);
  if (holder === 'trust') return trustSnippets(policy, role.name);
  if (inline !== undefined) return policySnippets(policy, role.name, inline);
  if (managed === undefined) return {};
  return before === undefined ? newManagedSnippets(policy, role, managed) : managedSnippets(policy, role.name, managed);
}

function removed(
  roleName: string,
  policy: string,
  inline: string | undefined,
  managed: Managed | '' | undefined,
): Snippets {
  const cli = removal(roleName, inline, managed);
  const what = JSON.stringify(policy).slice(1, -1);
  return {
    ...(cli === undefined ? {} : { cli }),
    cloudformation: `# Take the ${what} out of the AWS::IAM::Role ${JSON.stringify(roleName)}`,
    terraform: `# Take the ${what} out of the aws_iam_role ${terraformText(roleName)}`,
  };
}

interface Managed {
  readonly name: string;
  readonly isAws: boolean;
}

function removal(roleName: string, inline: string | undefined, managed: Managed | '' | undefined): string | undefined {
  if (inline !== undefined) return command('iam delete-role-policy', { 'role-name': roleName, 'policy-name': inline });
  if (managed === undefined || managed === '') return undefined;
  return `${command('iam detach-role-policy', { 'role-name': roleName })} --policy-arn ${arnOfAttached(roleName, managed)}`;
}

/** Asks IAM for the ARN: a policy may have a path, and the evidence has its name, which one of AWS's may have as well. */
function arnOfAttached(roleName: string, { name, isAws }: Managed): string {
  const query = `AttachedPolicies[?PolicyName=='${name}' && ${isAws ? '' : '!'}contains(PolicyArn, ':iam::aws:')].PolicyArn`;
  const list = command('iam list-attached-role-policies', { 'role-name': roleName, query, output: 'text' });
  return `"$(${list})"`;
}

function managedSnippets(policy: LiteralPolicy, roleName: string, name: string): Snippets {
  const document = shellQuoted(JSON.stringify(policy));
  return {
    cli: `aws iam create-policy-version --policy-arn ${arnOfAttached(roleName, { name, isAws: false })} --set-as-default --policy-document ${document}`,
    cloudformation: cloudFormation('AWS::IAM::ManagedPolicy', name, {
      ManagedPolicyName: name,
      PolicyDocument: policy,
    }),
    terraform: terraform('aws_iam_policy', name, [
      ['name', terraformText(name)],
      ['policy', terraformJson(policy)],
    ]),
  };
}

function newManagedSnippets(policy: LiteralPolicy, role: AgentRole, name: string): Snippets {
  const arn = `arn:${role.partition}:iam::${role.accountId}:policy/${name}`;
  const attach = command('iam attach-role-policy', { 'role-name': role.name, 'policy-arn': arn });
  return {
    cli: [
      command('iam create-policy', { 'policy-name': name, 'policy-document': JSON.stringify(policy) }),
      attach,
    ].join(' &&\n'),
    cloudformation: cloudFormation('AWS::IAM::ManagedPolicy', name, {
      ManagedPolicyName: name,
      PolicyDocument: policy,
      Roles: [role.name],
    }),
    terraform: [
      terraform('aws_iam_policy', name, [
        ['name', terraformText(name)],
        ['policy', terraformJson(policy)],
      ]),
      terraform('aws_iam_role_policy_attachment', name, [
        ['role', terraformText(role.name)],
        ['policy_arn', `aws_iam_policy.${label(name)}.arn`],
      ]),
    ].join('\n'),
  };
}

const trustSnippets = (policy: LiteralPolicy, roleName: string): Snippets => ({
  cli: command('iam update-assume-role-policy', {
    'role-name': roleName,
    'policy-document': JSON.stringify(policy),
  }),
  cloudformation: [
    `# In the Properties of the AWS::IAM::Role ${JSON.stringify(roleName)}`,
    `AssumeRolePolicyDocument: ${templateJson(policy, 2)}`,
  ].join('\n'),
  terraform: [`# In the aws_iam_role ${terraformText(roleName)}`, `assume_role_policy = ${terraformJson(policy)}`].join(
    '\n',
  ),
});
