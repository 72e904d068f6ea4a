import type { Decision } from '../../../functions/iam/decision.ts';
import type { Policy, Statement } from '../../../functions/iam/policy.ts';
import { type Answer, all, any, not } from './answer.ts';
import { conditionAnswer } from './conditions.ts';
import type { Facts } from './facts.ts';
import { type Naming, principalAnswer } from './principals.ts';
import { resourceAnswer } from './resources.ts';
import { glob, matchesWhole } from './wildcards.ts';

export type Reason = Decision['statements'][number];

/** One statement of a policy that applies, and whether it matches the request. */
export interface Matched {
  readonly statement: Statement;
  readonly answer: Answer;
}

/** Every statement of an effect, and whether it matches; in a resource-based policy, by the names asked for. */
export function matchedIn(
  policies: readonly Policy[],
  effect: 'Allow' | 'Deny',
  facts: Facts,
  hasBoundary: boolean,
  by?: readonly Naming[],
): readonly Matched[] {
  function* partsOf(statement: Statement, version: Policy['version']): Generator<Answer> {
    yield principalAnswer(statement.principals, facts, hasBoundary, by);
    yield actionAnswer(statement, facts);
    yield resourceAnswer(statement.resources, facts, version);
    for (const condition of statement.conditions) yield conditionAnswer(condition, facts, version);
  }
  return policies.flatMap(({ statements, version }) =>
    statements
      .filter((statement) => statement.effect === effect)
      .map((statement) => ({ statement, answer: all(partsOf(statement, version)) })),
  );
}

export const anyOf = (matched: readonly Matched[]): Answer => any(matched.map(({ answer }) => answer));

export const reasonsIn = (matched: readonly Matched[]): readonly Reason[] =>
  matched
    .filter(({ answer }) => answer === true)
    .map(({ statement }) => ({ ...statement.location, effect: statement.effect }));

function actionAnswer({ actions }: Statement, { request }: Facts): Answer {
  const named = actions.patterns.some((pattern) => matchesWhole(glob(pattern), request.action, 'i'));
  return actions.except ? not(named) : named;
}
