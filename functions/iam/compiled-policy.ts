import { type CompiledCondition, compileCondition } from './condition.ts';
import type { Decision } from './decision.ts';
import type { Patterns, Policy, Statement } from './policy.ts';
import { hasVariable, withVariablesAsWildcards } from './policy-variable.ts';
import { compileResourcePattern, type ResourcePattern } from './resource-pattern.ts';
import {
  type ActionPatterns,
  actionMatches,
  type Matchers,
  type ResourcePatterns,
  type VaryingPattern,
} from './statement-match.ts';
import { compileWildcard } from './wildcard.ts';

/** A statement in the form in which requests are matched with it. */
export interface CompiledStatement extends Matchers {
  readonly statement: Statement;
  /** How a decision names it. */
  readonly named: Decision['statements'][number];
  /** Has no principals, or is about everyone: who asks does not matter. */
  readonly everyone: boolean;
}

interface CompiledPolicy {
  readonly statements: readonly CompiledStatement[];
  /** The statements about an action, for the actions asked about so far. */
  readonly byAction: Map<string, readonly CompiledStatement[]>;
}

const COMPILED = Symbol('compiled policy');

interface Kept {
  [COMPILED]?: CompiledPolicy;
}

/**
 * Compiles a policy, which is never changed, at the first call. It is kept on the policy itself, where no copy, comparison
 * or JSON text sees it: a `WeakMap` of many policies makes the garbage collector take half of the time.
 */
export function compilePolicy(policy: Policy & Kept): CompiledPolicy {
  const kept = policy[COMPILED];
  if (kept !== undefined) return kept;
  const statements = policy.statements.map((statement) => compileStatement(statement, policy.version));
  const compiled = { statements, byAction: new Map() };
  if (Object.isExtensible(policy)) Object.defineProperty(policy, COMPILED, { value: compiled });
  return compiled;
}

/** A policy is asked about few actions, again and again; beyond so many it starts anew. */
const MOST_ACTIONS = 64;

/**
 * The statements of a policy whose `Action` or `NotAction` is about the action, in their order.
 *
 * @param action in lower case
 */
export function statementsAbout(action: string, policy: Policy): readonly CompiledStatement[] {
  const { statements, byAction } = compilePolicy(policy);
  const known = byAction.get(action);
  if (known !== undefined) return known;
  const about = statements.filter(({ actions }) => actionMatches(actions, action));
  if (byAction.size === MOST_ACTIONS) byAction.clear();
  byAction.set(action, about);
  return about;
}

function compileStatement(statement: Statement, version: Policy['version']): CompiledStatement {
  const { effect, location, principals, actions, resources, conditions } = statement;
  return {
    statement,
    named: { ...location, effect },
    everyone:
      principals === undefined ||
      (!principals.except && principals.principals.some(({ type, value }) => type === 'AWS' && value === '*')),
    actions: compileActions(actions),
    resources: resources === undefined ? undefined : compileResources(resources, version),
    conditions:
      conditions.length === 0 ? NO_CONDITIONS : conditions.map((condition) => compileCondition(condition, version)),
  };
}

const NO_CONDITIONS: readonly CompiledCondition[] = [];

/** From so many on, names are looked up rather than compared one by one. */
const MANY_NAMES = 16;

function compileActions({ patterns, except }: Patterns): ActionPatterns {
  const wildcards = patterns.map((pattern) => compileWildcard(pattern.toLowerCase()));
  if (patterns.length < MANY_NAMES) return { except, wildcards, names: undefined };
  const names = new Set(wildcards.filter(({ shape }) => shape === 'literal').map(({ head }) => head));
  return { except, wildcards: wildcards.filter(({ shape }) => shape !== 'literal'), names };
}

function compileResources({ patterns, except }: Patterns, version: Policy['version']): ResourcePatterns {
  const fixed: ResourcePattern[] = [];
  const varying: VaryingPattern[] = [];
  for (const pattern of patterns) {
    if (version === '2008-10-17' || !hasVariable(pattern)) fixed.push(compileResourcePattern(pattern));
    else varying.push(compileVarying(pattern));
  }
  return { except, patterns: fixed, varying };
}

function compileVarying(pattern: string): VaryingPattern {
  const at = resourcePartStart(pattern);
  const start = pattern.slice(0, at);
  const widest = compileResourcePattern(withVariablesAsWildcards(pattern));
  return { widest, start, rest: pattern.slice(at), misplaced: hasVariable(start) };
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
