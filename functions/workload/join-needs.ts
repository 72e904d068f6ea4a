import type { WorkloadNeeds } from './needs.ts';
import type { RequiredRequest } from './required-request.ts';

/** Needs of which only some are given. */
export const needsWith = (part: Partial<WorkloadNeeds>): WorkloadNeeds => ({
  requests: [],
  gaps: [],
  models: [],
  ...part,
});

/** The gap of a configuration that does not name what it must, or names something else. */
export const unusable = (where: string, what: string, written: string | undefined): WorkloadNeeds =>
  needsWith({
    gaps: [
      written === undefined
        ? `${where} does not name ${what}`
        : `\`${written.slice(0, 80)}\`, which ${where} names, is not ${what}`,
    ],
  });

/** The needs of all the parts of a workload; what two of them need alike is one request, the one that is not optional. */
export function joinNeeds(parts: readonly Partial<WorkloadNeeds>[]): WorkloadNeeds {
  const requests = new Map<string, RequiredRequest>();
  for (const request of parts.flatMap((part) => part.requests ?? [])) {
    const { action, resource, context, heldBy, principal, kind } = request;
    const key = JSON.stringify([action, resource, context, heldBy, principal, kind]);
    const known = requests.get(key);
    if (known === undefined || (known.necessity === 'optional' && request.necessity !== 'optional'))
      requests.set(key, request);
  }
  return {
    requests: [...requests.values()],
    gaps: [...new Set(parts.flatMap((part) => part.gaps ?? []))],
    models: parts.flatMap((part) => part.models ?? []),
  };
}
