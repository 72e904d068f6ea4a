import { matchesNothing, type NeededAccess } from './allow-surplus.ts';
import { coversAction, coversResource } from './cover.ts';
import { narrowerResource } from './narrower-resource.ts';
import type { Condition, Patterns, Statement } from './policy.ts';
import { withVariablesAsWildcards } from './policy-variable.ts';
import { isEverything } from './wildcard.ts';

/** A statement as a policy document has it. */
export interface LiteralStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow';
  readonly Action: string | readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/**
 * What is left of an Allow statement when it grants only what is needed: its own conditions, and the actions and resources that
 * it has in common with the needs. Actions that are needed on different resources stand in statements of their own, of which
 * the first has the Sid. Empty when nothing of it is needed.
 */
export function tightenedStatement(
  { location: { sid }, actions, resources, conditions }: Statement,
  needed: readonly NeededAccess[],
): readonly LiteralStatement[] {
  const onAction = Map.groupBy(
    needed.filter(({ action }) => isAbout(actions, action)),
    ({ action }) => action,
  );
  const grants = [...onAction].flatMap(([action, needs]) => {
    const kept = distinct(needs.flatMap(({ resource }) => keptOf(resources, resource)));
    return kept.length === 0 ? [] : [{ action, resources: kept }];
  });
  const together = [...Map.groupBy(grants, (grant) => JSON.stringify(grant.resources.toSorted())).values()];
  return together.map((group, index) => ({
    ...(sid === undefined || sid === '' ? {} : { Sid: index === 0 ? sid : `${sid}${index + 1}` }),
    Effect: 'Allow',
    Action: oneOrMore(group.map(({ action }) => action)),
    Resource: oneOrMore(group[0]?.resources ?? []),
    ...(conditions.length === 0 ? {} : { Condition: conditionElement(conditions) }),
  }));
}

const isAbout = ({ patterns, except }: Patterns, action: string): boolean =>
  patterns.some((pattern) => coversAction(pattern, action)) !== except;

/** What a statement's resources have in common with one that is needed; never more than is needed. */
function keptOf(resources: Patterns | undefined, needed: string): readonly string[] {
  // What the statement says itself is kept as it says it.
  if (resources?.except === false && resources.patterns.includes(needed)) return [needed];
  const literal = literalOf(needed);
  if (resources === undefined) return [literal];
  if (resources.except) return resources.patterns.some((pattern) => coversResource(pattern, needed)) ? [] : [literal];
  // An action without resource types is allowed on everything or not at all.
  if (isEverything(needed)) return resources.patterns.some(isEverything) ? ['*'] : [];
  const common = resources.patterns.flatMap((written) => {
    if (matchesNothing(written)) return [];
    const widest = withVariablesAsWildcards(written);
    if (coversResource(widest, needed)) return literal;
    return coversResource(needed, widest) ? written : (narrowerResource(needed, widest) ?? []);
  });
  return common.includes(literal) ? [literal] : common;
}

/** In a policy, `${` begins a variable. */
const literalOf = (needed: string): string => needed.replace(/\$(?=\{)/g, () => `\${$}`);

const distinct = (values: readonly string[]): readonly string[] => [...new Set(values)];

function oneOrMore(values: readonly string[]): string | readonly string[] {
  const [first, ...others] = values;
  return first !== undefined && others.length === 0 ? first : values;
}

function conditionElement(conditions: readonly Condition[]): NonNullable<LiteralStatement['Condition']> {
  const operators = [...Map.groupBy(conditions, ({ operator }) => operator)];
  return Object.fromEntries(
    operators.map(([operator, tests]) => [
      operator,
      Object.fromEntries(tests.map(({ key, values }) => [key, oneOrMore(values)])),
    ]),
  );
}
