import { expect, test } from 'vitest';
import { snapshotSchema } from '../../functions/adapters/snapshot-schema.ts';
import { listWorkloads } from '../../functions/workload/list-workloads.ts';
import { roleNeeds } from '../../functions/workload/role-needs.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { fixture, fixtureNames } from './knowledge-base-fixture.ts';
import { fixturesOf } from './needs-fixture.ts';

/** Every fixture of a flow or a knowledge base, as the adapters would accept it. */
const snapshots: readonly (readonly [string, Snapshot])[] = [
  ...fixturesOf('flow').map(({ name, snapshot }) => [name, snapshot] as const),
  ...fixtureNames.map((name) => {
    const { snapshot } = fixture(name);
    const bedrock = snapshot.bedrock ?? { enforcedGuardrails: [] };
    return [name, snapshotSchema.parse({ ...snapshot, bedrock })] as const;
  }),
];

const JUNK: readonly unknown[] = [null, 7, 'HIDDEN_DUE_TO_SECURITY_REASONS', '*', [['*']]];

/** A configuration with one of its values, however deep, replaced by junk; or one of its members under a later name. */
function* spoiled(value: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) {
    yield* JUNK;
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    for (const other of spoiled(inner))
      yield Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other };
    if (!Array.isArray(value) && namesAResource(inner)) {
      const { [key]: _, ...rest } = value as Readonly<Record<string, unknown>>;
      yield { ...rest, [`${key}Later`]: inner };
    }
  }
}

const namesAResource = (value: unknown): boolean => /"(arn:aws|s3:\/\/)/.test(JSON.stringify(value));

function followed(snapshot: Snapshot) {
  const { workloads, gaps } = listWorkloads(snapshot);
  const needs = workloads.map((workload) => roleNeeds(snapshot, workload));
  return {
    requests: new Set(needs.flatMap(({ requests }) => requests.map(({ action, resource }) => `${action} ${resource}`))),
    gaps: new Set([...gaps, ...needs.flatMap((one) => one.gaps)]),
  };
}

interface Configuration {
  readonly value: unknown;
  readonly replacedBy: (other: unknown) => unknown;
}

/** What the needs follow from; the role, the versions and the aliases say who acts. */
function configurationsOf(snapshot: Snapshot): readonly Configuration[] {
  const ofFlows = (snapshot.flows ?? []).slice(0, 1).map((flow) => ({
    value: flow.definition,
    replacedBy: (definition: unknown) => ({ ...snapshot, flows: [{ ...flow, definition }] }),
  }));
  const ofBases = (snapshot.knowledgeBases ?? []).slice(0, 1).flatMap(({ knowledgeBase, dataSources }) => [
    {
      value: dataSources,
      replacedBy: (other: unknown) => ({ ...snapshot, knowledgeBases: [{ knowledgeBase, dataSources: other }] }),
    },
    ...(['knowledgeBaseConfiguration', 'storageConfiguration'] as const).map((part) => ({
      value: knowledgeBase[part],
      replacedBy: (other: unknown) => ({
        ...snapshot,
        knowledgeBases: [{ knowledgeBase: { ...knowledgeBase, [part]: other }, dataSources }],
      }),
    })),
  ]);
  return [...ofFlows, ...ofBases].filter(({ value }) => value !== undefined);
}

/** A spoiled value that takes needs away without a word would make a grant look like too much. */
test.each(snapshots)('no value takes needs away in silence: %s', (_name, snapshot) => {
  const before = followed(snapshot);
  const silent = configurationsOf(snapshot).flatMap(({ value, replacedBy }) =>
    [...spoiled(value)].flatMap((other) => {
      const parsed = snapshotSchema.safeParse(replacedBy(other));
      if (!parsed.success) return [];
      const after = followed(parsed.data);
      const said = [...after.gaps].some((gap) => !before.gaps.has(gap));
      const lost = [...before.requests].filter((request) => !after.requests.has(request));
      const gained = [...after.requests].some((request) => !before.requests.has(request));
      return lost.length === 0 || said || gained ? [] : [JSON.stringify(other)];
    }),
  );
  expect(silent).toEqual([]);
});

test('the fixtures name enough to spoil', () => {
  const spoils = snapshots.flatMap(([, snapshot]) =>
    configurationsOf(snapshot).flatMap(({ value }) => [...spoiled(value)]),
  );
  expect(spoils.length).toBeGreaterThan(3000);
});
