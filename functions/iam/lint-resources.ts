import { malformation } from './bedrock-arn.ts';
import type { LintContext, LintFinding, StatementLint } from './lint.ts';
import { placeholderIn } from './lint-placeholders.ts';
import { arnFields } from './match.ts';

/** Resources that only their own account uses; buckets, functions, keys and guardrails are shared across accounts. */
const OWN_ACCOUNT_TYPES =
  /^(agent|agent-alias|flow|prompt|inference-profile|provisioned-model|imported-model|knowledge-base)\//;

/** ARNs that can be no resource of this account: by their form, their partition, or their account. */
export const lintResources: StatementLint = ({ resources, principals, conditions }, context, { kind }) => {
  const element = resources?.except ? 'NotResource' : 'Resource';
  const named = [...new Set(resources?.patterns ?? [])].filter((value) => value.startsWith('arn:'));
  const identities = (principals?.principals ?? [])
    .map(({ value }) => value)
    .filter((value) => value.startsWith('arn:'));
  const tested = conditions.flatMap(({ values }) => values).filter((value) => /^arn:[^:]+:/.test(value));
  const ownPolicy = kind === 'identity' || kind === 'permissionsBoundary' || kind === 'session';
  return [
    ...named.flatMap((value) => arnFindings(element, value, context, ownPolicy)),
    ...identities.flatMap((value) => wrongPartition(principals?.except ? 'NotPrincipal' : 'Principal', value, context)),
    ...tested.flatMap((value) => wrongPartition('Condition', value, context)),
  ];
};

type Finding = Omit<LintFinding, 'location'>;

function arnFindings(
  element: LintFinding['element'],
  value: string,
  context: LintContext,
  ownPolicy: boolean,
): readonly Finding[] {
  const malformed = malformation(value, context.accountId);
  if (malformed !== undefined) return [{ id: 'malformed-arn', element, value, ...malformed }];
  const partition = wrongPartition(element, value, context);
  if (partition.length > 0 || !ownPolicy) return partition;
  return otherAccount(element, value, context);
}

function wrongPartition(
  element: LintFinding['element'],
  value: string,
  { partition }: LintContext,
): readonly Finding[] {
  const written = arnFields(value)[1] ?? '';
  if (written === partition || !/^aws(-[a-z]+)*$/.test(written)) return [];
  return [
    {
      id: 'wrong-partition',
      element,
      value,
      message: `\`${value}\` is in the partition \`${written}\`, and this account is in \`${partition}\``,
      help: `Write \`arn:${partition}:…\`.`,
    },
  ];
}

function otherAccount(element: LintFinding['element'], value: string, { accountId }: LintContext): readonly Finding[] {
  const [, , service = '', , account = '', resource = ''] = arnFields(value);
  if (service !== 'bedrock' || !OWN_ACCOUNT_TYPES.test(resource)) return [];
  if (!/^\d{12}$/.test(account) || account === accountId || placeholderIn(value, accountId) !== undefined) return [];
  return [
    {
      id: 'other-account',
      element,
      value,
      message: `\`${value}\` is in the account ${account}, and this policy is in ${accountId}`,
      help: `If the resource is your own, write ${accountId}; if it is not, its owner must share it too.`,
    },
  ];
}
