/** Yes, no, or an honest "it depends": Kleene's three values, with what the third depends on. */
export type Truth = boolean | Unknown;

export interface Unknown {
  /** Context keys, or `operator X`, `variable ${X}`, …; never empty. */
  readonly dependsOn: readonly string[];
}

export const unknown = (...dependsOn: readonly string[]): Unknown => ({ dependsOn });

export const isUnknown = (truth: Truth): truth is Unknown => typeof truth !== 'boolean';

/** False as soon as one is false; otherwise unknown when one is unknown. */
export function and(truths: Iterable<Truth>): Truth {
  let undecided: Unknown | undefined;
  for (const truth of truths) {
    if (truth === false) return false;
    if (truth !== true) undecided = joined(undecided, truth);
  }
  return undecided ?? true;
}

/** True as soon as one is true; otherwise unknown when one is unknown. */
export function or(truths: Iterable<Truth>): Truth {
  let undecided: Unknown | undefined;
  for (const truth of truths) {
    if (truth === true) return true;
    if (truth !== false) undecided = joined(undecided, truth);
  }
  return undecided ?? false;
}

const joined = (one: Unknown | undefined, other: Unknown): Unknown =>
  one === undefined ? other : { dependsOn: [...one.dependsOn, ...other.dependsOn] };

export const not = (truth: Truth): Truth => (typeof truth === 'boolean' ? !truth : truth);

/** What the unknown ones among these depend on, each named once, sorted. */
export const dependencies = (truths: readonly Truth[]): readonly string[] =>
  [...new Set(truths.flatMap((truth) => (isUnknown(truth) ? truth.dependsOn : [])))].toSorted();
