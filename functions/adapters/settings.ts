/** Environment variables of a function. Those that are missing are named all at once. */
export function readSettings<Name extends string>(
  names: readonly Name[],
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<Name, string>> {
  const missing = names.filter((name) => (environment[name] ?? '') === '');
  if (missing.length > 0)
    throw new Error(
      `environment variables are not set: ${missing.join(', ')}; set them in the function's configuration`,
    );
  // Every name has a value here.
  return Object.fromEntries(names.map((name) => [name, environment[name]])) as Record<Name, string>;
}
