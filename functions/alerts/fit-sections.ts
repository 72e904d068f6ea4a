import type { AlertSection } from './alert.ts';

/** A section as text: the pieces of each line that was broken, and what is to be pasted. */
export interface BrokenSection extends Pick<AlertSection, 'part' | 'title'> {
  readonly lines: readonly (readonly string[])[];
  /** No line of it was shortened before. */
  readonly isWhole: boolean;
  readonly code: readonly string[];
}

type Room = Readonly<Record<AlertSection['part'], number>>;

/** What gives way first, and down to how many lines of a section. */
const ORDER: readonly (readonly [part: AlertSection['part'], least: number])[] = [
  ['more', 0],
  ['why', 5],
  ['todo', 10],
  ['happened', 9],
  ['why', 2],
  // A finding of two lines, and its command.
  ['todo', 7],
  ['happened', 4],
];

/**
 * Sections as texts of lines that together, an empty line between two, are no more than `most`. A line stays whole or goes; in
 * place of the last that went stands the pointer to all of it.
 */
export function fitSections(
  sections: readonly BrokenSection[],
  most: number,
  pointer: string,
): readonly (readonly string[])[] {
  let room: Room = { happened: most, why: most, todo: most, more: most };
  let texts = within(sections, room, pointer);
  for (const [part, least] of ORDER) {
    while (sizeOf(texts) > most && room[part] > least) {
      room = { ...room, [part]: room[part] - 1 };
      texts = within(sections, room, pointer);
    }
  }
  return sizeOf(texts) <= most ? texts : cut(texts, most, pointer);
}

const sizeOf = (texts: readonly (readonly string[])[]): number =>
  texts.reduce((sum, lines) => sum + lines.length + 1, -1);

function within(sections: readonly BrokenSection[], room: Room, pointer: string): readonly (readonly string[])[] {
  const parts = sections.map((section) => sectionWithin(section, room[section.part]));
  const texts = parts.flatMap(({ lines }) => (lines.length === 0 ? [] : [lines]));
  return parts.every(({ isWhole }) => isWhole) ? texts : [...texts, [pointer]];
}

/** The most lines of code that stay while explanations go. */
const SHORT_CODE = 3;

/** Half a command is worse than none, so it goes as a whole; a short one does not. */
function sectionWithin(
  { title, lines, code, isWhole }: BrokenSection,
  most: number,
): { readonly lines: readonly string[]; readonly isWhole: boolean } {
  const pasted = code.length === 0 ? [] : ['', ...code];
  const all = lines.flat();
  if (all.length + pasted.length <= most) return { lines: [title, ...all, ...pasted], isWhole };
  if (most === 0) return { lines: [], isWhole: false };
  const hasRoom = code.length <= SHORT_CODE && pasted.length < most;
  const left = most - (hasRoom ? pasted.length : 0);
  const kept: string[] = [];
  for (const pieces of lines) {
    if (kept.length + pieces.length > left - 1) break;
    kept.push(...pieces);
  }
  const isCut = kept.length < all.length;
  return { lines: [title, ...kept, ...(isCut ? ['  …'] : []), ...(hasRoom ? pasted : [])], isWhole: false };
}

/** So many sections that no share suffices. */
function cut(texts: readonly (readonly string[])[], most: number, pointer: string): readonly (readonly string[])[] {
  const kept: (readonly string[])[] = [];
  let left = most - 1;
  for (const lines of texts) {
    left -= lines.length + 1;
    if (left < 0) break;
    kept.push(lines);
  }
  return [...kept, [pointer]];
}
