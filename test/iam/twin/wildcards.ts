/** The source of a regular expression for a text without wildcards. */
export const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** Characters that stand for a `*` and a `?` that are no wildcards, in a pattern. */
const STAR = '\u0001';
const QUESTION_MARK = '\u0002';

/** A value as a part of a pattern. */
export const asPattern = (value: string): string => value.replaceAll('*', STAR).replaceAll('?', QUESTION_MARK);

/** The source of a regular expression for a text in which `*` is any text and `?` any character. */
export const glob = (pattern: string, star = '.*', question = '.'): string =>
  literal(pattern)
    .replaceAll('\\*', star)
    .replaceAll('\\?', question)
    .replaceAll(STAR, '\\*')
    .replaceAll(QUESTION_MARK, '\\?');

/** Whether a regular expression matches a text from its first to its last character. */
export const matchesWhole = (source: string, text: string, flags = ''): boolean =>
  new RegExp(`^(?:${source})$`, `su${flags}`).test(text);
