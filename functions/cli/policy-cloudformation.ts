import { Document } from 'yaml';
import { InputError } from '../adapters/input-error.ts';
import { elsewhereComments, existingRoleComment, headComments, whenComplete } from './policy-comments.ts';
import { dataAccessName, dataAccessPolicy } from './policy-data-access.ts';
import type { PolicyPlan } from './policy-plan.ts';
import { permissionOf } from './policy-shell.ts';
import { printableLines } from './printable.ts';

/** The role with its policies as a CloudFormation template. */
export function policyCloudFormation(plan: PolicyPlan): string {
  const template = { AWSTemplateFormatVersion: '2010-09-09', Resources: resources(plan) };
  refuseDynamicReferences(template);
  // All text is quoted: CloudFormation reads YAML 1.1, where `no`, `012` and `1:20` are no text.
  const yaml = new Document(template, { aliasDuplicateObjects: false }).toString({
    lineWidth: 0,
    defaultKeyType: 'PLAIN',
    defaultStringType: 'QUOTE_DOUBLE',
    doubleQuotedAsJSON: true,
  });
  const lines = printableLines(yaml).trimEnd().split('\n');
  return `${[...headComments(plan), ...existingRoleComment(plan, 'import it into the stack'), ...whenComplete(plan, lines), ...elsewhereComments(plan)].join('\n')}\n`;
}

type Resource = { readonly Type: string; readonly Properties: Readonly<Record<string, unknown>> };

function resources(plan: PolicyPlan): Readonly<Record<string, Resource>> {
  const { roleName, path, policies, trustPolicy, elsewhere } = plan;
  const inline = policies.filter(({ attachAs }) => attachAs === 'inline');
  const managed = policies.filter(({ attachAs }) => attachAs === 'managed');
  const dataAccess = dataAccessPolicy(plan);
  return {
    Role: {
      Type: 'AWS::IAM::Role',
      Properties: {
        RoleName: roleName,
        Path: path,
        AssumeRolePolicyDocument: trustPolicy,
        ...(inline.length === 0
          ? {}
          : { Policies: inline.map(({ name, document }) => ({ PolicyName: name, PolicyDocument: document })) }),
        ...(managed.length === 0
          ? {}
          : { ManagedPolicyArns: managed.map((_, index) => ({ Ref: `Policy${index + 1}` })) }),
      },
    },
    ...numbered('Policy', managed, ({ name, document }) => ({
      Type: 'AWS::IAM::ManagedPolicy',
      Properties: { ManagedPolicyName: name, PolicyDocument: document },
    })),
    ...numbered('FunctionPermission', elsewhere.functionPolicies, ({ resource, statement }) => {
      const { principal, sourceArn, sourceAccount } = permissionOf(statement);
      return {
        Type: 'AWS::Lambda::Permission',
        Properties: {
          FunctionName: resource,
          Action: 'lambda:InvokeFunction',
          Principal: principal,
          ...(sourceArn === undefined ? {} : { SourceArn: sourceArn }),
          ...(sourceAccount === undefined ? {} : { SourceAccount: sourceAccount }),
        },
      };
    }),
    ...(dataAccess === undefined
      ? {}
      : {
          DataAccess: {
            Type: 'AWS::OpenSearchServerless::AccessPolicy',
            Properties: { Name: dataAccessName(plan), Type: 'data', Policy: JSON.stringify(dataAccess) },
          },
        }),
  };
}

const numbered = <Item>(name: string, items: readonly Item[], resource: (item: Item) => Resource) =>
  Object.fromEntries(items.map((item, index) => [`${name}${index + 1}`, resource(item)]));

/** CloudFormation would put a secret where the name of a resource stands, and there is no way to write the text itself. */
function refuseDynamicReferences(template: unknown): void {
  const found = /\{\{resolve:[^}"]{0,60}/.exec(JSON.stringify(template));
  if (found !== null)
    throw new InputError(
      'a name that CloudFormation would resolve',
      `--format cloudformation, ${found[0]}`,
      'use another format, and look who gave it that name',
    );
}
