import type { Snapshot } from '../workload/snapshot.ts';
import { valuesIn } from './values-in.ts';

const SECRET = /arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:\d{12}:secret:[\w!/+=.@-]+/g;

/** The secrets that knowledge bases sign in with, and those that credential providers keep; some stand inside JSON text. */
export function secretArns({
  knowledgeBases = [],
  agentCoreIdentity = {},
}: Pick<Snapshot, 'knowledgeBases' | 'agentCoreIdentity'>): readonly string[] {
  const values = valuesIn([knowledgeBases, agentCoreIdentity]);
  return [...new Set(values.flatMap(({ value }) => value.match(SECRET) ?? []))];
}
