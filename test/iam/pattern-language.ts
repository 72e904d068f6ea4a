import fc from 'fast-check';

/** Short patterns over a small alphabet, which collide often, and values for them. */
export const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 6 });
export const value = fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 6 });

/** The obvious twin: the same language as a regular expression. */
export const asExpression = (wildcard: string): RegExp =>
  new RegExp(
    `^${wildcard
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
    'su',
  );
