import { expect, test } from 'vitest';
import { flowNeeds } from '../../functions/workload/flow/flow-needs.ts';
import { flowWorkloads } from '../../functions/workload/flow/flow-workloads.ts';
import { roleNeeds } from '../../functions/workload/role-needs.ts';
import { fixturesOf, followed, spoiled } from './needs-fixture.ts';

test.each(fixturesOf('flow'))('$name', ({ snapshot, expected }) => {
  const needsOf = (workload: Parameters<typeof roleNeeds>[1]) => roleNeeds(snapshot, workload);
  expect(followed(flowWorkloads(snapshot), needsOf)).toEqual(expected);
});

test('a workload of a version that is not in the flow', () => {
  const [fixture] = fixturesOf('flow');
  const { snapshot } = fixture ?? {};
  const [workload] = snapshot === undefined ? [] : flowWorkloads(snapshot).workloads;
  const [flow] = snapshot?.flows ?? [];
  if (snapshot === undefined || workload === undefined || flow === undefined) throw new Error('no fixture');
  expect(flowNeeds(snapshot, flow, { ...workload, version: '77' })).toEqual({
    requests: [],
    gaps: [`version 77 of flow ${flow.id} was not read`],
    models: [],
  });
});

test.each(fixturesOf('flow'))('$name, one value of its nodes at a time spoiled', ({ snapshot }) => {
  const [flow] = snapshot.flows ?? [];
  const [workload] = flowWorkloads(snapshot).workloads;
  if (flow === undefined || workload === undefined) return;
  for (const node of (flow.definition?.nodes ?? []).flatMap((whole) => [...spoiled(whole)])) {
    const { requests, gaps } = flowNeeds(snapshot, { ...flow, definition: { nodes: [node] } }, workload);
    expect(gaps.every((gap) => typeof gap === 'string' && gap !== '')).toBe(true);
    expect(
      requests.map(({ resource: arn }) => arn).filter((arn) => arn !== '*' && !/^arn:[^*?]+\*?$/.test(arn)),
    ).toEqual([]);
  }
});

test('every need says which page of AWS asks for it, and none is the page on the role of agents', () => {
  const sources = fixturesOf('flow').flatMap(({ snapshot }) =>
    flowWorkloads(snapshot).workloads.flatMap((workload) =>
      roleNeeds(snapshot, workload).requests.map(({ source }) => source),
    ),
  );
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.filter((source) => !/^https:\/\/docs\.aws\.amazon\.com\/\S+\.html$/.test(source))).toEqual([]);
  expect(sources.filter((source) => source.endsWith('/agents-permissions.html'))).toEqual([]);
});

test('loops in loops without end', () => {
  const [fixture] = fixturesOf('flow');
  const [flow] = fixture?.snapshot.flows ?? [];
  const [workload] = fixture === undefined ? [] : flowWorkloads(fixture.snapshot).workloads;
  if (fixture === undefined || flow === undefined || workload === undefined) throw new Error('no fixture');
  let definition: { nodes: readonly unknown[] } = { nodes: [{ name: 'Save', type: 'Storage' }] };
  for (let depth = 0; depth < 20_000; depth += 1)
    definition = { nodes: [{ name: 'Again', type: 'Loop', configuration: { loop: { definition } } }] };
  const { gaps } = flowNeeds(fixture.snapshot, { ...flow, definition }, workload);
  expect(gaps).toEqual([`the configuration of node Save of flow ${flow.id} was not read`]);
});
