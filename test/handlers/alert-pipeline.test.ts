import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mute } from '../../functions/alerts/incidents/by-hand.ts';
import type { Incident } from '../../functions/alerts/incidents/incident.ts';
import type { QueuedRecord } from '../../functions/handlers/queued-denials.ts';
import { MINUTE, queued, startPipeline } from './alert-pipeline.ts';
import { ACCOUNT, accountAllowing, denial, identity, ROLE } from './denied-account.ts';

const HOUR = 60 * MINUTE;
const STREAM = 'bedrock:InvokeModelWithResponseStream';

let pipeline: Awaited<ReturnType<typeof startPipeline>>;
beforeEach(async () => {
  pipeline = await startPipeline(accountAllowing());
});
afterEach(() => pipeline.close());

/** Denied now, or so many minutes from now. */
const now = (eventId: string, minutes = 0, ...how: [action?: string, layer?: string]) =>
  denial(eventId, new Date(pipeline.now() + minutes * MINUTE).toISOString(), ...how);

const one = async (): Promise<Incident> => {
  const [incident, ...others] = await pipeline.incidents();
  if (incident === undefined || others.length > 0) throw new Error(`${others.length + 1} incidents, not one`);
  return incident;
};

describe('one incident', () => {
  it('is told once when it is new, with its cause', async () => {
    const { failed } = await pipeline.deliver([queued(now('e1'))]);
    expect([failed, pipeline.told(), pipeline.alerts()[0]?.attributes.cause]).toEqual([
      [],
      ['new'],
      'IDENTITY_POLICY_MISSING_ACTION',
    ]);
    expect(await one()).toMatchObject({ count: 1, countAtLastAlert: 1, state: 'open', certainty: 'proven' });
    expect((await one()).pending).toBeUndefined();
  });

  it('that is seen again is counted, not told, and not looked into', async () => {
    await pipeline.deliver([queued(now('e1'))]);
    const read = pipeline.reads.length;
    for (let index = 2; index < 8; index += 1) {
      pipeline.pass(MINUTE);
      await pipeline.deliver([queued(now(`e${index}`))]);
    }
    expect([pipeline.told(), (await one()).count, pipeline.reads.length]).toEqual([['new'], 7, read]);
  });

  it('of a storm is told once', async () => {
    const storm = Array.from({ length: 1_000 }, (_, index) => queued(now(`s${index}`, -index / 1_000)));
    expect((await pipeline.deliver(storm)).failed).toEqual([]);
    expect([pipeline.aws.published.length, (await one()).count]).toEqual([1, 1_000]);
  });

  it('is counted exactly, whatever is delivered twice, in one batch or in two', async () => {
    await pipeline.deliver([queued(now('e1')), queued(now('e1')), queued(now('e2'))]);
    await pipeline.deliver([queued(now('e2')), queued(now('e3')), queued(now('e1'))]);
    expect([pipeline.aws.published.length, (await one()).count]).toEqual([1, 3]);
  });

  it('is one for eight functions that see it at once, some of them the same events', async () => {
    const batches = Array.from({ length: 8 }, (_, index) => [
      ...[`own-${index}-1`, `own-${index}-2`, 'shared-1', 'shared-2'].map((id) => queued(now(id))),
    ]);
    const results = await Promise.all(batches.map((batch) => pipeline.deliver(batch)));
    expect(results.flatMap(({ failed }) => failed)).toEqual([]);
    expect([pipeline.aws.published.length, (await one()).count]).toEqual([1, 18]);
  });

  it('takes events out of order: the first and the last time are those of the events', async () => {
    const [first, middle, last] = [now('a', -30), now('b', -20), now('c', -10)];
    for (const record of [middle, last, first]) await pipeline.deliver([queued(record)]);
    expect(await one()).toMatchObject({
      firstSeen: first.eventTime,
      lastSeen: last.eventTime,
      lastEventId: 'c',
      count: 3,
    });
  });

  it('whose cause changes is told again, and says so', async () => {
    await pipeline.deliver([queued(now('e1'))]);
    pipeline.pass(20 * MINUTE);
    await pipeline.deliver([queued(now('e2', 0, 'bedrock:InvokeModel', 'service control'))]);
    expect(pipeline.told()).toEqual(['new', 'cause-changed']);
    expect(pipeline.alerts()[1]?.incident).toMatchObject({ previousCause: 'IDENTITY_POLICY_MISSING_ACTION' });
    expect((await one()).cause).toBe('SCP_DENY');
  });

  it('is told again at once when it is refused in other words', async () => {
    await pipeline.deliver([queued(now('e1'))]);
    pipeline.pass(6 * MINUTE);
    await pipeline.deliver([queued(now('e2', 0, 'bedrock:InvokeModel', 'service control'))]);
    expect([pipeline.told(), (await one()).cause]).toEqual([['new', 'cause-changed'], 'SCP_DENY']);
  });

  it('takes no cause from an event that comes days late', async () => {
    await pipeline.deliver([queued(now('e1', 0, 'bedrock:InvokeModel', 'service control'))]);
    pipeline.pass(20 * MINUTE);
    await pipeline.deliver([queued(now('old', -3 * 24 * 60))]);
    expect([pipeline.told(), (await one()).cause, (await one()).count]).toEqual([['new'], 'SCP_DENY', 2]);
  });

  it('is not another one for another action of the same role', async () => {
    await pipeline.deliver([queued(now('e1')), queued(now('e2', 0, STREAM))]);
    expect([pipeline.told(), (await pipeline.incidents()).map(({ count }) => count)]).toEqual([
      ['new', 'new'],
      [1, 1],
    ]);
  });
});

