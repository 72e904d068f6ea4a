import { nearest } from './nearest.ts';

/** Why AWS would refuse a part of a policy document. */
export interface Refusal {
  readonly problem: string;
  readonly help: string;
  readonly element?: string;
}

/** The reader's own text, short enough for one line. */
export const quoted = (text: string): string => (text.length > 80 ? `${text.slice(0, 77)}…` : text);

export function elementHelp(written: string, elements: readonly string[]): string {
  const meant = nearest(written, elements);
  return meant === undefined ? `Remove it; the elements are ${elements.join(', ')}.` : `Did you mean \`${meant}\`?`;
}

/** Control characters other than tab, line feed and carriage return are in no policy that AWS stores. */
export const unusableText = (value: string): Omit<Refusal, 'element'> | undefined =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(value)
    ? { problem: 'a value has a control character', help: 'Remove the character; AWS refuses it.' }
    : undefined;
