/** Control, formatting (bidirectional marks, zero width), surrogate and line separator characters. */
const unprintable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/**
 * Text on one line that a terminal shows and does not obey: names in an account may hold escape sequences, line breaks
 * or marks that turn the reading direction. Each becomes visible: `\u001b`.
 */
export function printable(text: string): string {
  return text.replace(unprintable, escaped);
}

/** The same for text of several lines: its line feeds stay. */
export function printableLines(text: string): string {
  return text.replace(unprintable, (character) => (character === '\n' ? character : escaped(character)));
}

/** JSON that says the same and is harmless on a terminal. */
export function printableJson(value: unknown): string {
  return `${printableLines(JSON.stringify(value, null, 2))}\n`;
}

/** As JSON escapes it: outside the basic plane, two units. */
function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, unit) => {
    const code = character.charCodeAt(unit).toString(16).padStart(4, '0');
    return `\\u${code}`;
  }).join('');
}
