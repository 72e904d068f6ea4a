import { expect, test } from 'vitest';
import { agentCoreNeeds } from '../../functions/workload/agent-core/agent-core-needs.ts';
import { agentCoreResource, agentCoreWorkloads } from '../../functions/workload/agent-core/agent-core-workloads.ts';
import { fieldsOf } from '../../functions/workload/fields.ts';
import { fixturesOf, followed, spoiled } from './needs-fixture.ts';

test.each(fixturesOf('agent-core'))('$name', ({ snapshot, expected }) => {
  const followedFrom = followed(agentCoreWorkloads(snapshot), (workload) =>
    agentCoreNeeds(snapshot, agentCoreResource(snapshot, workload) ?? {}, workload),
  );
  expect(followedFrom).toEqual(expected);
});

test.each(fixturesOf('agent-core'))('$name, one value at a time spoiled', ({ snapshot }) => {
  for (const workload of agentCoreWorkloads(snapshot).workloads)
    for (const resource of spoiled(agentCoreResource(snapshot, workload))) {
      const { requests, gaps } = agentCoreNeeds(snapshot, fieldsOf(resource), workload);
      expect(gaps.every((gap) => typeof gap === 'string' && gap !== '')).toBe(true);
      expect(
        requests.map(({ resource: arn }) => arn).filter((arn) => arn !== '*' && !/^arn:[^*?]+\*?$/.test(arn)),
      ).toEqual([]);
    }
});
