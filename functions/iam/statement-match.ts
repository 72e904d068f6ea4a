import { type CompiledCondition, conditionsMet } from './condition.ts';
import { substituteVariables } from './policy-variable.ts';
import type { RequestContext } from './request-context.ts';
import { type RequestedArn, type ResourcePattern, resourceMatch, resourcePatternMatches } from './resource-pattern.ts';
import { and, not, or, type Truth, unknown } from './truth.ts';
import { type Wildcard, wildcardMatches } from './wildcard.ts';

/** The part of a compiled statement that is about the action, the resource and the context. */
export interface Matchers {
  readonly actions: ActionPatterns;
  /** Undefined in a trust policy. */
  readonly resources: ResourcePatterns | undefined;
  readonly conditions: readonly CompiledCondition[];
}

/** In lower case. */
export interface ActionPatterns {
  readonly except: boolean;
  /** The ones without wildcards of a long list. */
  readonly names: ReadonlySet<string> | undefined;
  readonly wildcards: readonly Wildcard[];
}

export interface ResourcePatterns {
  readonly except: boolean;
  readonly patterns: readonly ResourcePattern[];
  readonly varying: readonly VaryingPattern[];
}

/** A Resource pattern with policy variables. */
export interface VaryingPattern {
  /** Whatever the values, it cannot match more than this. */
  readonly widest: ResourcePattern;
  /** The first five fields, with their colons. */
  readonly start: string;
  readonly rest: string;
  /** A variable stands in the first five fields. */
  readonly misplaced: boolean;
}

/** What of a request a statement is matched with. */
export interface Asked {
  /** In lower case. */
  readonly action: string;
  readonly resource: RequestedArn;
  readonly context: RequestContext;
}

/** Does a statement about the action apply to the resource and the context? Who asks is `principal-match.ts`'s question. */
export function statementMatches(statement: Matchers, asked: Asked): Truth {
  const resource = resourcesMatch(statement.resources, asked);
  return resource === false ? false : and(resource, conditionsMet(statement.conditions, asked.context));
}

export function actionMatches({ names, wildcards, except }: ActionPatterns, action: string): boolean {
  if (names?.has(action)) return !except;
  for (const wildcard of wildcards) if (wildcardMatches(wildcard, action)) return !except;
  return except;
}

export function resourcesMatch(resources: ResourcePatterns | undefined, { resource, context }: Asked): Truth {
  if (resources === undefined) return true;
  let named: Truth = false;
  for (const pattern of resources.patterns) {
    named = or(named, resourcePatternMatches(pattern, resource));
    if (named === true) break;
  }
  if (named !== true)
    for (const pattern of resources.varying) named = or(named, varyingMatches(pattern, resource, context));
  return resources.except ? not(named) : named;
}

function varyingMatches(pattern: VaryingPattern, resource: RequestedArn, context: RequestContext): Truth {
  if (resourcePatternMatches(pattern.widest, resource) === false) return false;
  // AWS says that a variable "can't" stand there, not what it does when one does.
  if (pattern.misplaced) return unknown('variable before the fifth colon of an ARN');
  const substituted = substituteVariables(pattern.rest, context);
  if (substituted === 'absent') return false;
  const matches = resourceMatch(pattern.start + substituted.pattern, resource.arn);
  return matches === false || substituted.open.length === 0 ? matches : unknown(...substituted.open);
}
