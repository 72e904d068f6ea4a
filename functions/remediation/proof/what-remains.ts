import type { Proof } from '../remediation.ts';

/** `the answer would be implicitDeny, blocked by serviceControl` */
export function whatRemains({ after, stillBlockedBy, gained, lost, refused }: Proof): string {
  if (after === 'unknown') return 'it would hang on a condition that nobody can see from here';
  if (after !== 'allowed')
    return `the answer would be ${after}${stillBlockedBy.length === 0 ? '' : `, blocked by ${stillBlockedBy.join(', ')}`}`;
  if (gained !== undefined) return `it would also allow ${gained.slice(0, 3).join(', ')}`;
  if (lost !== undefined) return `it would take away ${lost.slice(0, 3).join(', ')}`;
  if (refused !== undefined) return refused;
  return 'a part of it could be left out';
}
