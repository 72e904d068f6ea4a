/** What is at a path of a JSON document that nobody has typed; undefined where there is nothing. */
export const jsonField = (document: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (value, name) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? (value as Readonly<Record<string, unknown>>)[name]
        : undefined,
    document,
  );

/** A list of texts; undefined for anything else. */
export const jsonTexts = (list: unknown): readonly string[] | undefined =>
  Array.isArray(list) && list.every((item): item is string => typeof item === 'string') ? list : undefined;