describe('an incident is over', () => {
  it('when the role allows what was denied, and begins again when it is denied again', async () => {
    await pipeline.deliver([queued(now('e1'))]);
    pipeline.become(accountAllowing('bedrock:InvokeModel*'));
    pipeline.pass(20 * MINUTE);
    await pipeline.sweep();
    expect(pipeline.told()).toEqual(['new']);
    pipeline.pass(20 * MINUTE);
    await pipeline.sweep();
    expect([pipeline.told(), (await one()).resolved?.by]).toEqual([['new', 'resolved'], 'fixed']);
    pipeline.pass(HOUR);
    await pipeline.sweep();
    pipeline.become(accountAllowing());
    await pipeline.deliver([queued(now('e2'))]);
    expect([pipeline.told(), (await one()).state]).toEqual([['new', 'resolved', 'reopened'], 'open']);
  });

  it('not when the role cannot be read any more', async () => {
    await pipeline.deliver([queued(now('e1'))]);
    const { iam, ...unread } = accountAllowing();
    pipeline.become({ ...unread, unread: [{ part: 'iam', error: 'AccessDenied' }] });
    pipeline.pass(HOUR);
    await pipeline.sweep();
    expect([pipeline.told(), (await one()).state]).toEqual([['new'], 'open']);
  });

  it('when it was not seen for a day', async () => {
    await pipeline.deliver([queued(now('e1'))]);
    pipeline.pass(24 * HOUR);
    await pipeline.sweep();
    await pipeline.sweep();
    expect([pipeline.told(), (await one()).resolved?.by]).toEqual([['new', 'resolved'], 'quiet']);
  });

  it('and an event from before that comes late is counted, and opens nothing', async () => {
    const late = now('late', 1);
    await pipeline.deliver([queued(now('e1'))]);
    pipeline.pass(25 * HOUR);
    await pipeline.sweep();
    await pipeline.deliver([queued(late)]);
    expect([pipeline.told(), (await one()).count, (await one()).state]).toEqual([['new', 'resolved'], 2, 'resolved']);
  });
});

