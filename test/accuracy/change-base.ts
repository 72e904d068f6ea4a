type Json = Record<string, unknown> | unknown[];

/**
 * A copy of the base with other values at the given JSON pointers (RFC 6901). In a list, a token is the name of an
 * element (the value of any of its fields, or of any field one level below) and `-` is a new one at the end. The keys of
 * a path that is not there yet are made.
 *
 * @param without pointers to what is taken out, after the changes
 * @throws Error when a token names no element of a list
 */
export function changeBase(
  base: unknown,
  changes: Readonly<Record<string, unknown>>,
  without: readonly string[],
): unknown {
  const draft = structuredClone(base) as Json;
  for (const [pointer, value] of Object.entries(changes)) {
    const [place, last] = placeOf(draft, pointer);
    if (!Array.isArray(place)) place[last] = structuredClone(value);
    else if (last === '-') place.push(structuredClone(value));
    else place[indexOf(place, last, pointer)] = structuredClone(value);
  }
  for (const pointer of without) {
    const [place, last] = placeOf(draft, pointer);
    if (Array.isArray(place)) place.splice(indexOf(place, last, pointer), 1);
    else if (!Reflect.has(place, last)) throw new Error(`${pointer}: nothing stands there`);
    else Reflect.deleteProperty(place, last);
  }
  return draft;
}

function placeOf(draft: Json, pointer: string): readonly [place: Json, last: string] {
  const tokens = pointer.split('/').slice(1).map(unescapeToken);
  const last = tokens.pop();
  if (last === undefined) throw new Error(`${pointer} is no pointer to a part`);
  return [tokens.reduce<Json>((place, token) => inside(place, token, pointer), draft), last];
}

function inside(place: Json, token: string, pointer: string): Json {
  if (!Array.isArray(place)) place[token] ??= {};
  const found = Array.isArray(place) ? place[indexOf(place, token, pointer)] : place[token];
  if (typeof found !== 'object' || found === null) throw new Error(`${pointer}: ${token} has no parts`);
  return found as Json;
}

function indexOf(list: readonly unknown[], token: string, pointer: string): number {
  const index = list.findIndex((element) => isNamed(element, token));
  const found = index === -1 && /^\d+$/.test(token) && Number(token) < list.length ? Number(token) : index;
  if (found === -1) throw new Error(`${pointer}: no element is named ${token}`);
  return found;
}

const isNamed = (element: unknown, name: string, depth = 1): boolean =>
  typeof element === 'object' &&
  element !== null &&
  !Array.isArray(element) &&
  Object.values(element).some((value) => value === name || (depth > 0 && isNamed(value, name, depth - 1)));

const unescapeToken = (token: string): string => token.replaceAll('~1', '/').replaceAll('~0', '~');
