import { literalStatement } from '../../iam/literal-policy.ts';
import type { Policy, Statement } from '../../iam/policy.ts';
import { type PolicyEdit, rewritten } from './policy-edit.ts';

/** The edits, each time without one of them, or without one part that they add. */
export const smallerEdits = (edits: readonly PolicyEdit[]): readonly (readonly PolicyEdit[])[] => [
  ...edits.map((_, index) => edits.toSpliced(index, 1)),
  ...withoutParts(edits),
];

/** The edits, each time without a statement, an action, a resource, a principal or a condition's value that they add. */
export const withoutParts = (edits: readonly PolicyEdit[]): readonly (readonly PolicyEdit[])[] =>
  edits.flatMap((edit, index) => smallerOf(edit).map((smaller) => edits.with(index, smaller)));

function smallerOf(edit: PolicyEdit): readonly PolicyEdit[] {
  const { before, after } = edit;
  if (after === undefined) return [];
  const known = new Set((before?.statements ?? []).map(wordingOf));
  const parts = after.statements.flatMap((statement, index): readonly (readonly Statement[])[] => {
    if (known.has(wordingOf(statement))) return [];
    const replaced = (others: readonly Statement[]): readonly Statement[] =>
      after.statements.toSpliced(index, 1, ...others);
    const original = originalOf(statement, before);
    const withoutIt = original === undefined ? (statement.effect === 'Allow' ? [replaced([])] : []) : [];
    const divided = original ?? (statement.effect === 'Deny' ? dividedOf(statement, before) : undefined);
    return [...withoutIt, ...partsLess(statement, divided).map((smaller) => replaced([smaller]))];
  });
  return parts.flatMap((statements) => {
    const smaller = statements.length === 0 ? undefined : rewritten(after, statements);
    return smaller === undefined ? [] : [{ ...edit, after: smaller }];
  });
}

const wordingOf = (statement: Statement): string => JSON.stringify(literalStatement(statement));

/** The statement of which it is the corrected form: the one with its Sid, or at its place. */
function originalOf({ location, effect }: Statement, before: Policy | undefined): Statement | undefined {
  const bySid = before?.statements.find(
    (other) => other.location.sid !== undefined && other.location.sid === location.sid,
  );
  const original = bySid ?? before?.statements.find((other) => other.location.statement === location.statement);
  return original?.effect === effect && original.location.sid === location.sid ? original : undefined;
}

/** The Deny of which it is a part, with what it excepts already. */
const dividedOf = ({ actions, location }: Statement, before: Policy | undefined): Statement | undefined =>
  before?.statements.find(
    (other) =>
      other.effect === 'Deny' &&
      other.location.policy === location.policy &&
      other.actions.except === actions.except &&
      other.actions.patterns.every((pattern) => actions.patterns.includes(pattern)),
  );

function partsLess(statement: Statement, original: Statement | undefined): readonly Statement[] {
  const { actions, resources, principals, conditions, effect } = statement;
  const isNew = (value: string, old: readonly string[] | undefined): boolean => old?.includes(value) !== true;
  // Of a Deny, only what it spares makes anything allowed.
  const counts = (except: boolean): boolean => (effect === 'Allow') !== except;
  return [
    ...(counts(actions.except) ? actions.patterns : [])
      .filter((value) => isNew(value, original?.actions.patterns) && actions.patterns.length > 1)
      .map((value) => ({ ...statement, actions: without(actions, value) })),
    ...(resources !== undefined && counts(resources.except) ? resources.patterns : [])
      .filter((value) => isNew(value, original?.resources?.patterns) && resources?.patterns.length !== 1)
      .map((value) => ({ ...statement, resources: without(resources ?? actions, value) })),
    ...(principals !== undefined && effect === 'Allow' && principals.principals.length > 1 ? principals.principals : [])
      .filter(({ value }) => original?.principals?.principals.some((old) => old.value === value) !== true)
      .map((one) => ({
        ...statement,
        principals: { except: false, principals: principals?.principals.filter((other) => other !== one) ?? [] },
      })),
    ...(effect === 'Allow' ? conditions : []).flatMap((condition, index) => {
      const old = original?.conditions.find(
        ({ operator, key }) => operator === condition.operator && key === condition.key,
      );
      return condition.values.length < 2
        ? []
        : condition.values
            .filter((value) => isNew(value, old?.values))
            .map((value) => ({
              ...statement,
              conditions: conditions.with(index, {
                ...condition,
                values: condition.values.filter((other) => other !== value),
              }),
            }));
    }),
  ];
}

const without = <Element extends { readonly patterns: readonly string[] }>(
  element: Element,
  value: string,
): Element => ({
  ...element,
  patterns: element.patterns.filter((other) => other !== value),
});
