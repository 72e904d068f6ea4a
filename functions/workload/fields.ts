/** An object of a configuration whose shape nobody has checked. */
export type Fields = Readonly<Record<string, unknown>>;

/** The object, or an empty one for anything else. */
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands at a path of names, own properties only; undefined where it leads nowhere. */
export const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, name) => {
    const fields = fieldsOf(inner);
    return Object.hasOwn(fields, name) ? fields[name] : undefined;
  }, value);

/** The text at a path; undefined when it is empty or no text. */
export const textAt = (value: unknown, ...path: readonly string[]): string | undefined => {
  const found = at(value, ...path);
  return typeof found === 'string' && found !== '' ? found : undefined;
};

/** The list at a path; empty when it is no list. */
export const listAt = (value: unknown, ...path: readonly string[]): readonly unknown[] => {
  const found = at(value, ...path);
  return Array.isArray(found) ? found : [];
};
