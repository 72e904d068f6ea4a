import { describe, expect, it } from 'vitest';
import type { AccountReader, AccountRequest } from '../../functions/adapters/account-reader.ts';
import type { AlertMessage } from '../../functions/adapters/alert-message.ts';
import type { BeginningStore } from '../../functions/adapters/incident-beginnings.ts';
import type { IncidentStore } from '../../functions/adapters/incident-store.ts';
import type { LogFields } from '../../functions/adapters/log.ts';
import type { Incident } from '../../functions/alerts/incidents/incident.ts';
import { DEFAULT_SETTINGS } from '../../functions/alerts/incidents/incident-settings.ts';
import { reportAccessDenied } from '../../functions/handlers/report-access-denied.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { queued } from './alert-pipeline.ts';

const ACCOUNT = '111122223333';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/service-role/agent`;
const AGENT = `arn:aws:bedrock:us-east-1:${ACCOUNT}:agent/AGENT00001`;

const account: Snapshot = {
  format: 'bedrock-warden/snapshot/1',
  takenAt: '2026-11-22T10:00:00.000Z',
  accountId: ACCOUNT,
  region: 'us-east-1',
  iam: { RoleDetailList: [], Policies: [] },
  agents: [
    {
      agent: { agentId: 'AGENT00001', agentName: 'a', agentArn: AGENT, agentResourceRoleArn: ROLE },
      actionGroups: [],
      knowledgeBases: [],
      collaborators: [],
      versions: [],
      aliases: [],
    },
  ],
  knowledgeBases: [],
  flows: [],
};

const identity = (roleArn: string, session: string) => {
  const name = roleArn.split('/').at(-1) ?? '';
  const accountId = roleArn.split(':')[4] ?? '';
  return {
    type: 'AssumedRole',
    arn: `arn:aws:sts::${accountId}:assumed-role/${name}/${session}`,
    accountId,
    sessionContext: { sessionIssuer: { type: 'Role', arn: roleArn, userName: name } },
  };
};

const record = {
  eventVersion: '1.11',
  eventID: '11111111-2222-3333-4444-555555555555',
  eventTime: '2026-11-22T10:00:00Z',
  eventSource: 'bedrock.amazonaws.com',
  eventName: 'Converse',
  awsRegion: 'us-east-1',
  recipientAccountId: ACCOUNT,
  errorCode: 'AccessDenied',
  requestParameters: null,
  userIdentity: identity(ROLE, 'BedrockAgents-AGENT00001-1f4c33b8-3a69-42be-bae0-c3e8d43a231a'),
};

/** Versions are not looked at: nobody else writes. */
function memoryStore(): IncidentStore {
  const incidents = new Map<string, Incident>();
  return {
    read: async (id) => incidents.get(id),
    list: async () => [...incidents.values()],
    write: async (incident) => {
      incidents.set(incident.id, incident);
      return { outcome: 'written' };
    },
  };
}

const beginnings: BeginningStore = { read: async (actor) => ({ actor, at: {}, version: 0 }), write: async () => true };

async function run(detail: Readonly<Record<string, unknown>>, snapshot: Snapshot = account) {
  const asked: AccountRequest[] = [];
  const published: AlertMessage[] = [];
  const logged: (readonly [string, LogFields | undefined])[] = [];
  const reader: AccountReader = {
    accountId: ACCOUNT,
    region: 'us-east-1',
    readWorkloads: async () => snapshot,
    read: async (request) => {
      asked.push(request);
      return snapshot;
    },
  };
  const failed = await reportAccessDenied([queued(detail)], {
    readers: [reader],
    publish: async (message) => void published.push(message),
    log: (code, fields) => void logged.push([code, fields]),
    functionName: 'monitor',
    store: memoryStore(),
    beginnings,
    now: () => Date.parse('2026-11-22T10:00:30Z'),
    settings: DEFAULT_SETTINGS,
    pause: async () => undefined,
    hasTime: () => true,
  });
  expect(failed).toEqual([]);
  return { asked, published, logged };
}

describe('a denied agent', () => {
  it('is told of, with the event it is about', async () => {
    const { asked, published, logged } = await run(record);
    expect(asked.map(({ roleNames }) => roleNames)).toEqual([['agent']]);
    expect(published.map(({ attributes }) => attributes.eventId)).toEqual([record.eventID]);
    expect(logged.map(([code, fields]) => [code, fields?.role])).toEqual([
      ['DENIALS_COUNTED', undefined],
      ['ALERT_PUBLISHED', ROLE],
    ]);
  });

  it('is told of by its role alone, whatever its session', async () => {
    const { published } = await run({ ...record, userIdentity: identity(ROLE, 'someone') });
    expect(published.length).toBe(1);
  });

  it('is told of by its session alone, when the agents could not be read', async () => {
    const { agents, ...unread } = account;
    expect((await run(record, unread)).published.length).toBe(1);
  });

  it('of another account is told of, and not mistaken for a role of this one', async () => {
    const foreign = ROLE.replace(ACCOUNT, '444455556666');
    const session = 'BedrockAgents-AGENT00009-1f4c33b8-3a69-42be-bae0-c3e8d43a231a';
    const { asked, published } = await run({ ...record, userIdentity: identity(foreign, session) });
    expect([asked.map(({ roleNames }) => roleNames), published.length]).toEqual([[[]], 1]);
  });
});

describe('no alert, and no read of the account, for', () => {
  const own = identity(`arn:aws:iam::${ACCOUNT}:role/bedrock-warden-AccessDeniedRole-1A2B`, 'monitor');
  const cases: readonly [name: string, detail: Readonly<Record<string, unknown>>, reason: string][] = [
    ['a call that succeeded', { ...record, errorCode: undefined }, 'the call succeeded'],
    ['another error', { ...record, errorCode: 'ThrottlingException' }, 'the error ThrottlingException is no denial'],
    ['the monitor’s own session', { ...record, userIdentity: own }, 'the denied request is one of the monitor itself'],
  ];

  it.each(cases)('%s', async (_, detail, reason) => {
    const { asked, published, logged } = await run(detail);
    expect([asked, published, logged.map(([code, fields]) => [code, fields?.reason])]).toEqual([
      [],
      [],
      [['DENIAL_IGNORED', reason]],
    ]);
  });
});

it('a session that is only named like the monitor hides nothing', async () => {
  expect((await run({ ...record, userIdentity: identity(ROLE, 'monitor') })).published.length).toBe(1);
});

it('a caller who was told of what the agent was denied brings the role of the agent', async () => {
  const { asked } = await run({
    ...record,
    eventName: 'InvokeAgent',
    errorMessage: 'Access denied when calling Bedrock. Check your request permissions and retry the request.',
    requestParameters: { agentId: 'AGENT00001', agentAliasId: 'TSTALIASID' },
    userIdentity: identity(`arn:aws:iam::${ACCOUNT}:role/web-application`, 'web'),
  });
  expect(asked.map(({ roleNames }) => roleNames)).toEqual([['web-application', 'agent']]);
});

it('a role may be one of ours while the lists of workloads are refused', async () => {
  const userIdentity = identity(`arn:aws:iam::${ACCOUNT}:role/person`, 'person');
  const unread = [{ part: 'agents', error: 'AccessDeniedException' }];
  expect((await run({ ...record, userIdentity }, { ...account, unread })).published.length).toBe(1);
});

it('a role that no workload uses is none of ours', async () => {
  const userIdentity = identity(`arn:aws:iam::${ACCOUNT}:role/person`, 'person');
  const { published, logged } = await run({ ...record, userIdentity });
  expect([published, logged.map(([code, fields]) => [code, fields?.role])]).toEqual([
    [],
    [['DENIAL_IGNORED', `arn:aws:iam::${ACCOUNT}:role/person`]],
  ]);
});

describe('another function of the monitor', () => {
  const denied = (roleArn: string) => ({
    ...record,
    requestParameters: { agentId: 'AGENT00001' },
    userIdentity: identity(roleArn, 'bedrock-warden-config-rule'),
  });

  it('is none of ours', async () => {
    const { published, logged } = await run(denied(`arn:aws:iam::${ACCOUNT}:role/monitor`));
    expect([published, logged.map(([, fields]) => fields?.reason)]).toEqual([
      [],
      ['the denied request is one of the monitor itself'],
    ]);
  });

  it('is no name behind which an agent role can hide', async () => {
    expect((await run(denied(ROLE))).published.length).toBe(1);
  });
});

it('what the invocation has no time for comes again, and nothing is read for it', async () => {
  const logged: (readonly [string, LogFields | undefined])[] = [];
  const reader = { accountId: ACCOUNT, region: 'us-east-1' } as AccountReader;
  const failed = await reportAccessDenied([queued(record)], {
    readers: [reader],
    publish: async () => undefined,
    log: (code, fields) => void logged.push([code, fields]),
    functionName: 'monitor',
    store: memoryStore(),
    beginnings,
    now: () => 0,
    settings: DEFAULT_SETTINGS,
    pause: async () => undefined,
    hasTime: () => false,
  });
  expect([failed, logged.map(([code]) => code)]).toEqual([[`message-${record.eventID}`], ['FAILED']]);
});
