import type { Condition, Patterns, Policy, Principals, Statement } from '../../functions/iam/policy.ts';

/** A parsed policy as a document again: what `parsePolicy` reads back to the same policy. */
export const printPolicy = ({ version, statements }: Policy): object => ({
  Version: version,
  Statement: statements.map(printStatement),
});

const printStatement = ({ location, effect, actions, resources, principals, conditions }: Statement): object => ({
  ...(location.sid === undefined ? {} : { Sid: location.sid }),
  Effect: effect,
  ...printElement('Principal', principals && { ...principals, value: printPrincipals(principals) }),
  ...printElement('Action', printPatterns(actions)),
  ...printElement('Resource', resources && printPatterns(resources)),
  ...(conditions.length === 0 ? {} : { Condition: printConditions(conditions) }),
});

const printElement = (name: string, written: { except: boolean; value: unknown } | undefined): object =>
  written === undefined ? {} : { [written.except ? `Not${name}` : name]: written.value };

const printPatterns = ({ except, patterns }: Patterns) => ({ except, value: patterns });

const printPrincipals = ({ principals }: Principals): object =>
  Object.fromEntries(
    [...Map.groupBy(principals, ({ type }) => type)].map(([type, list]) => [type, list.map(({ value }) => value)]),
  );

/** A document names an operator once; further conditions with it need another spelling, which AWS reads the same. */
function printConditions(conditions: readonly Condition[]): object {
  const blocks: { readonly operator: string; readonly keys: Map<string, readonly string[]> }[] = [];
  for (const { operator, key, values } of conditions) {
    const last = blocks.at(-1);
    if (last?.operator === operator && !hasKey(last.keys, key)) last.keys.set(key, values);
    else blocks.push({ operator, keys: new Map([[key, values]]) });
  }
  const printed = new Map<string, object>();
  for (const { operator, keys } of blocks) {
    const spelling = [operator, operator.toLowerCase(), operator.toUpperCase()].find((each) => !printed.has(each));
    if (spelling === undefined) throw new Error(`${operator} stands in more than three blocks`);
    printed.set(spelling, Object.fromEntries(keys));
  }
  return Object.fromEntries(printed);
}

const hasKey = (keys: ReadonlyMap<string, unknown>, wanted: string): boolean =>
  [...keys.keys()].some((key) => key.toLowerCase() === wanted.toLowerCase());
