type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** The value with one element or member fewer, in every way that is left, outermost first. */
function* smaller(value: Json): Generator<Json> {
  if (typeof value !== 'object' || value === null) return;
  if (isList(value)) {
    for (const at of value.keys()) yield value.toSpliced(at, 1);
    for (const [at, element] of value.entries()) for (const less of smaller(element)) yield value.with(at, less);
    return;
  }
  for (const key of Object.keys(value))
    yield Object.fromEntries(Object.entries(value).filter(([other]) => other !== key));
  for (const [key, member] of Object.entries(value))
    for (const less of smaller(member)) yield { ...value, [key]: less };
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

/** Takes away whatever is not needed for the case to remain a bad one. */
export function shrink<T>(found: T, isStillBad: (candidate: T) => boolean): T {
  for (const candidate of smaller(found as Json)) {
    if (isStillBad(candidate as T)) return shrink(candidate as T, isStillBad);
  }
  return found;
}
