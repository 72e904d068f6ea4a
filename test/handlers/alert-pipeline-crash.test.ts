import { describe, expect, it } from 'vitest';
import { type Crash, MINUTE, queued, startPipeline } from './alert-pipeline.ts';
import { accountAllowing, denial } from './denied-account.ts';

type Pipeline = Awaited<ReturnType<typeof startPipeline>>;

/** Steps of a story, each of which is done by one invocation; the function that dies in one is called again later. */
type Step = (pipeline: Pipeline, crash?: Crash) => Promise<number>;

const HOUR = 60 * MINUTE;
const times = (pipeline: Pipeline, minutes = 0) => new Date(pipeline.now() + minutes * MINUTE).toISOString();

const deliver =
  (ids: readonly string[], layer = 'identity-based', action = 'bedrock:InvokeModel'): Step =>
  async (pipeline, crash) => {
    const records = ids.map((id) => denial(id, times(pipeline), action, layer));
    const { calls } = await pipeline.deliver(
      records.map((record) => queued(record)),
      crash,
    );
    if (crash === undefined) return calls;
    // Whoever died has deleted nothing: all of it comes again, when it is visible.
    pipeline.pass(6 * MINUTE);
    await pipeline.deliver(records.map((record) => queued(record, 2)));
    return calls;
  };

const sweep: Step = async (pipeline, crash) => {
  const { calls } = await pipeline.sweep(crash);
  if (crash === undefined) return calls;
  pipeline.pass(HOUR);
  await pipeline.sweep();
  return calls;
};

const pass =
  (millis: number): Step =>
  async (pipeline) => {
    pipeline.pass(millis);
    return 0;
  };

const become =
  (...actions: readonly string[]): Step =>
  async (pipeline) => {
    pipeline.become(accountAllowing(...actions));
    return 0;
  };

/** The agent of the denials, whose id `test/alerts/incidents/incident-key.test.ts` holds. */
const ACTOR = '9c3a94a7ea11fe7dc815';
const STREAM = 'bedrock:InvokeModelWithResponseStream';
const both: Step = async (pipeline, crash) => {
  const records = [
    denial('a1', times(pipeline)),
    denial('b1', times(pipeline), STREAM),
    denial('a2', times(pipeline)),
    denial('b2', times(pipeline), STREAM),
  ];
  const { calls } = await pipeline.deliver(
    records.map((record) => queued(record)),
    crash,
  );
  if (crash === undefined) return calls;
  pipeline.pass(6 * MINUTE);
  await pipeline.deliver(records.map((record) => queued(record, 2)));
  return calls;
};

const stories: Readonly<
  Record<
    string,
    {
      readonly before: readonly Step[];
      readonly dies: Step;
      readonly told: readonly string[];
      readonly counts: readonly number[];
    }
  >
> = {
  'two incidents begin': { before: [], dies: both, told: ['new', 'new'], counts: [2, 2] },
  'an incident is seen again': {
    before: [deliver(['e1'])],
    dies: deliver(['e2', 'e3']),
    told: ['new'],
    counts: [3],
  },
  'its cause changes': {
    before: [deliver(['e1']), pass(20 * MINUTE)],
    dies: deliver(['e2'], 'service control'),
    told: ['new', 'cause-changed'],
    counts: [2],
  },
  'it is fixed': {
    before: [deliver(['e1']), become('bedrock:*'), pass(HOUR)],
    dies: sweep,
    told: ['new', 'resolved'],
    counts: [1],
  },
  'a crowd gathers': {
    before: [async (pipeline) => pipeline.fillPlaces(ACTOR).then(() => 0)],
    dies: both,
    told: ['new'],
    counts: [4],
  },
  'the last that may begin does': {
    before: [async (pipeline) => pipeline.fillPlaces(ACTOR).then(() => 0), pass(25 * HOUR)],
    dies: deliver(['e1']),
    told: ['new'],
    counts: [1],
  },
  'it comes back': {
    before: [deliver(['e1']), become('bedrock:*'), pass(HOUR), sweep, become(), pass(HOUR)],
    dies: deliver(['e2']),
    told: ['new', 'resolved', 'reopened'],
    counts: [2],
  },
};

async function play(name: string, crash?: Crash) {
  const story = stories[name];
  if (story === undefined) throw new Error(`no story ${name}`);
  const pipeline = await startPipeline(accountAllowing());
  try {
    for (const step of story.before) await step(pipeline);
    const calls = await story.dies(pipeline, crash);
    const incidents = await pipeline.incidents();
    return {
      calls,
      told: pipeline.told(),
      counts: incidents.map(({ count }) => count),
      pending: incidents.flatMap(({ pending }) => pending ?? []),
    };
  } finally {
    await pipeline.close();
  }
}

describe.each(Object.entries(stories))('while %s', (name, { told, counts }) => {
  it('nothing is lost and nothing is told twice, at whichever call the function dies', {
    timeout: 120_000,
  }, async () => {
    const whole = await play(name);
    expect(whole).toEqual({ calls: whole.calls, told, counts, pending: [] });
    expect(whole.calls).toBeGreaterThan(1);
    for (let call = 1; call <= whole.calls; call += 1)
      for (const isDone of [false, true]) {
        const crashed = await play(name, { call, isDone });
        expect({ call, isDone, ...crashed }).toEqual({ call, isDone, calls: crashed.calls, told, counts, pending: [] });
        expect(crashed.calls).toBeGreaterThanOrEqual(call);
      }
  });
});
