import { lintActions } from './lint-actions.ts';
import { lintConditionKeys } from './lint-condition-keys.ts';
import { lintCovered } from './lint-covered.ts';
import { lintDuplicates } from './lint-duplicates.ts';
import { lintPairings } from './lint-pairings.ts';
import { lintPlaceholders } from './lint-placeholders.ts';
import { type RefusalId, refusalFinding } from './lint-refusal.ts';
import { lintResources } from './lint-resources.ts';
import { type LintRun, lintRun } from './lint-run.ts';
import { parsePolicy } from './parse-policy.ts';
import type { Policy, PolicyKind, Statement, StatementLocation } from './policy.ts';

/** What can be wrong in a policy that AWS stores. */
export type LintId =
  | 'unknown-service-prefix'
  | 'unknown-action'
  | 'action-resource-mismatch'
  | 'unknown-condition-key'
  | 'unsupported-condition-key'
  | 'malformed-arn'
  | 'placeholder'
  | 'wrong-partition'
  | 'wrong-region'
  | 'other-account'
  | 'covered-statement'
  | 'duplicate-value';

/** A part of a policy that cannot mean what its author meant. */
export interface LintFinding<Id extends LintId | RefusalId = LintId | RefusalId> {
  readonly id: Id;
  /** Without `statement`: the document as a whole. */
  readonly location: Omit<StatementLocation, 'statement'> & Partial<StatementLocation>;
  /** `Action`, `NotAction`, `Resource`, `NotResource`, `Principal`, `NotPrincipal`, `Condition`, `Statement`; or another one that is refused. */
  readonly element: string;
  /** The reader's own text. */
  readonly value: string;
  /** What means nothing, and why; no final period. */
  readonly message: string;
  /** What to do; whole sentences. */
  readonly help: string;
  /** What to write in the place of `value`, where only one thing can have been meant. */
  readonly suggestion?: string;
}

/** A finding in a policy that was read. */
export interface StatementFinding extends LintFinding<LintId> {
  readonly location: StatementLocation;
}

/** Whose policy it is. */
export interface LintContext {
  readonly partition: string;
  readonly accountId: string;
  /** Of the policy's resource, or of the principal's workload; without it, nothing is said about Regions. */
  readonly region?: string;
}

/** What one of the lints says; `lintPolicy` adds the place. */
export type StatementProblem = Omit<StatementFinding, 'location'>;

export type StatementLint = (statement: Statement, run: LintRun) => readonly StatementProblem[];

const LINTS: readonly StatementLint[] = [
  lintActions,
  lintPairings,
  lintResources,
  lintConditionKeys,
  lintPlaceholders,
  lintDuplicates,
];

/**
 * What in a policy means nothing, or something else than it seems: by AWS's service authorization data, for the services in
 * it; about any other service, nothing is said.
 */
export function lintPolicy(policy: Policy, context: LintContext): readonly StatementFinding[] {
  const run = lintRun(policy, context);
  const covered = lintCovered(policy);
  return policy.statements.flatMap((statement, index) => {
    const findings = LINTS.flatMap((lint) => lint(statement, run));
    const repetition = covered.get(index);
    return (repetition === undefined ? findings : [...findings, repetition]).map((finding) => ({
      ...finding,
      location: statement.location,
    }));
  });
}

/** `lintPolicy` for a document; one that AWS would refuse has the one finding that says why. Never throws. */
export function lintDocument(
  document: unknown,
  name: string,
  kind: PolicyKind,
  context: LintContext,
): readonly LintFinding[] {
  const parsed = parsePolicy(document, name, kind);
  return 'policy' in parsed ? lintPolicy(parsed.policy, context) : [refusalFinding(parsed.error, document)];
}
