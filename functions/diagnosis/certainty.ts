import type { Certainty } from './diagnosis.ts';

const ORDER: readonly Certainty[] = ['proven', 'likely', 'possible'];

export const rank = (certainty: Certainty): number => ORDER.indexOf(certainty);

/** The highest of several; `possible` of none. */
export const best = (certainties: readonly Certainty[]): Certainty =>
  ORDER.find((certainty) => certainties.includes(certainty)) ?? 'possible';
