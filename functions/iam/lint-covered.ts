import type { StatementProblem } from './lint.ts';
import type { Condition, Policy, Statement } from './policy.ts';
import { coversStatement, literalHead, type StepBudget } from './statement-cover.ts';

/** Far more than a policy of IAM's size takes; beyond it, nothing more is said. */
const MOST_STEPS = 50_000_000;

/**
 * Statements that say nothing which another statement of the policy does not say already: same effect, same principals, no
 * conditions or the same, every action and every resource covered. Of two equal statements, only the second is named.
 *
 * @returns the findings, by the position of the statement
 */
export function lintCovered({ statements }: Policy): ReadonlyMap<number, StatementProblem> {
  const budget: StepBudget = { steps: MOST_STEPS };
  const candidates = candidateLookup(statements);
  const findings = new Map<number, StatementProblem>();
  for (const [index, statement] of statements.entries()) {
    if (budget.steps < 0) break;
    const covering = candidates(statement)
      .toSorted((left, right) => left - right)
      .map((other) => ({ other, by: statements[other] }))
      .find(
        ({ other, by }) =>
          other !== index &&
          by !== undefined &&
          coversStatement(by, statement, budget) &&
          (other < index || !coversEach(statement, by, budget)),
      )?.by;
    if (covering !== undefined)
      findings.set(index, finding(statement, covering, coversEach(statement, covering, budget)));
  }
  return findings;
}

const coversEach = (statement: Statement, other: Statement, budget: StepBudget): boolean =>
  sameConditions(statement, other) && coversStatement(statement, other, budget);

const sameConditions = (one: Statement, other: Statement): boolean =>
  conditionsText(one.conditions) === conditionsText(other.conditions);

function finding({ effect, location }: Statement, covering: Statement, areEqual: boolean): StatementProblem {
  const [does, doesNot] = effect === 'Allow' ? ['allows', 'allow'] : ['denies', 'deny'];
  const conditions = covering.conditions.length === 0 ? '' : ' under the same conditions';
  return {
    id: 'covered-statement',
    element: 'Statement',
    value: nameOf(location),
    message: `${nameOf(location)} ${does} nothing that ${nameOf(covering.location)} does not ${doesNot} already${conditions}`,
    help: areEqual
      ? 'Remove it.'
      : `Remove it where ${nameOf(covering.location)} is no wider than it should be; where it is wider, narrow that and keep this.`,
  };
}

const nameOf = ({ statement, sid }: Statement['location']): string =>
  sid === undefined || sid === '' ? `statement ${statement}` : `statement ${statement} (\`${sid}\`)`;

/** For each statement, the positions of those that could cover it: a superset, and a small one in any common policy. */
function candidateLookup(statements: readonly Statement[]): (statement: Statement) => readonly number[] {
  const groups = new Map<string, Group>();
  for (const [index, statement] of statements.entries()) {
    const name = groupName(statement, statement.conditions);
    const group = groups.get(name) ?? emptyGroup();
    groups.set(name, group);
    addTo(group.actions, index, statement.actions.except ? undefined : lowerCased(statement.actions.patterns));
    addTo(group.resources, index, statement.resources?.except === false ? statement.resources.patterns : undefined);
  }
  return (statement) => {
    const names = new Set([groupName(statement, statement.conditions), groupName(statement, [])]);
    return [...names].flatMap((name) => candidatesIn(groups.get(name), statement));
  };
}

/** Statements of which one may cover the other as far as effect, principals and conditions go. */
interface Group {
  readonly actions: Heads;
  readonly resources: Heads;
}

/** Positions by the characters with which a pattern of the statement begins; `inverted`: those of `NotAction` and the like. */
interface Heads {
  readonly byHead: Map<string, number[]>;
  readonly inverted: number[];
}

const emptyGroup = (): Group => ({
  actions: { byHead: new Map(), inverted: [] },
  resources: { byHead: new Map(), inverted: [] },
});

function addTo({ byHead, inverted }: Heads, index: number, patterns: readonly string[] | undefined): void {
  if (patterns === undefined) inverted.push(index);
  for (const head of new Set(patterns?.map(literalHead))) {
    const positions = byHead.get(head);
    if (positions === undefined) byHead.set(head, [index]);
    else positions.push(index);
  }
}

function candidatesIn(group: Group | undefined, { actions, resources }: Statement): readonly number[] {
  if (group === undefined) return [];
  const byAction = withHead(group.actions, actions.except ? '' : (actions.patterns[0] ?? '').toLowerCase());
  if (resources === undefined) return byAction;
  const byResource = withHead(group.resources, resources.except ? '' : (resources.patterns[0] ?? ''));
  return byAction.length < byResource.length ? byAction : byResource;
}

/** The statements of which a pattern begins as the text does: no other can cover it. */
function withHead({ byHead, inverted }: Heads, text: string): readonly number[] {
  const head = literalHead(text);
  const found = new Set(inverted);
  for (let length = 0; length <= head.length; length += 1) {
    for (const position of byHead.get(head.slice(0, length)) ?? []) found.add(position);
  }
  return [...found];
}

const lowerCased = (patterns: readonly string[]): readonly string[] => patterns.map((pattern) => pattern.toLowerCase());

function groupName({ effect, principals }: Statement, conditions: readonly Condition[]): string {
  const who = principals?.principals.map(({ type, value }) => `${type} ${value}`).toSorted() ?? [];
  return JSON.stringify([effect, principals?.except ?? null, ...new Set(who), conditionsText(conditions)]);
}

const conditionsText = (conditions: readonly Condition[]): string =>
  JSON.stringify(
    conditions
      .map(({ operator, key, values }) =>
        JSON.stringify([operator, key.toLowerCase(), ...[...new Set(values)].toSorted()]),
      )
      .toSorted(),
  );
