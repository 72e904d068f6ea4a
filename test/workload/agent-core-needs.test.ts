import { expect, test } from 'vitest';
import { agentCoreNeeds } from '../../functions/workload/agent-core/agent-core-needs.ts';
import { agentCoreResource, agentCoreWorkloads } from '../../functions/workload/agent-core/agent-core-workloads.ts';
import { fieldsOf } from '../../functions/workload/fields.ts';
import type { WorkloadNeeds } from '../../functions/workload/needs.ts';
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

const told = ({ requests, gaps }: Pick<WorkloadNeeds, 'requests' | 'gaps'>) => ({
  requests: requests.map((request) => JSON.stringify([request.action, request.resource, request.heldBy])),
  gaps,
});

/** A header may hold any text. Of some structures every member that is known may be absent: then AWS has a default. */
const IS_NO_LOSS = [
  /^tools\.config\.remoteMcp\.headers\.\w+ = /,
  /^tools\.config\.(remoteMcp\.headers|agentCoreBrowser|agentCoreCodeInterpreter) = \{"warpDrive"/,
  /^outputConfig(\.cloudWatchConfig)? = \{"warpDrive"/,
];

test.each(fixturesOf('agent-core'))('$name, nothing falls silent', ({ snapshot }) => {
  for (const workload of agentCoreWorkloads(snapshot).workloads) {
    const resource = agentCoreResource(snapshot, workload);
    const before = told(agentCoreNeeds(snapshot, fieldsOf(resource), workload));
    const silent = replaced(resource).flatMap(({ what, configuration }) => {
      const after = told(agentCoreNeeds(snapshot, fieldsOf(configuration), workload));
      const isLess = before.requests.some((request) => !after.requests.includes(request));
      const isSaid = after.gaps.some((gap) => !before.gaps.includes(gap));
      return isLess && !isSaid && !IS_NO_LOSS.some((change) => change.test(what)) ? [what] : [];
    });
    expect(silent).toEqual([]);
  }
});

test('a member that is replaced is seen, however deep', () => {
  expect(replaced({ a: { b: ['c'] } })).toEqual([
    { what: 'a = 7', configuration: { a: 7 } },
    { what: 'a = "\\n\\"*"', configuration: { a: '\n"*' } },
    { what: 'a = {"warpDrive":{}}', configuration: { a: { warpDrive: {} } } },
    { what: 'a.b = 7', configuration: { a: { b: 7 } } },
    { what: 'a.b = "\\n\\"*"', configuration: { a: { b: '\n"*' } } },
    { what: 'a.b = {"warpDrive":{}}', configuration: { a: { b: { warpDrive: {} } } } },
    { what: 'a.b = 7', configuration: { a: { b: [7] } } },
    { what: 'a.b = "\\n\\"*"', configuration: { a: { b: ['\n"*'] } } },
    { what: 'a.b = {"warpDrive":{}}', configuration: { a: { b: [{ warpDrive: {} }] } } },
  ]);
});

interface Replaced {
  /** The names of the members, without the places in lists, and what stands there now. */
  readonly what: string;
  readonly configuration: unknown;
}

/** Copies of a configuration, in each of which one member is a number, hostile text, or a structure with a new member. */
function replaced(value: unknown, path: readonly string[] = []): readonly Replaced[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const below = Array.isArray(value) ? path : [...path, key];
    const within = (other: unknown) =>
      Array.isArray(value) ? value.with(Number(key), other) : { ...value, [key]: other };
    return [
      ...[7, '\n"*', { warpDrive: {} }].map((other) => ({
        what: `${below.join('.')} = ${JSON.stringify(other)}`,
        configuration: within(other),
      })),
      ...replaced(inner, below).map(({ what, configuration }) => ({ what, configuration: within(configuration) })),
    ];
  });
}
