import type { Context } from 'aws-lambda';
import { buildAccountMemory } from '../adapters/account-memory.ts';
import { buildAccountReader } from '../adapters/account-reader.ts';
import { widerEvidence, widerEvidenceAndDenials } from '../adapters/wider-evidence.ts';
import { partitionOf } from '../workload/arn.ts';
import type { RegionReaders } from './read-regions.ts';

/** Milliseconds that an invocation keeps for telling what it found, one report that hangs and is sent again included. */
const TO_REPORT = 12_000;

type OwnContext = Pick<Context, 'invokedFunctionArn' | 'getRemainingTimeInMillis'>;

/**
 * The readers of the account that the function runs in, its own Region first; made by the first invocation and kept while the
 * container is warm.
 *
 * @param agentRegions other Regions with workloads, separated by commas
 * @param incidentTable in the Region of the function; absent where nobody asks for open denials
 */
export function ownAccountReaders(
  region: string,
  agentRegions: string | undefined,
  incidentTable?: string,
): (context: OwnContext) => RegionReaders {
  const others = (agentRegions ?? '').split(',').map((name) => name.trim());
  const regions = new Set([region, ...others.filter((name) => name !== '')]);
  let readers: RegionReaders | undefined;
  let current: OwnContext | undefined;
  const patience = () => (current?.getRemainingTimeInMillis() ?? 0) - TO_REPORT;
  return (context) => {
    current = context;
    if (readers !== undefined) return readers;
    const [, partition = partitionOf({ region }), , , accountId = ''] = context.invokedFunctionArn.split(':');
    const memory = buildAccountMemory(Date.now);
    const reader = (name: string) =>
      buildAccountReader({
        accountId,
        partition,
        region: name,
        now: Date.now,
        patience,
        memory,
        wider: incidentTable !== undefined && name === region ? widerEvidenceAndDenials(incidentTable) : widerEvidence,
      });
    const [, ...more] = regions;
    readers = [reader(region), ...more.map(reader)];
    return readers;
  };
}
