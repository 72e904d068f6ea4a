import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Incident } from '../../functions/alerts/incidents/incident.ts';
import { startSlackReceiver } from '../adapters/slack-receiver.ts';
import { accountAllowing, denial } from '../handlers/denied-account.ts';
import { type AlertedAccount, alertedAccount, buildAlertBundles } from './alerted-account.ts';
import { account as sampleAccount, denial as sampleDenial, temporaryFolder, withForm } from './sample.ts';

const MINUTE = 60_000;
const STREAM = 'bedrock:InvokeModelWithResponseStream';
/** A moment, in hours: whatever waits for so long has waited already. */
const MOMENT = '0.0000001';

const folder = temporaryFolder();
let account: AlertedAccount;

beforeAll(async () => {
  await buildAlertBundles(folder.path);
});
afterAll(() => folder.remove());
beforeEach(async () => {
  account = await alertedAccount(accountAllowing(), folder.path);
});
afterEach(() => account?.close());

const minutes = (number: number) => new Date(Date.now() + number * MINUTE).toISOString();
const seen = (id: string, ago = 1, ...how: [action?: string, layer?: string]) => denial(id, minutes(-ago), ...how);
const reasons = () => account.told().map(({ reason }) => reason);
const incidents = () => account.store.list();
const only = async (): Promise<Incident> => {
  const [incident, ...others] = await incidents();
  if (incident === undefined || others.length > 0) throw new Error(`${others.length + 1} incidents, not one`);
  return incident;
};

describe('the built functions', () => {
  it('tell of an incident once, count the rest, and empty the queue', async () => {
    account.send(seen('e1'));
    await account.drain();
    account.send(seen('e2'), seen('e3'), seen('e1'));
    await account.drain();
    expect([reasons(), (await only()).count, account.waiting()]).toEqual([['new'], 3, 0]);
    expect(account.told()[0]).toMatchObject({
      format: 'bedrock-warden/alert/1',
      id: `${(await only()).id}:new:1`,
      attributes: { cause: 'IDENTITY_POLICY_MISSING_ACTION', account: '111122223333', region: 'us-east-1' },
      incident: { count: 1, state: 'open' },
    });
  });

  it('come to one count and one alert for each incident under a storm that four of them share', {
    timeout: 60_000,
  }, async () => {
    const storm = Array.from({ length: 200 }, (_, index) =>
      seen(`s${index % 150}`, (index % 150) / 10, index % 2 ? STREAM : undefined),
    );
    account.send(...storm);
    await account.drain(4);
    account.becomeVisible();
    await account.drain(4);
    expect([reasons(), (await incidents()).map(({ count }) => count), account.waiting()]).toEqual([
      ['new', 'new'],
      [75, 75],
      0,
    ]);
  });

  it('take events in any order', async () => {
    account.send(seen('b', 20), seen('c', 10), seen('a', 30));
    await account.drain();
    const { firstSeen, lastSeen, lastEventId } = await only();
    expect([Date.parse(lastSeen) - Date.parse(firstSeen) > 19 * MINUTE, lastEventId]).toEqual([true, 'c']);
  });

  it('tell that the cause changed', async () => {
    account.send(seen('e1'));
    await account.drain();
    account.send(seen('e2', 0, 'bedrock:InvokeModel', 'service control'));
    await account.drain(1, { EVIDENCE_HOURS: MOMENT });
    expect([reasons(), (await only()).cause]).toEqual([['new', 'cause-changed'], 'SCP_DENY']);
  });

  it('tell that it is fixed, and that it is back', async () => {
    account.send(seen('e1', 40));
    await account.drain();
    account.aws.replaceSnapshot(accountAllowing('bedrock:*'));
    expect(await account.sweep()).toMatchObject({ ok: true });
    expect([reasons(), (await only()).resolved?.by]).toEqual([['new', 'resolved'], 'fixed']);
    account.aws.replaceSnapshot(accountAllowing());
    account.send(seen('late', 30));
    await account.drain();
    expect(reasons()).toEqual(['new', 'resolved']);
    account.send(denial('e2', minutes(1)));
    await account.drain(1, { EVIDENCE_HOURS: MOMENT });
    expect([reasons(), (await only()).count]).toEqual([['new', 'resolved', 'reopened'], 3]);
  });

  it('tell that the form was submitted that the model was refused for', async () => {
    await account.close();
    account = await alertedAccount(sampleAccount, folder.path);
    account.send({ ...sampleDenial, eventTime: minutes(-40) });
    await account.drain();
    expect(await account.sweep()).toMatchObject({ ok: true });
    expect(reasons()).toEqual(['new']);
    account.aws.replaceSnapshot(withForm(sampleAccount));
    // A function that is not warm remembers nothing of the account before.
    await account.sweep({ AWS_LAMBDA_LOG_FORMAT: 'JSON' });
    expect([reasons(), (await only()).cause, (await only()).resolved?.by]).toEqual([
      ['new', 'resolved'],
      'USE_CASE_FORM_NOT_SUBMITTED',
      'fixed',
    ]);
  });

  it('tell that it is over when it was not seen for a day', async () => {
    account.send(seen('e1', 1_441));
    await account.drain();
    await account.sweep();
    await account.sweep();
    expect([reasons(), (await only()).resolved?.by]).toEqual([['new', 'resolved'], 'quiet']);
  });

  it('keep quiet about what is muted until the mute is over', async () => {
    account.send(seen('e1', 5));
    await account.drain();
    const before = await only();
    const muted = { by: 'me', why: 'known', at: minutes(-4), until: minutes(10) };
    await account.store.write({ ...before, state: 'muted', muted, version: before.version + 1 });
    account.send(seen('e2', 2));
    await account.drain();
    await account.sweep();
    expect(reasons()).toEqual(['new']);
    const later = await only();
    await account.store.write({ ...later, muted: { ...muted, until: minutes(-1) }, version: later.version + 1 });
    await account.sweep();
    expect([reasons(), (await only()).state, (await only()).count]).toEqual([['new', 'reopened'], 'open', 2]);
  });

  it('tell what somebody who resolved it by hand could not tell', async () => {
    account.send(seen('e1', 5));
    await account.drain();
    const before = await only();
    const version = before.version + 1;
    const resolved = { by: 'me', why: 'mended', at: minutes(0) };
    const pending = { alertId: `${before.id}:resolved:${version}`, reason: 'resolved' as const, since: minutes(0) };
    await account.store.write({ ...before, state: 'resolved', resolved, pending, version });
    await account.sweep();
    expect([reasons(), (await only()).pending]).toEqual([['new', 'resolved'], undefined]);
  });

  it('let what they cannot read end as a dead letter, and nothing else with it', async () => {
    account.send(seen('e1'));
    account.sendText('no JSON');
    account.send(seen('e2', 1, STREAM));
    for (let round = 0; round < 6; round += 1) {
      await account.drain();
      account.becomeVisible();
    }
    expect([reasons(), account.deadLetters(), account.waiting()]).toEqual([['new', 'new'], ['no JSON'], 0]);
  });

  it.each(['dynamodb:*', 'sns:*'])('lose nothing while %s is throttled', { timeout: 60_000 }, async (operation) => {
    const undo = account.aws.fault(operation, { kind: 'throttle', times: 6 });
    account.send(seen('e1'));
    for (let round = 0; round < 3 && account.waiting() > 0; round += 1) {
      await account.drain(1, { HOLD_HOURS: MOMENT });
      account.becomeVisible();
    }
    undo();
    expect([account.waiting(), reasons().filter((reason) => reason === 'new'), (await only()).count]).toEqual([
      0,
      ['new'],
      1,
    ]);
  });
});

