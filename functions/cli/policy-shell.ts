import { arnFields } from '../iam/arn.ts';
import type { ResourceStatement } from '../remediation/access-elsewhere.ts';
import { shellQuoted } from '../remediation/policy-snippets.ts';
import { elsewhereComments, headComments, whenComplete } from './policy-comments.ts';
import { dataAccessName, dataAccessPolicy } from './policy-data-access.ts';
import type { NamedPolicy, PolicyPlan } from './policy-plan.ts';
import { printable } from './printable.ts';

/** The policies as AWS CLI commands. */
export function policyShell(plan: PolicyPlan): string {
  const lines = [
    ...trustCommand(plan),
    ...plan.policies.flatMap((policy) => policyCommands(plan, policy)),
    ...plan.elsewhere.functionPolicies.map(permissionCommand),
    ...dataAccessCommand(plan),
  ];
  return `${[...headComments(plan), ...whenComplete(plan, lines), ...elsewhereComments(plan)].join('\n')}\n`;
}

const command = (...parts: readonly string[]): string => parts.join(' ');
const quoted = (text: string): string => shellQuoted(printable(text));
const json = (value: unknown): string => quoted(JSON.stringify(value));

function trustCommand({ roleName, path, isNewRole, trustPolicy }: PolicyPlan): readonly string[] {
  const role = `--role-name ${quoted(roleName)}`;
  return isNewRole
    ? [
        command(
          'aws iam create-role',
          role,
          `--path ${quoted(path)}`,
          `--assume-role-policy-document ${json(trustPolicy)}`,
        ),
      ]
    : [command('aws iam update-assume-role-policy', role, `--policy-document ${json(trustPolicy)}`)];
}

function policyCommands(
  { roleName, role: { accountId, partition } }: PolicyPlan,
  { name, attachAs, document }: NamedPolicy,
): readonly string[] {
  const role = `--role-name ${quoted(roleName)}`;
  const policy = [`--policy-name ${quoted(name)}`, `--policy-document ${json(document)}`];
  if (attachAs === 'inline') return [command('aws iam put-role-policy', role, ...policy)];
  const arn = `arn:${partition}:iam::${accountId}:policy/${name}`;
  return [
    command('aws iam create-policy', ...policy),
    command('aws iam attach-role-policy', role, `--policy-arn ${quoted(arn)}`),
  ];
}

/** The name that a function is asked for by may be its whole ARN, alias and all. */
function permissionCommand({ resource, statement }: ResourceStatement): string {
  const { principal, sourceArn, sourceAccount } = permissionOf(statement);
  return command(
    'aws lambda add-permission',
    `--region ${quoted(arnFields(resource)[3] ?? '')}`,
    `--function-name ${quoted(resource)}`,
    `--statement-id ${quoted(statement.Sid)}`,
    '--action lambda:InvokeFunction',
    `--principal ${quoted(principal)}`,
    ...(sourceArn === undefined ? [] : [`--source-arn ${quoted(sourceArn)}`]),
    ...(sourceAccount === undefined ? [] : [`--source-account ${quoted(sourceAccount)}`]),
  );
}

/** A function's permission, in the words of Lambda's API. */
export function permissionOf({ Principal, Condition }: ResourceStatement['statement']): {
  readonly principal: string;
  readonly sourceArn: string | undefined;
  readonly sourceAccount: string | undefined;
} {
  return {
    principal: 'Service' in Principal ? Principal.Service : Principal.AWS,
    sourceArn: Condition?.ArnEquals?.['aws:SourceArn'],
    sourceAccount: Condition?.StringEquals?.['aws:SourceAccount'],
  };
}

function dataAccessCommand(plan: PolicyPlan): readonly string[] {
  const policy = dataAccessPolicy(plan);
  if (policy === undefined) return [];
  return [
    command(
      'aws opensearchserverless create-access-policy --type data',
      `--name ${quoted(dataAccessName(plan))}`,
      `--policy ${json(policy)}`,
    ),
  ];
}
