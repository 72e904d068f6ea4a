export interface StatedName {
  readonly name: string;
  /** The text ends with it. */
  readonly isLast: boolean;
}

/** CloudTrail cuts at 1 KB, so a name at the very end of a text of that length may be half a name. */
export const wasCut = (text: string): boolean => bytesOf(text) >= 1_000;

/** In UTF-8, as CloudTrail counts. */
function bytesOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x1_00_00 ? 3 : 4;
  }
  return bytes;
}

/**
 * A name without the end of the sentence; undefined when it was shortened, by AWS or by whoever passed it on.
 *
 * @param name with what the text may have put behind it
 * @param after what stands behind it
 * @param whole the whole text
 */
export function wholeName(name: string | undefined, after: string, whole: string): StatedName | undefined {
  if (name === undefined) return undefined;
  if (after.startsWith('<') || (after === '' && wasCut(whole))) return undefined;
  if (/\.\.$|…/.test(name) || /^\.+$/.test(name)) return undefined;
  // Before a reason, the last character is the name's own; elsewhere it may end a sentence.
  const bare = /^ (?:because no |with an explicit deny)/.test(after) ? name : name.replace(/[.,;:)\]}]+$/, '');
  // A mark at the end may be the sentence's, or have another part of the name behind it; a bracket closes the sentence.
  const isClosed = /[)\]}]/.test(name.slice(bare.length));
  return bare === '' ? undefined : { name: bare, isLast: after === '' && !isClosed };
}
