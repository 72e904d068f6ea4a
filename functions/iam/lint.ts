import { lintActions } from './lint-actions.ts';
import { lintDuplicates } from './lint-duplicates.ts';
import { lintPairings } from './lint-pairings.ts';
import { lintPlaceholders } from './lint-placeholders.ts';
import { lintResources } from './lint-resources.ts';
import type { Policy, Statement, StatementLocation } from './policy.ts';

export type LintId =
  | 'unknown-service-prefix'
  | 'unknown-action'
  | 'action-resource-mismatch'
  | 'malformed-arn'
  | 'placeholder'
  | 'wrong-partition'
  | 'other-account'
  | 'duplicate-value';

/** A part of a stored policy that cannot mean what its author meant. */
export interface LintFinding {
  readonly id: LintId;
  readonly location: StatementLocation;
  readonly element: 'Action' | 'NotAction' | 'Resource' | 'NotResource' | 'Principal' | 'NotPrincipal' | 'Condition';
  /** The reader's own text. */
  readonly value: string;
  readonly message: string;
  readonly help: string;
}

/** Whose policy it is. */
export interface LintContext {
  readonly partition: string;
  readonly accountId: string;
  readonly region?: string;
}

/** What a kind of finding looks at; `LintFinding` without what `lintPolicy` adds. */
export type StatementLint = (
  statement: Statement,
  context: LintContext,
  policy: Policy,
) => readonly Omit<LintFinding, 'location'>[];

const LINTS: readonly StatementLint[] = [lintActions, lintPairings, lintResources, lintPlaceholders, lintDuplicates];

/**
 * What in a policy means nothing, or something else than it seems: by AWS's service authorization data, for the services in
 * it; about any other service, nothing is said.
 */
export function lintPolicy(policy: Policy, context: LintContext): readonly LintFinding[] {
  return policy.statements.flatMap((statement) =>
    LINTS.flatMap((lint) => lint(statement, context, policy)).map((finding) => ({
      ...finding,
      location: statement.location,
    })),
  );
}
