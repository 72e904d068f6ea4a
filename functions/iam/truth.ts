/** Yes, no, or an honest "it depends": Kleene's three values, with what the third depends on. */
export type Truth = boolean | Unknown;

export interface Unknown {
  /** Context keys, or `operator X`, `variable ${X}`, …; never empty. */
  readonly dependsOn: readonly string[];
}

export const unknown = (...dependsOn: readonly string[]): Unknown => ({ dependsOn });

export const isUnknown = (truth: Truth): truth is Unknown => typeof truth !== 'boolean';

/** False as soon as one is false; otherwise unknown when one is unknown. */
export function and(one: Truth, other: Truth): Truth {
  if (one === false || other === false) return false;
  if (one === true) return other;
  return other === true ? one : joined(one, other);
}

/** True as soon as one is true; otherwise unknown when one is unknown. */
export function or(one: Truth, other: Truth): Truth {
  if (one === true || other === true) return true;
  if (one === false) return other;
  return other === false ? one : joined(one, other);
}

function joined(one: Unknown, other: Unknown): Unknown {
  const more = other.dependsOn.filter((name) => !one.dependsOn.includes(name));
  return more.length === 0 ? one : { dependsOn: [...one.dependsOn, ...more] };
}

export const not = (truth: Truth): Truth => (typeof truth === 'boolean' ? !truth : truth);

/** What the unknown ones among these depend on, each named once, sorted. */
export const dependencies = (truths: readonly Truth[]): readonly string[] =>
  [...new Set(truths.flatMap((truth) => (isUnknown(truth) ? truth.dependsOn : [])))].toSorted();
