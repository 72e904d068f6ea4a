/** `` `a`, `b` and 3 more ``: the reader's own text, never more than a few values of it. */
export function listValues(values: readonly string[], most = 3): string {
  const distinct = [...new Set(values)];
  const shown = distinct.slice(0, most).map((value) => `\`${value.length > 120 ? `${value.slice(0, 119)}…` : value}\``);
  const rest = distinct.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  const last = shown.at(-1) ?? '';
  return shown.length < 2 ? last : `${shown.slice(0, -1).join(', ')} and ${last}`;
}
