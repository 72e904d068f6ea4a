import { inCodeUnitOrder } from '../policy-literal.ts';
import { sha256 } from './sha256.ts';

/** `sha256:…` of a JSON document with its keys in order and without white space: the same for every way to print it. */
export const documentHash = (document: unknown): string => `sha256:${sha256(JSON.stringify(inOrder(document)))}`;

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([one], [other]) => inCodeUnitOrder(one, other))
      .map(([key, inner]) => [key, inOrder(inner)]),
  );
}
