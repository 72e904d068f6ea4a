import { arnFields } from './arn.ts';
import { malformation } from './arn-malformation.ts';
import type { LintContext, StatementLint, StatementProblem } from './lint.ts';
import { placeholderIn } from './lint-placeholders.ts';
import { foreignRegion, wrongProfileRegion, wrongRegion } from './lint-regions.ts';
import type { PolicyKind } from './policy.ts';

/** Resources that only their own account uses; buckets, functions, keys and guardrails are shared across accounts. */
const OWN_ACCOUNT_TYPES =
  /^(agent|agent-alias|flow|prompt|inference-profile|provisioned-model|imported-model|knowledge-base)\//;

/** ARNs that can be no resource of this account: by their form, their partition, their Region, or their account. */
export const lintResources: StatementLint = ({ resources, principals, conditions }, { context, policy }) => {
  const element = resources?.except ? 'NotResource' : 'Resource';
  const named = [...new Set(resources?.patterns ?? [])].filter((value) => value.startsWith('arn:'));
  const identities = (principals?.principals ?? [])
    .map(({ value }) => value)
    .filter((value) => value.startsWith('arn:'));
  const tested = conditions.flatMap(({ values }) => values).filter((value) => /^arn:[^:]+:/.test(value));
  return [
    ...named.flatMap((value) => arnFindings(element, value, context, policy.kind)),
    ...identities.flatMap((value) => wrongPartition(principals?.except ? 'NotPrincipal' : 'Principal', value, context)),
    ...[...new Set(tested)].flatMap((value) => testedFindings(value, context)),
  ];
};

/** The first thing that is wrong: an ARN that is malformed need not be in the right account. */
function arnFindings(
  element: string,
  value: string,
  context: LintContext,
  kind: PolicyKind,
): readonly StatementProblem[] {
  const malformed = malformation(value, context.accountId);
  if (malformed !== undefined) return [{ id: 'malformed-arn', element, value, ...malformed }];
  const checks = [
    wrongPartition(element, value, context),
    wrongRegion(element, value, context),
    wrongProfileRegion(element, value, context),
    kind === 'resource' ? foreignRegion(element, value, context) : [],
    kind === 'identity' || kind === 'permissionsBoundary' || kind === 'session'
      ? otherAccount(element, value, context)
      : [],
  ];
  return checks.find((findings) => findings.length > 0) ?? [];
}

function testedFindings(value: string, context: LintContext): readonly StatementProblem[] {
  const partition = wrongPartition('Condition', value, context);
  return partition.length > 0 ? partition : wrongRegion('Condition', value, context);
}

function wrongPartition(element: string, value: string, context: LintContext): readonly StatementProblem[] {
  const { partition } = context;
  const written = arnFields(value)[1] ?? '';
  if (written === partition || !/^aws(-[a-z]+)*$/.test(written)) return [];
  const meant = value.replace(/^arn:[^:]*/, `arn:${partition}`);
  const isPossible = wrongRegion(element, meant, context).length === 0;
  return [
    {
      id: 'wrong-partition',
      element,
      value,
      message: `\`${value}\` is in the partition \`${written}\`, and this account is in \`${partition}\``,
      help: isPossible ? `Write \`${meant}\`.` : `Write \`arn:${partition}:…\`, with a Region of that partition.`,
      ...(isPossible ? { suggestion: meant } : {}),
    },
  ];
}

function otherAccount(element: string, value: string, { accountId }: LintContext): readonly StatementProblem[] {
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
