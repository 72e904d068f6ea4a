/**
 * A fact, or the admission that it could not be read. Nothing in the product may treat the second as a default:
 * missing evidence is its own answer.
 */
export type Evidence<Value> = { readonly known: Value } | { readonly missing: readonly [string, ...string[]] };

/** Each reason is a phrase that fits behind "unknown: ": `the organization was not read (AccessDeniedException)`. */
export function missing(
  reason: string,
  ...more: readonly string[]
): { readonly missing: readonly [string, ...string[]] } {
  return { missing: [reason, ...more] };
}

export function isKnown<Value>(evidence: Evidence<Value>): evidence is { readonly known: Value } {
  return 'known' in evidence;
}
