import type { LintContext } from './lint.ts';
import { nearest, soleNearest } from './nearest.ts';
import type { Policy } from './policy.ts';
import { type ServiceAction, serviceAuthorization } from './service-authorization.ts';

/** What the lints of one policy share. */
export interface LintRun {
  readonly policy: Policy;
  readonly context: LintContext;
  /** As `serviceAuthorization.actionsMatching`; each pattern is looked up once. */
  actionsMatching(pattern: string): readonly ServiceAction[];
  /** As `nearest`; after the first hundred of a policy there are no more suggestions, which cost the most. */
  suggestion(text: string, candidates: readonly string[]): string | undefined;
  /** As `soleNearest`, for as many. */
  soleSuggestion(text: string, candidates: readonly string[]): string | undefined;
}

const MOST_SUGGESTIONS = 100;

export function lintRun(policy: Policy, context: LintContext): LintRun {
  const matching = new Map<string, readonly ServiceAction[]>();
  let suggestions = 0;
  let soleSuggestions = 0;
  return {
    policy,
    context,
    actionsMatching(pattern) {
      const actions = matching.get(pattern) ?? serviceAuthorization.actionsMatching(pattern);
      matching.set(pattern, actions);
      return actions;
    },
    suggestion(text, candidates) {
      suggestions += 1;
      return suggestions > MOST_SUGGESTIONS ? undefined : nearest(text, candidates);
    },
    soleSuggestion(text, candidates) {
      soleSuggestions += 1;
      return soleSuggestions > MOST_SUGGESTIONS ? undefined : soleNearest(text, candidates);
    },
  };
}
