/** Text that stands for itself in a policy: there, `*` and `?` are wildcards, and `${` begins a variable. */
export const policyLiteral = (text: string): string =>
  text.replace(/\$(?=\{)|[*?]/g, (character) => `\${${character}}`);

/** The same for a resource, whose one `*` at the end stands for everything that is in it. */
export const policyResource = (resource: string): string =>
  resource.endsWith('*') ? `${policyLiteral(resource.slice(0, -1))}*` : policyLiteral(resource);

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html */
export const isStorable = (text: string): boolean => /^[\t\n\r\u0020-\u00ff]*$/.test(text);

/** Code unit order: the same on every machine, whatever its language. */
export const inCodeUnitOrder = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
