import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { snapshotSchema } from '../../functions/adapters/snapshot-schema.ts';
import type { WorkloadNeeds } from '../../functions/workload/needs.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import type { Workload } from '../../functions/workload/workload.ts';
import { workloadKey } from '../../functions/workload/workload-key.ts';

/** One file of `test/fixtures/workload/KIND`: parts of a snapshot as AWS answers them, and what must follow from them. */
interface NeedsFixture {
  readonly name: string;
  readonly snapshot: Snapshot;
  readonly expected: Expected;
}

export interface Expected {
  /** By `arn#version`. */
  readonly workloads: Readonly<Record<string, ExpectedNeeds>>;
  readonly gaps: readonly string[];
}

interface ExpectedNeeds {
  readonly role: string;
  readonly requests: readonly string[];
  readonly gaps: readonly string[];
  readonly models: readonly string[];
}

const folderOf = (kind: string) => fileURLToPath(new URL(`../fixtures/workload/${kind}/`, import.meta.url));

/** The files of a kind, each snapshot as the adapters would accept it. */
export const fixturesOf = (kind: string): readonly NeedsFixture[] =>
  readdirSync(folderOf(kind)).flatMap((file) => {
    if (!file.endsWith('.json')) return [];
    const { snapshot, expected } = JSON.parse(readFileSync(`${folderOf(kind)}${file}`, 'utf8'));
    return [{ name: file.replace('.json', ''), snapshot: snapshotSchema.parse({ ...account, ...snapshot }), expected }];
  });

const account = {
  format: 'bedrock-warden/snapshot/1',
  partition: 'aws',
  accountId: '111122223333',
  region: 'us-east-1',
  bedrock: { enforcedGuardrails: [], guardrails: [], inferenceProfiles: [] },
  agents: [],
  prompts: [],
};

/** What follows from a snapshot, in the words of a fixture. */
export function followed(
  { workloads, gaps }: { readonly workloads: readonly Workload[]; readonly gaps: readonly string[] },
  needsOf: (workload: Workload) => WorkloadNeeds,
): Expected {
  return {
    workloads: Object.fromEntries(
      workloads.map((workload) => {
        const needs = needsOf(workload);
        return [
          workloadKey(workload),
          {
            role: workload.roleArn,
            requests: needs.requests.map(inWords),
            gaps: needs.gaps,
            models: needs.models.map(({ reference, kind, usedBy }) => `${reference} (${kind}) for ${usedBy}`),
          },
        ];
      }),
    ),
    gaps,
  };
}

/** Everything of a request but its workload, its note (which only shows that there is one) and the host of its page. */
const inWords = (request: WorkloadNeeds['requests'][number]): string => {
  const { action, resource, necessity, heldBy, principal, context, note, kind, capability, source } = request;
  const marks = [
    ...(necessity === 'required' ? [] : [necessity]),
    ...(heldBy === 'role' ? [] : [`held by ${heldBy} for ${principal}`]),
    ...Object.entries(context).map(([key, value]) => `${key}=${value}`),
    ...(note === undefined ? [] : ['noted']),
    `[${kind}: ${capability}; ${source.split('/').at(-1)}]`,
  ];
  return `${action} ${resource}, ${marks.join(', ')}`;
};

const JUNK: readonly unknown[] = [null, 7, '*', '', [], {}, { arn: ['*'] }];

/** Copies of a configuration, in each of which one value, however deep, is something else. */
export function* spoiled(value: unknown): Generator<unknown> {
  yield* JUNK;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value))
    for (const other of spoiled(inner))
      yield Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other };
}
