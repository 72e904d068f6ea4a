import { type Fields, fieldsOf, isFields } from '../fields.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';

type Part = Partial<WorkloadNeeds>;

/** What each known member of a union needs. */
export type Members = Readonly<Record<string, (member: unknown) => Part>>;

/** For a member of which AWS documents that nothing of the role is asked for it. */
export const needsNothing = (): Part => ({});

/**
 * The needs of a union, of which AWS answers one member. Another member than those known, several, or none is a gap.
 *
 * @param what `a file system`
 */
export function memberNeeds(where: string, what: string, union: unknown, members: Members): WorkloadNeeds {
  const written = membersOf(fieldsOf(union));
  if (written.length === 0) return unusable(where, what, undefined);
  const names = written.map(([name]) => `\`${name.slice(0, 80)}\``).join(', ');
  return joinNeeds([
    ...written.map(([name, member]) => {
      const needsOf = Object.hasOwn(members, name) ? members[name] : undefined;
      return needsOf === undefined
        ? unusable(where, `${what} of a type that this version knows`, name)
        : needsOf(member);
    }),
    ...(written.length === 1
      ? []
      : [{ gaps: [`${where} names ${what} in several ways, of which AWS has one: ${names}`] }]),
  ]);
}

/** AWS's SDK keeps a member that it does not know as `$unknown`, with its name before its value. */
const membersOf = (union: Fields): readonly (readonly [name: string, member: unknown])[] =>
  Object.entries(union)
    .filter(([, member]) => !isAbsent(member))
    .map(([name, member]) => [name === '$unknown' && Array.isArray(member) ? String(member[0]) : name, member]);

/** The needs of every item of a list that may be absent; anything else than a list is a gap. */
export function itemNeeds(where: string, what: string, list: unknown, needsOf: (item: unknown) => Part): WorkloadNeeds {
  if (isAbsent(list)) return needsWith({});
  if (!Array.isArray(list)) return unusable(where, `a list of ${what}`, inWords(list));
  return joinNeeds(list.map(needsOf));
}

/** Anything else than an object where one may stand. */
export const isNoStructure = (value: unknown): boolean => !isAbsent(value) && !isFields(value);

export const isAbsent = (value: unknown): value is undefined | null => value === undefined || value === null;

/** Text as it is written, and anything else in brackets, so that it is the name of nothing; undefined when it is absent or empty. */
export const inWords = (value: unknown): string | undefined => {
  if (isAbsent(value) || value === '') return undefined;
  return typeof value === 'string' ? value : `(${JSON.stringify(value)})`;
};
