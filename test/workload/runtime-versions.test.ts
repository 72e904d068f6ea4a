import { describe, expect, it } from 'vitest';
import { agentCoreResource, agentCoreWorkloads } from '../../functions/workload/agent-core/agent-core-workloads.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { workloadKey } from '../../functions/workload/workload-key.ts';

const ARN = 'arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/help-A1b2C3d4E5';
const ROLE = 'arn:aws:iam::111122223333:role/service-role/AmazonBedrockAgentCoreRuntimeHelp';
const artifact = (tag: string) => ({
  containerConfiguration: { containerUri: `111122223333.dkr.ecr.us-east-1.amazonaws.com/help:${tag}` },
});
const runtime = {
  agentRuntimeArn: ARN,
  agentRuntimeId: 'help-A1b2C3d4E5',
  agentRuntimeName: 'help',
  agentRuntimeVersion: '4',
  roleArn: ROLE,
  agentRuntimeArtifact: artifact('4'),
};
/** The ARN of a version may be spelled with the version. */
const version = {
  ...runtime,
  agentRuntimeArn: `${ARN}:2`,
  agentRuntimeVersion: '2',
  roleArn: `${ROLE}-2`,
  agentRuntimeArtifact: artifact('2'),
};
const DEFAULT = { name: 'DEFAULT', liveVersion: '4', status: 'READY' };
const live = { name: 'live', liveVersion: '2', status: 'READY' };

const snapshotOf = (more: object, unread: Snapshot['unread'] = []): Snapshot => ({
  format: 'bedrock-warden/snapshot/1',
  accountId: '111122223333',
  region: 'us-east-1',
  agentCore: {
    runtimes: [{ ...runtime, ...more }],
    gateways: [],
    memories: [],
    browsers: [],
    codeInterpreters: [],
    harnesses: [],
    onlineEvaluationConfigs: [],
    evaluators: [],
  },
  unread,
});

const LATEST = `${ARN} ${ROLE}`;
const PINNED = `${ARN}#2 ${ROLE}-2`;
const part = 'agentCore.runtimes.help-A1b2C3d4E5';

const rows: readonly [what: string, snapshot: Snapshot, workloads: readonly string[], gaps: readonly string[]][] = [
  ['every endpoint runs the latest', snapshotOf({ endpoints: [DEFAULT], versions: [version] }), [LATEST], []],
  ['an endpoint runs a version', snapshotOf({ endpoints: [DEFAULT, live], versions: [version] }), [LATEST, PINNED], []],
  [
    'an endpoint is about to run a version',
    snapshotOf({ endpoints: [{ ...DEFAULT, targetVersion: '2' }], versions: [version] }),
    [LATEST, PINNED],
    [],
  ],
  [
    'two endpoints run one version',
    snapshotOf({ endpoints: [live, { ...live, name: 'other' }], versions: [version] }),
    [LATEST, PINNED],
    [],
  ],
  [
    'the version was not read',
    snapshotOf({ endpoints: [live], versions: [] }, [{ part: `${part}.versions.2`, error: 'AccessDeniedException' }]),
    [LATEST],
    ['version 2 of AgentCore runtime help-A1b2C3d4E5, which an endpoint runs, was not read (AccessDeniedException)'],
  ],
  [
    'the version has no role',
    snapshotOf({ endpoints: [live], versions: [{ ...version, roleArn: undefined }] }),
    [LATEST],
    ['the role of version 2 of AgentCore runtime help-A1b2C3d4E5 is not set or was not read'],
  ],
  [
    'the endpoints were refused',
    snapshotOf({}, [{ part: `${part}.endpoints`, error: 'AccessDeniedException' }]),
    [LATEST],
    ['the endpoints of AgentCore runtime help-A1b2C3d4E5 were not read (AccessDeniedException)'],
  ],
  [
    'nobody asked for the endpoints',
    snapshotOf({}),
    [LATEST],
    ['the endpoints of AgentCore runtime help-A1b2C3d4E5 were not read'],
  ],
  [
    'the endpoints are no list',
    snapshotOf({ endpoints: 'DEFAULT' }),
    [LATEST],
    ['the endpoints of AgentCore runtime help-A1b2C3d4E5 were not read'],
  ],
  ['an endpoint is no object', snapshotOf({ endpoints: [null, 7, { liveVersion: 7 }] }), [LATEST], []],
];

describe('the versions of a runtime', () => {
  it.each(rows)('%s', (_what, snapshot, workloads, gaps) => {
    const found = agentCoreWorkloads(snapshot);
    expect({
      workloads: found.workloads.map((workload) => `${workloadKey(workload)} ${workload.roleArn}`),
      gaps: found.gaps,
    }).toEqual({ workloads, gaps });
  });

  it('are each what they were when they were made', () => {
    const snapshot = snapshotOf({ endpoints: [DEFAULT, live], versions: [version] });
    const artifacts = agentCoreWorkloads(snapshot).workloads.map(
      (workload) => agentCoreResource(snapshot, workload)?.agentRuntimeArtifact,
    );
    expect(artifacts).toEqual([artifact('4'), artifact('2')]);
  });
});
