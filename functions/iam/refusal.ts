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
  hasControlCharacter(value)
    ? { problem: 'a value has a control character', help: 'Remove the character; AWS refuses it.' }
    : undefined;

/** Every value of every policy passes here: for short texts, a loop is much faster than a regular expression. */
function hasControlCharacter(value: string): boolean {
  for (let at = 0; at < value.length; at += 1) {
    const code = value.charCodeAt(at);
    if (code < 0x20 && code !== 0x09 && code !== 0x0a && code !== 0x0d) return true;
  }
  return false;
}