it('an incident that is seen again while its end is being told is open again', async () => {
  await pipeline.deliver([queued(now('e1'))]);
  pipeline.pass(25 * HOUR);
  await pipeline.sweep({ call: 3, isDone: true });
  expect((await one()).pending?.reason).toBe('resolved');
  pipeline.pass(MINUTE / 2);
  await pipeline.deliver([queued(now('e2'))]);
  for (let hour = 0; hour < 3; hour += 1) {
    pipeline.pass(HOUR);
    await pipeline.sweep();
  }
  expect([pipeline.told(), (await one()).state, (await one()).count]).toEqual([
    ['new', 'resolved', 'reopened'],
    'open',
    2,
  ]);
});

describe('a flood of different calls', () => {
  const of = (number: number, id = `f${number}`) => {
    const record = now(id);
    return queued({ ...record, errorMessage: record.errorMessage.replaceAll('nova-pro', `nova-${number}`) });
  };
  const flood = () => Array.from({ length: 60 }, (_, number) => of(number));

  it('is twenty incidents and one, however often it is delivered', async () => {
    expect((await pipeline.deliver(flood())).failed).toEqual([]);
    await pipeline.deliver(flood());
    await pipeline.deliver([of(60), of(61)]);
    const [crowd] = (await pipeline.incidents()).filter(({ cause }) => cause === 'OTHER');
    expect([pipeline.told().length, (await pipeline.incidents()).length, crowd]).toEqual([
      21,
      21,
      expect.objectContaining({ action: 'many different calls', resource: null, roleArn: ROLE, count: 42 }),
    ]);
    const alert = pipeline.alerts().find(({ attributes }) => attributes.cause === 'OTHER');
    expect([alert?.reason, alert?.severity, alert?.subject]).toEqual([
      'new',
      'high',
      '[HIGH] Denied: agent: OTHER: many different calls',
    ]);
  });

  it('is over like any other, and leaves room the next day', async () => {
    await pipeline.deliver(flood());
    pipeline.pass(25 * HOUR);
    await pipeline.sweep();
    expect(new Set((await pipeline.incidents()).map(({ state }) => state))).toEqual(new Set(['resolved']));
    await pipeline.deliver([of(70)]);
    expect([pipeline.told().filter((reason) => reason === 'new').length, pipeline.told().at(-1)]).toEqual([22, 'new']);
  });

  it('does not begin again by the hundred what is over', async () => {
    await pipeline.deliver(flood());
    pipeline.pass(25 * HOUR);
    await pipeline.sweep();
    pipeline.pass(MINUTE);
    await pipeline.deliver(Array.from({ length: 60 }, (_, number) => of(number + 100, `g${number}`)));
    await pipeline.deliver(Array.from({ length: 20 }, (_, number) => of(number, `h${number}`)));
    const reasons = pipeline.told();
    expect([
      reasons.filter((reason) => reason === 'new').length,
      reasons.filter((reason) => reason === 'reopened').length,
    ]).toEqual([41, 1]);
  });

  it('hides nobody else', async () => {
    await pipeline.deliver(flood());
    const other = JSON.stringify(now('other')).replaceAll(/(role\/agent)(?=[/"])/g, '$1-2');
    await pipeline.deliver([queued(JSON.parse(other))]);
    expect([pipeline.told().length, pipeline.alerts().at(-1)?.subject]).toEqual([
      22,
      expect.stringContaining('agent-2'),
    ]);
  });
});

describe('people', () => {
  it('are not told that it goes on when a mute ends long after it was seen last', async () => {
    await pipeline.deliver([queued(now('e1'))]);
    const until = new Date(pipeline.now() + 20 * 24 * HOUR).toISOString();
    const said = mute(await one(), { by: 'me', why: 'known' }, until, pipeline.now());
    if (!('incident' in said)) throw new Error(said.refused);
    await pipeline.store.write(said.incident);
    pipeline.pass(HOUR);
    await pipeline.deliver([queued(now('e2'))]);
    for (let day = 0; day < 22; day += 1) {
      pipeline.pass(24 * HOUR);
      await pipeline.sweep();
    }
    expect([pipeline.told(), (await one()).state]).toEqual([['new', 'resolved'], 'resolved']);
  });

  it('are reminded once a day of what goes on', async () => {
    for (let hour = 0; hour < 50; hour += 1) {
      await pipeline.deliver([queued(now(`e${hour}`))]);
      pipeline.pass(HOUR);
      await pipeline.sweep();
    }
    expect([pipeline.told(), (await one()).count]).toEqual([['new', 'persisting', 'persisting'], 50]);
  });

  it('are told once when the count explodes', async () => {
    await pipeline.deliver([queued(now('e1'))]);
    await pipeline.deliver(Array.from({ length: 300 }, (_, index) => queued(now(`m${index}`))));
    await pipeline.sweep();
    expect(pipeline.told()).toEqual(['new']);
    for (let hour = 0; hour < 5; hour += 1) {
      pipeline.pass(HOUR);
      await pipeline.sweep();
    }
    expect(pipeline.told()).toEqual(['new', 'exploding']);
  });

  it('hear nothing of what they muted, and all of it when the mute is over', async () => {
    await pipeline.deliver([queued(now('e1'))]);
    const incident = await one();
    const at = new Date(pipeline.now()).toISOString();
    const until = new Date(pipeline.now() + 5 * HOUR).toISOString();
    const muted = { by: 'me', why: 'known', at, until };
    await pipeline.store.write({ ...incident, state: 'muted', muted, version: incident.version + 1 });
    for (let hour = 0; hour < 4; hour += 1) {
      pipeline.pass(HOUR);
      await pipeline.deliver([
        queued(now(`m${hour}`, 0, 'bedrock:InvokeModel', hour % 2 ? 'identity-based' : 'service control')),
      ]);
      await pipeline.sweep();
    }
    expect(pipeline.told()).toEqual(['new']);
    pipeline.pass(2 * HOUR);
    await pipeline.sweep();
    expect([pipeline.told(), (await one()).state, (await one()).count]).toEqual([['new', 'reopened'], 'open', 5]);
  });
});

describe('what is no denial of a workload', () => {
  it.each([
    ['a call that succeeded', { errorCode: undefined, errorMessage: undefined }],
    ['another error', { errorCode: 'ThrottlingException', errorMessage: 'Rate exceeded' }],
    [
      'the monitor’s own session',
      {
        userIdentity: identity(
          `arn:aws:iam::${ACCOUNT}:role/bedrock-warden-AccessDeniedRole-1A2B`,
          'bedrock-warden-access-denied',
        ),
      },
    ],
    [
      'another function of the monitor',
      {
        userIdentity: identity(
          `arn:aws:iam::${ACCOUNT}:role/bedrock-warden-ConfigRuleRole-1A2B`,
          'bedrock-warden-config-rule',
        ),
      },
    ],
    [
      'a role that no workload uses',
      {
        userIdentity: identity(`arn:aws:iam::${ACCOUNT}:role/person`, 'person'),
        requestParameters: null,
        errorMessage: undefined,
        eventName: 'ListAgents',
      },
    ],
  ])('%s is left', async (_name, change) => {
    const record = { ...now('e1'), errorMessage: undefined, ...change };
    const { failed } = await pipeline.deliver([queued(record)]);
    expect([failed, pipeline.aws.published.length, await pipeline.incidents()]).toEqual([[], 0, []]);
    expect(pipeline.logged.map(([code]) => code)).toEqual(['DENIAL_IGNORED']);
  });
});

describe('a message that cannot be read', () => {
  it.each([
    ['no JSON', 'no JSON'],
    ['JSON of another kind', '"text"'],
    ['no record', '{"detail":null}'],
    ['an empty record', '{"detail":{}}'],
    ['an envelope of SNS', '{"Type":"Notification","Message":"{}"}'],
  ])('fails alone: %s', async (_name, body) => {
    const bad = { messageId: 'bad', body, attributes: { ApproximateReceiveCount: '1' } };
    const { failed } = await pipeline.deliver([queued(now('e1')), bad, queued(now('e2', 0, STREAM))]);
    expect([failed, pipeline.told()]).toEqual([['bad'], ['new', 'new']]);
  });
});

it('a message without attributes fails alone, too', async () => {
  const bad = { messageId: 'bad', body: queued(now('e1')).body } as QueuedRecord;
  const { failed } = await pipeline.deliver([bad, queued(now('e2', 0, STREAM))]);
  expect([failed, pipeline.told()]).toEqual([['bad'], ['new']]);
});

describe('a failure', () => {
  it('of the topic for an hour counts all the same, and the sweep tells what was decided', async () => {
    const undo = pipeline.aws.fault('sns:Publish', { kind: 'throttle' });
    for (let receives = 1; receives <= 5; receives += 1) {
      const { failed } = await pipeline.deliver([
        queued(now('e1'), receives),
        queued(now(`later-${receives}`)),
        queued(now('other', 0, STREAM), receives),
      ]);
      expect(failed.length).toBe(receives < 5 ? 3 : 0);
      pipeline.pass(6 * MINUTE);
    }
    expect([(await pipeline.incidents()).map(({ count }) => count).sort(), pipeline.told()]).toEqual([[1, 6], []]);
    undo();
    await pipeline.sweep();
    expect([pipeline.told(), (await pipeline.incidents()).flatMap(({ pending }) => pending ?? [])]).toEqual([
      ['new', 'new'],
      [],
    ]);
  });

  it('of looking into it blames no caller for what a workload was refused', async () => {
    pipeline.failReads(new Error('no credentials'));
    const called = {
      ...now('e1'),
      eventName: 'InvokeAgent',
      errorMessage: 'Access denied when calling Bedrock. Check your request permissions and retry the request.',
      requestParameters: { agentId: 'AGENT00001', agentAliasId: 'TSTALIASID' },
      userIdentity: identity(`arn:aws:iam::${ACCOUNT}:role/web`, 'web'),
    };
    await pipeline.deliver([queued(called, 5)]);
    expect([pipeline.told(), await one()]).toEqual([
      ['new'],
      expect.objectContaining({
        roleArn: null,
        roleName: null,
        workload: { type: 'agent', arn: null, id: 'AGENT00001' },
      }),
    ]);
  });

  it('of looking into it again does not keep an incident from its end, and is told', async () => {
    await pipeline.deliver([queued(now('e1'))]);
    pipeline.pass(24 * HOUR);
    pipeline.failReads(new Error('no credentials'));
    const { failure } = await pipeline.sweep();
    expect([failure, pipeline.told(), (await one()).state]).toEqual([
      expect.stringContaining('no credentials'),
      ['new', 'resolved'],
      'resolved',
    ]);
  });

  it('of looking into it brings the messages back, and at the last an alert without a cause', async () => {
    pipeline.failReads(new Error('no credentials'));
    for (let receives = 1; receives < 5; receives += 1)
      expect((await pipeline.deliver([queued(now('e1'), receives)])).failed).toEqual(['message-e1']);
    expect(pipeline.told()).toEqual([]);
    expect((await pipeline.deliver([queued(now('e1'), 5)])).failed).toEqual([]);
    expect([pipeline.told(), (await one()).cause]).toEqual([['new'], null]);
    pipeline.failReads(undefined);
    pipeline.pass(20 * MINUTE);
    await pipeline.deliver([queued(now('e2'))]);
    expect([pipeline.told(), (await one()).cause]).toEqual([
      ['new', 'cause-changed'],
      'IDENTITY_POLICY_MISSING_ACTION',
    ]);
  });

  it.each(['sns:Publish', 'dynamodb:GetItem', 'dynamodb:TransactWriteItems'])(
    'of %s loses nothing',
    async (operation) => {
      const undo = pipeline.aws.fault(operation, { kind: 'throttle' });
      expect((await pipeline.deliver([queued(now('e1')), queued(now('e2'))])).failed).toEqual([
        'message-e1',
        'message-e2',
      ]);
      undo();
      pipeline.pass(6 * MINUTE);
      expect((await pipeline.deliver([queued(now('e1'), 2), queued(now('e2'), 2)])).failed).toEqual([]);
      expect([pipeline.told(), (await one()).count]).toEqual([['new'], 2]);
    },
  );
});
