/** What a value from the wire holds when it is a JSON object; nothing otherwise. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}

/** The named fields that are there: a summary is made of the fields of the whole. */
export function pickFields(value: object, ...names: readonly string[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(value).filter(([name]) => names.includes(name)));
}

export function stringsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The value with the times in fields of that name as seconds since the epoch: so some JSON protocols write what a snapshot has as text. */
export function withEpochTimes(value: object, name: RegExp): object {
  return JSON.parse(JSON.stringify(value), (key, field: unknown) => {
    const time = name.test(key) && typeof field === 'string' ? Date.parse(field) : Number.NaN;
    return Number.isNaN(time) ? field : time / 1000;
  }) as object;
}
