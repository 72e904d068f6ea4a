import { conditionsMet } from './condition.ts';
import { matchesAction, resourceMatch } from './match.ts';
import type { Patterns, Policy, Statement } from './policy.ts';
import { hasVariable, substituteVariables, withVariablesAsWildcards } from './policy-variable.ts';
import type { RequestContext } from './request-context.ts';
import { and, not, or, type Truth, unknown } from './truth.ts';

/** Does a statement apply to the action, the resource and the context? Who asks is `principal-match.ts`'s question. */
export function statementMatches(
  { actions, resources, conditions }: Statement,
  request: { readonly action: string; readonly resource: string },
  context: RequestContext,
  version: Policy['version'],
): Truth {
  if (actions.patterns.some((pattern) => matchesAction(pattern, request.action)) === actions.except) return false;
  const resource = resources === undefined || resourcesMatch(resources, request.resource, context, version);
  return resource === false ? false : and([resource, conditionsMet(conditions, context, version)]);
}

function resourcesMatch(
  { patterns, except }: Patterns,
  resource: string,
  context: RequestContext,
  version: Policy['version'],
): Truth {
  const named = or(patterns.map((pattern) => patternMatches(pattern, resource, context, version)));
  return except ? not(named) : named;
}

function patternMatches(pattern: string, resource: string, context: RequestContext, version: Policy['version']): Truth {
  if (version === '2008-10-17' || !hasVariable(pattern)) return resourceMatch(pattern, resource);
  // Whatever the values, the pattern cannot match more than this.
  if (resourceMatch(withVariablesAsWildcards(pattern), resource) === false) return false;
  const start = resourcePartStart(pattern);
  // AWS says that a variable "can't" stand there, not what it does when one does.
  if (hasVariable(pattern.slice(0, start))) return unknown('variable before the fifth colon of an ARN');
  const substituted = substituteVariables(pattern.slice(start), context);
  if (substituted === 'absent') return false;
  return 'text' in substituted ? resourceMatch(pattern.slice(0, start) + substituted.text, resource) : substituted;
}

/** Where the sixth field of an ARN pattern begins; the colon inside `${aws:username}` separates no fields. */
function resourcePartStart(pattern: string): number {
  let fields = 1;
  for (let at = 0; at < pattern.length; at += 1) {
    if (pattern.startsWith('${', at)) {
      const close = pattern.indexOf('}', at);
      if (close === -1) return pattern.length;
      at = close;
    } else if (pattern[at] === ':') {
      fields += 1;
      if (fields === 6) return at + 1;
    }
  }
  return pattern.length;
}
