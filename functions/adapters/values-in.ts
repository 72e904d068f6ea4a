export interface NamedValue {
  /** The name of the member that holds it; of a list's items, that of the list. */
  readonly key: string;
  readonly value: string;
  /** The names of the members around it, outermost first. */
  readonly around: readonly string[];
}

/** Every text inside JSON, with its name: configurations of one service nest the same thing in many places. */
export function valuesIn(json: unknown, around: readonly string[] = []): readonly NamedValue[] {
  const key = around.at(-1) ?? '';
  if (typeof json === 'string') return [{ key, value: json, around: around.slice(0, -1) }];
  if (Array.isArray(json)) return json.flatMap((item) => valuesIn(item, around));
  if (typeof json !== 'object' || json === null) return [];
  return Object.entries(json).flatMap(([name, value]) => valuesIn(value, [...around, name]));
}

/** Every object inside JSON, the outer before the inner. */
export function objectsIn(json: unknown): readonly object[] {
  if (Array.isArray(json)) return json.flatMap(objectsIn);
  if (typeof json !== 'object' || json === null) return [];
  return [json, ...Object.values(json).flatMap(objectsIn)];
}
