import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { snapshotSchema } from '../../functions/adapters/snapshot-schema.ts';
import { serviceAuthorization } from '../../functions/iam/service-authorization.ts';
import { modelUses } from '../../functions/workload/list-model-uses.ts';
import { listAgentConfigurations } from '../../functions/workload/list-workloads.ts';
import type { ModelUse } from '../../functions/workload/model-use.ts';
import { requiredAccess } from '../../functions/workload/required-access.ts';
import type { RequiredRequest } from '../../functions/workload/required-request.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { workloadKey } from '../../functions/workload/workload-key.ts';

interface Fixture {
  readonly title: string;
  readonly snapshot: Snapshot;
  /** By version. */
  readonly expected: Readonly<Record<string, unknown>>;
}

const folder = new URL('../fixtures/workload/agent/', import.meta.url);
const fixtures = readdirSync(folder).map((name): [string, Fixture] => [
  name.replace('.json', ''),
  JSON.parse(readFileSync(new URL(name, folder), 'utf8')),
]);

/** A request as a line: `required role · action · resource · context · kind: capability · page`, and `noted` with a note. */
function line(request: RequiredRequest): string {
  const context = Object.entries(request.context).map(([key, value]) => `${key}=${value}`);
  return [
    `${request.necessity} ${request.heldBy}${request.principal === undefined ? '' : ` for ${request.principal}`}`,
    request.action,
    request.resource,
    ...(context.length === 0 ? [] : [context.join(', ')]),
    `${request.kind}: ${request.capability}`,
    `${request.source.split('/').at(-1)?.replace('.html', '')}${request.note === undefined ? '' : ' (noted)'}`,
  ].join(' · ');
}

const used = ({ reference, kind, usedBy, foundationModels }: ModelUse) => ({
  reference,
  kind,
  usedBy,
  models:
    'missing' in foundationModels
      ? foundationModels.missing
      : foundationModels.known.map(({ modelId, provider }) => `${modelId} of ${provider}`),
});

const derived = (snapshot: Snapshot) => {
  const { configurations } = listAgentConfigurations(snapshot);
  return configurations.map((configuration) => ({
    workload: configuration.workload,
    needs: requiredAccess(snapshot, configuration),
    models: modelUses(snapshot, configuration),
  }));
};

describe.each(fixtures)('%s', (_name, { snapshot, expected }) => {
  test('is a snapshot of the form that files have', () => {
    expect(snapshotSchema.safeParse(snapshot).error).toBeUndefined();
  });

  test('needs exactly what is expected', () => {
    const actual = derived(snapshot).map(({ workload, needs, models }) => [
      workload.version,
      { requests: needs.requests.map(line), gaps: needs.gaps, models: models.map(used) },
    ]);
    expect(Object.fromEntries(actual)).toEqual(expected);
  });

  test('asks only for actions that AWS has, on resources of theirs, and says for whom and where it is written', () => {
    for (const { workload, needs } of derived(snapshot))
      for (const request of needs.requests) {
        expect(request.workload).toBe(workloadKey(workload));
        expect(request.source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\/bedrock\/latest\/userguide\/[a-z-]+\.html$/);
        const types = serviceAuthorization.resourceTypesOf(request.action);
        expect(types, request.action).toBeDefined();
        expect(request.resource === '*', `${request.action} ${request.resource}`).toBe(types?.length === 0);
      }
  });
});

test('a request that somebody else must allow for another principal says who asks', () => {
  const requests = fixtures.flatMap(([, { snapshot }]) => derived(snapshot).flatMap(({ needs }) => needs.requests));
  expect(
    new Set(requests.filter(({ heldBy }) => heldBy === 'functionPolicy').map(({ principal }) => principal)),
  ).toEqual(new Set(['bedrock.amazonaws.com']));
  expect(requests.filter(({ heldBy, principal }) => heldBy === 'role' && principal !== undefined)).toEqual([]);
  expect(requests.filter(({ heldBy, principal }) => heldBy === 'keyPolicy' && principal === undefined)).toEqual([]);
});
