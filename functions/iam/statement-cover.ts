import { coversAction, coversResource, intersectsAction, intersectsResource } from './cover.ts';
import type { Patterns, Statement } from './policy.ts';
import { hasVariable, withVariablesAsWildcards } from './policy-variable.ts';
import { isEverything } from './wildcard.ts';

/** How many steps of comparing are left; each comparison takes as many as it can cost. */
export interface StepBudget {
  steps: number;
}

/**
 * Does a statement cover every action and every resource of another? Cautious: false where it is not shown, and once the
 * budget is spent. Effect, principals and conditions are the caller's.
 */
export function coversStatement(covering: Statement, other: Statement, budget: StepBudget): boolean {
  return (
    budget.steps >= 0 &&
    coversPatterns(covering.actions, other.actions, ACTIONS, budget) &&
    ((covering.resources === undefined && other.resources === undefined) ||
      (covering.resources !== undefined &&
        other.resources !== undefined &&
        coversPatterns(covering.resources, other.resources, RESOURCES, budget)))
  );
}

interface Comparison {
  /** The text as it is compared: action names are, without case. */
  readonly form: (pattern: string) => string;
  readonly covers: (pattern: string, other: string) => boolean;
  readonly intersects: (one: string, other: string) => boolean;
}

const ACTIONS: Comparison = {
  form: (pattern) => pattern.toLowerCase(),
  covers: coversAction,
  intersects: intersectsAction,
};

const RESOURCES: Comparison = {
  form: (pattern) => pattern,
  covers: coversResource,
  intersects: intersectsResource,
};

function coversPatterns(covering: Patterns, other: Patterns, comparison: Comparison, budget: StepBudget): boolean {
  if (covering.patterns.some(isEverything)) return !covering.except;
  if (other.except) {
    // Of two exceptions, the one that excepts less covers the other; a list of names covers no exception.
    return (
      covering.except &&
      covering.patterns.every((excepted) => isCoveredByOne(excepted, other.patterns, comparison, budget))
    );
  }
  if (!covering.except) {
    return other.patterns.every((pattern) => isCoveredByOne(pattern, covering.patterns, comparison, budget));
  }
  return other.patterns.every((pattern) =>
    covering.patterns.every((excepted) => isApart(pattern, excepted, comparison, budget)),
  );
}

function isCoveredByOne(
  other: string,
  patterns: readonly string[],
  { form, covers }: Comparison,
  budget: StepBudget,
): boolean {
  const wanted = form(other);
  const widest = withVariablesAsWildcards(wanted);
  budget.steps -= patterns.length * STEPS_OF_A_LOOK;
  return patterns.some((written) => {
    const pattern = form(written);
    if (pattern === wanted) return true;
    // What a variable becomes is not known: a pattern with one covers only the same text.
    if (hasVariable(pattern) || !wanted.startsWith(literalHead(pattern)) || !/[*?]/.test(pattern)) return false;
    return spend(budget, pattern, widest) && covers(pattern, widest);
  });
}

function isApart(one: string, other: string, { form, intersects }: Comparison, budget: StepBudget): boolean {
  const left = withVariablesAsWildcards(form(one));
  const right = withVariablesAsWildcards(form(other));
  return spend(budget, left, right) && !intersects(left, right);
}

/** Most patterns are told apart by their first characters. */
const STEPS_OF_A_LOOK = 50;

function spend(budget: StepBudget, one: string, other: string): boolean {
  budget.steps -= one.length * other.length;
  return budget.steps >= 0;
}

/** The characters before the first wildcard: whatever the pattern covers begins with them. */
export const literalHead = (pattern: string): string => /^[^*?]*/.exec(pattern)?.[0] ?? '';
