import { readdirSync, readFileSync } from 'node:fs';
import { snapshotSchema } from '../../functions/adapters/snapshot-schema.ts';
import { listWorkloads } from '../../functions/workload/list-workloads.ts';
import type { WorkloadNeeds } from '../../functions/workload/needs.ts';
import type { RequiredRequest } from '../../functions/workload/required-request.ts';
import { roleNeeds } from '../../functions/workload/role-needs.ts';

const FOLDER = new URL('../fixtures/workload/knowledge-base/', import.meta.url);

/** Everything that one knowledge base needs, in lines that a person can read. */
interface Expected {
  readonly needs: readonly string[];
  readonly models: readonly string[];
  readonly gaps: readonly string[];
}

/** JSON as a test may change it. */
// biome-ignore lint/suspicious/noExplicitAny: a change may make anything of a knowledge base; that is what it is for
type Draft = any;

const namesIn = (folder: URL): readonly string[] =>
  readdirSync(folder).flatMap((file) => (file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : []));

export const fixtureNames: readonly string[] = namesIn(FOLDER);
/** The policies that AWS's pages show, filled in for the knowledge base of the same name. */
export const documentedNames: readonly string[] = namesIn(new URL('documented-policies/', FOLDER));

export const fixture = (name: string): Draft => JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));

export function needsOf(snapshotFile: unknown): WorkloadNeeds {
  // Through JSON, as from a file: a field that a test sets to undefined is gone.
  const file = JSON.parse(JSON.stringify(snapshotFile));
  const snapshot = snapshotSchema.parse({ ...file, bedrock: file.bedrock ?? { enforcedGuardrails: [] } });
  const { workloads } = listWorkloads(snapshot);
  const [workload] = workloads.filter(({ type }) => type === 'knowledgeBase');
  if (workload === undefined) throw new Error('The fixture has no knowledge base with a role.');
  return roleNeeds(snapshot, workload);
}

export function inLines({ requests, models, gaps }: WorkloadNeeds): Expected {
  return {
    needs: requests.map(line),
    models: models.map(({ reference, kind, usedBy }) => `${usedBy}: ${kind} ${reference}`),
    gaps,
  };
}

/** `action resource [kind] (optional) held by keyPolicy for arn:… when key=value` */
const line = ({ action, resource, kind, necessity, heldBy, principal, context }: RequiredRequest): string =>
  [
    `${action} ${resource} [${kind}]`,
    necessity === 'required' ? '' : ` (${necessity})`,
    heldBy === 'role' ? '' : ` held by ${heldBy}`,
    principal === undefined ? '' : ` for ${principal}`,
    Object.entries(context)
      .map(([key, value]) => ` when ${key}=${value}`)
      .join(''),
  ].join('');
