/** Yes, no, or the list of what it hangs on. */
export type Answer = boolean | readonly string[];

export const isOpen = (answer: Answer): answer is readonly string[] => typeof answer !== 'boolean';

/** What an answer hangs on; nothing for a certain one. */
export const openOn = (answer: Answer): readonly string[] => (isOpen(answer) ? answer : []);

/** One certain no decides, and what comes after it is not asked; an open answer counts only without one. */
export function all(answers: Iterable<Answer>): Answer {
  const open: string[] = [];
  for (const answer of answers) {
    if (answer === false) return false;
    open.push(...openOn(answer));
  }
  return open.length === 0 || open;
}

/** One certain yes decides; an open answer counts only without one. */
export function any(answers: readonly Answer[]): Answer {
  if (answers.includes(true)) return true;
  const open = answers.flatMap(openOn);
  return open.length === 0 ? false : open;
}

export const not = (answer: Answer): Answer => (isOpen(answer) ? answer : !answer);
