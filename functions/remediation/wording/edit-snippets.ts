import { type LiteralPolicy, literalPolicy } from '../../iam/literal-policy.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import {
  cloudFormation,
  command,
  indented,
  policySnippets,
  type Snippets,
  shellQuoted,
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
  const { holder, name, after } = edit;
  // Whoever owns the boundary changes it where it is kept.
  if (holder === 'permissionsBoundary') return {};
  if (typeof holder === 'object') return resourcePolicySnippets(edit, holder.resource);
  const inline = /^inline policy ([\w+=,.@-]+)$/.exec(name)?.[1];
  const managed = /^(?:AWS )?managed policy ([\w+=,.@-]+)$/.exec(name)?.[1];
  if (after === undefined) return removed(role.name, inline, managed);
  const policy = literalPolicy(after);
  if (holder === 'trust') return trustSnippets(policy, role.name);
  if (inline !== undefined) return policySnippets(policy, role.name, inline);
  return managed === undefined ? {} : managedSnippets(policy, role.name, managed);
}

function removed(roleName: string, inline: string | undefined, managed: string | undefined): Snippets {
  if (inline !== undefined)
    return { cli: command('iam delete-role-policy', { 'role-name': roleName, 'policy-name': inline }) };
  if (managed === undefined) return {};
  const detach = command('iam detach-role-policy', { 'role-name': roleName });
  return { cli: `${detach} --policy-arn ${arnOfAttached(roleName, managed)}` };
}

/** Asks IAM for the ARN: a policy may have a path, and the evidence has its name. */
const arnOfAttached = (roleName: string, policyName: string): string =>
  `"$(aws iam list-attached-role-policies --role-name ${shellQuoted(roleName)} --query ${shellQuoted(`AttachedPolicies[?PolicyName=='${policyName}'].PolicyArn`)} --output text)"`;

function managedSnippets(policy: LiteralPolicy, roleName: string, name: string): Snippets {
  const document = shellQuoted(JSON.stringify(policy));
  return {
    cli: `aws iam create-policy-version --policy-arn ${arnOfAttached(roleName, name)} --set-as-default --policy-document ${document}`,
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

const trustSnippets = (policy: LiteralPolicy, roleName: string): Snippets => ({
  cli: command('iam update-assume-role-policy', {
    'role-name': roleName,
    'policy-document': JSON.stringify(policy),
  }),
  cloudformation: [
    `# In the Properties of the AWS::IAM::Role ${JSON.stringify(roleName)}`,
    `AssumeRolePolicyDocument: ${indented(JSON.stringify(policy, null, 2), 2)}`,
  ].join('\n'),
  terraform: [`# In the aws_iam_role ${terraformText(roleName)}`, `assume_role_policy = ${terraformJson(policy)}`].join(
    '\n',
  ),
});