describe('a function that is killed', () => {
  it.each([
    ['dynamodb:*', 0, 'while it reads the incident', 1],
    ['dynamodb:*', 1, 'while it writes the incident', 1],
    ['sns:Publish', 0, 'while it tells', 2],
    ['dynamodb:*', 2, 'while it notes that it told', 1],
  ])(
    'at %s, after %i such calls, %s, leaves its work to the next, which loses nothing; Slack gets it once',
    { timeout: 60_000 },
    async (operation, after, _when, published) => {
      const slack = await startSlackReceiver();
      await account.close();
      account = await alertedAccount(accountAllowing(), folder.path, slack.url);
      const { promise: waits, resolve: met } = Promise.withResolvers<void>();
      const undo = account.aws.fault(operation, { kind: 'hang', times: 1, after, met });
      account.send(seen('e1'), seen('e2'));
      const drained = account.drain(1, { HOLD_HOURS: MOMENT });
      await waits;
      account.crash();
      expect(await drained).toMatchObject([{ ok: false, error: { name: 'Runtime.ExitError' } }]);
      // What it asked for last is done all the same.
      undo();
      account.becomeVisible();
      await account.drain(1, { HOLD_HOURS: MOMENT });
      expect(await account.deliverToSlack()).toEqual(Array(2 * published).fill({ ok: true, value: null }));
      await slack.close();
      const { count, pending } = await only();
      expect([reasons(), account.aws.published.length, slack.received.length]).toEqual([['new'], published, 1]);
      expect([count, account.waiting(), pending]).toEqual([2, 0, undefined]);
    },
  );
});
