import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { AccountReader, WorkloadsRequest } from '../../functions/adapters/account-reader.ts';
import { loadSnapshot } from '../../functions/adapters/snapshot-file.ts';
import { keyedWorkloads } from '../../functions/adapters/workload-keys.ts';
import { judgeSlice } from '../../functions/handlers/judge-slice.ts';
import { indexWorkloads } from '../../functions/handlers/sweep-index.ts';
import { START, type SweepState } from '../../functions/handlers/sweep-state.ts';
import { catalogue } from '../../functions/rules/catalogue.ts';
import type { Rule } from '../../functions/rules/rule.ts';
import type { AgentCorePart, Snapshot } from '../../functions/workload/snapshot.ts';
import { largeAccount } from '../adapters/large-account.ts';
import { wideAccount } from '../adapters/wide-account.ts';

const TIME = '2026-11-22T10:00:00.000Z';
const sample = await loadSnapshot(
  fileURLToPath(new URL('../../functions/local-account/sample-account.json', import.meta.url)),
);

/** Answers with the workloads that are asked for, and no others. */
function readerOf(snapshot: Snapshot): AccountReader {
  const readWorkloads = async ({ wanted }: WorkloadsRequest = {}) =>
    wanted !== undefined && 'only' in wanted ? onlyOf(snapshot, wanted.only) : snapshot;
  const { accountId, region } = snapshot;
  return { accountId, region, readWorkloads, read: readWorkloads };
}

function onlyOf(snapshot: Snapshot, keys: ReadonlySet<string>): Snapshot {
  const { agents = [], knowledgeBases = [], flows = [], agentCore = {} } = snapshot;
  const isWanted = (part: Partial<Snapshot>) =>
    keyedWorkloads({ ...snapshot, agents: [], knowledgeBases: [], flows: [], agentCore: {}, ...part }).every(
      ({ key }) => keys.has(key),
    );
  const ofAgentCore = Object.entries(agentCore) as [
    keyof AgentCorePart,
    readonly Readonly<Record<string, unknown>>[],
  ][];
  return {
    ...snapshot,
    agents: agents.filter((agent) => isWanted({ agents: [agent] })),
    knowledgeBases: knowledgeBases.filter((one) => isWanted({ knowledgeBases: [one] })),
    flows: flows.filter((flow) => isWanted({ flows: [flow] })),
    agentCore: Object.fromEntries(
      ofAgentCore.map(([part, all]) => [part, all.filter((one) => isWanted({ agentCore: { [part]: [one] } }))]),
    ),
  };
}

const judge = (rule: Rule, snapshot: Snapshot, roles: readonly string[], state: SweepState) =>
  judgeSlice({ rule, parameters: {}, exceptions: [] }, roles, state, {
    readers: [readerOf(snapshot)],
    time: TIME,
    since: 0,
  });

describe.each([
  ['the sample', sample],
  ['an account with everything', wideAccount],
  ['a large account', largeAccount],
])('%s', (_, snapshot) => {
  it.each(catalogue)('gets the same of $id role by role as at once', async (rule) => {
    const state = await indexWorkloads(START, { readers: [readerOf(snapshot)], since: 0, goesOn: () => false });
    const roles = [...new Set(state.index.flatMap(([, , ...used]) => used))];
    expect(roles.length).toBeGreaterThan(1);
    const whole = await judge(rule, snapshot, roles, state);
    const some = roles.filter((_, index) => index % Math.ceil(roles.length / 25) === 0);
    const each = await Promise.all(some.map((role) => judge(rule, snapshot, [role], state)));
    const sameRoles = await judge(rule, snapshot, some, state);
    expect(new Set(each.flatMap(({ evaluations }) => evaluations))).toEqual(new Set(sameRoles.evaluations));
    expect(whole.evaluations).toEqual(expect.arrayContaining([...sameRoles.evaluations]));
    expect(new Set(each.flatMap(({ undecided }) => undecided))).toEqual(new Set(sameRoles.undecided));
    expect(whole.undecided).toEqual(expect.arrayContaining([...sameRoles.undecided]));
  });
});
