/** Longer text is not compared: a suggestion for it would be no help. */
const LONGEST = 128;

/**
 * The candidate with the fewest single-character changes from the text, without regard to case; undefined when even that
 * one is not close (more than a third of the text differs).
 */
export function nearest(text: string, candidates: readonly string[]): string | undefined {
  if (text.length > LONGEST) return undefined;
  const wanted = text.toLowerCase();
  let best: { readonly candidate: string; readonly distance: number } | undefined;
  for (const candidate of candidates) {
    const most = Math.min(best?.distance ?? Number.POSITIVE_INFINITY, Math.ceil(wanted.length / 3) + 1);
    if (Math.abs(candidate.length - wanted.length) >= most) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance < most) best = { candidate, distance };
  }
  return best?.candidate;
}

/** The one candidate that is a single-character change away from the text; undefined where there are none or more. */
export function soleNearest(text: string, candidates: readonly string[]): string | undefined {
  if (text.length > LONGEST) return undefined;
  const wanted = text.toLowerCase();
  const [first, ...more] = candidates.filter(
    (candidate) =>
      Math.abs(candidate.length - wanted.length) <= 1 && editDistance(wanted, candidate.toLowerCase()) === 1,
  );
  return more.length === 0 ? first : undefined;
}

/** Levenshtein distance, a swap of two neighbours counted as one. */
function editDistance(from: string, to: string): number {
  let twoUp: readonly number[] = [];
  let up = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(
        (up[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (up[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        cost = Math.min(cost, (twoUp[column - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    twoUp = up;
    up = current;
  }
  return up[to.length] ?? 0;
}
