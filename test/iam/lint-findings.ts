import { type LintContext, lintPolicy, type StatementFinding } from '../../functions/iam/lint.ts';
import type { PolicyKind } from '../../functions/iam/policy.ts';
import { policyOf } from './scenario.ts';

export const ACCOUNT = '999988887777';
export const here: LintContext = { partition: 'aws', accountId: ACCOUNT };

/** The findings in a policy of these statements; each one allows, unless it says otherwise. */
export const lintOf = (
  statements: readonly object[],
  kind: PolicyKind = 'identity',
  context: LintContext = here,
): readonly StatementFinding[] =>
  lintPolicy(
    policyOf({ Version: '2012-10-17', Statement: statements.map((own) => ({ Effect: 'Allow', ...own })) }, kind),
    context,
  );

/** `id element value` of each finding in one statement. */
export const findings = (statement: object, kind?: PolicyKind, context?: LintContext): readonly string[] =>
  lintOf([statement], kind, context).map(({ id, element, value }) => `${id} ${element} ${value}`);
