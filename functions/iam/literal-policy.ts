import type { Condition, Policy, Principals, Statement } from './policy.ts';

/** A policy as a document has it: the elements in one order, actions and resources as lists, and other lists of one value without brackets. */
export interface LiteralPolicy {
  readonly Version: Policy['version'];
  readonly Id?: string;
  readonly Statement: readonly LiteralPolicyStatement[];
}

export interface LiteralPolicyStatement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: LiteralPrincipals;
  readonly NotPrincipal?: LiteralPrincipals;
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
}

type OneOrMore = string | readonly string[];
type LiteralPrincipals = '*' | Readonly<Record<string, OneOrMore>>;

/** What `parsePolicy` read, to be written again: parsing it gives the same policy. */
export const literalPolicy = ({
  version,
  id,
  statements,
}: Pick<Policy, 'version' | 'id' | 'statements'>): LiteralPolicy => ({
  Version: version,
  ...(id === undefined ? {} : { Id: id }),
  Statement: statements.map(literalStatement),
});

export function literalStatement(statement: Statement): LiteralPolicyStatement {
  const { location, effect, principals, actions, resources, conditions } = statement;
  return {
    ...(location.sid === undefined ? {} : { Sid: location.sid }),
    Effect: effect,
    ...(principals === undefined ? {} : element('Principal', principals.except, principalsOf(principals))),
    ...element('Action', actions.except, actions.patterns),
    ...(resources === undefined ? {} : element('Resource', resources.except, resources.patterns)),
    ...(conditions.length === 0 ? {} : { Condition: conditionOf(conditions) }),
  };
}

const element = (name: string, except: boolean, value: unknown): object => ({ [except ? `Not${name}` : name]: value });

function oneOrMore(values: readonly string[]): OneOrMore {
  const [first, ...others] = values;
  return first !== undefined && others.length === 0 ? first : values;
}

function principalsOf({ principals }: Principals): LiteralPrincipals {
  const [first, ...others] = principals;
  if (first?.type === 'AWS' && first.value === '*' && others.length === 0) return '*';
  return Object.fromEntries(
    [...Map.groupBy(principals, ({ type }) => type)].map(([type, named]) => [
      type,
      oneOrMore(named.map(({ value }) => value)),
    ]),
  );
}

const conditionOf = (conditions: readonly Condition[]): NonNullable<LiteralPolicyStatement['Condition']> =>
  Object.fromEntries(
    [...Map.groupBy(conditions, ({ operator }) => operator)].map(([operator, tests]) => [
      operator,
      Object.fromEntries(tests.map(({ key, values }) => [key, oneOrMore(values)])),
    ]),
  );
