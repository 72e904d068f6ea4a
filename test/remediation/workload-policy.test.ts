import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import sampleAccount from '../../functions/local-account/sample-account.json' with { type: 'json' };
import { isNeededOfRole } from '../../functions/remediation/needed-grants.ts';
import { type KnownNeeds, workloadPolicy } from '../../functions/remediation/workload-policy.ts';
import type { AgentRole } from '../../functions/workload/agent-role.ts';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { ACCOUNT, agentRole, request } from '../diagnosis/agent-role-fixture.ts';
import { answered } from './decided-by.ts';

const needsOf = (role: AgentRole, more: Partial<KnownNeeds> = {}): KnownNeeds => ({
  arn: role.arn,
  accountId: role.accountId,
  workloads: role.workloads,
  requests: role.knownRequests,
  accessHeldElsewhere: role.accessHeldElsewhere,
  unknown: [],
  collectionNames: new Map(role.openSearch.collections.items.map(({ id, name }) => [id, name])),
  ...more,
});

function snapshots(): readonly (readonly [name: string, snapshot: Snapshot])[] {
  const folder = fileURLToPath(new URL('../fixtures', import.meta.url));
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.json'))
    .map((path) => [path, JSON.parse(readFileSync(join(folder, path), 'utf8'))] as const)
    .filter(([, { format }]) => format === 'bedrock-warden/snapshot/1');
}

const roles = [['sample', sampleAccount as Snapshot] as const, ...snapshots()].flatMap(([name, snapshot]) =>
  buildAgentRoles(snapshot).roles.map((role) => [`${role.name} of ${name}`, role] as const),
);

describe('workloadPolicy', () => {
  it.each(roles)('allows all that %s needs, and no action that writes', (_name, role) => {
    const { policies, unknown } = workloadPolicy(needsOf(role));
    expect(unknown).toEqual([]);
    const documents = policies.map(({ document }) => document);
    const needed = role.knownRequests.filter(isNeededOfRole);
    expect(needed.length).toBeGreaterThan(0);
    for (const need of needed) {
      expect(answered({ ...need, action: 'iam:PutRolePolicy' }, documents)).not.toBe('allowed');
      if (!need.resource.endsWith('*'))
        expect(answered({ ...need, resource: `${need.resource}-other` }, documents)).not.toBe('allowed');
    }
  });

  it('repeats what is unknown, and what no policy can say', () => {
    const role = agentRole();
    const odd = request({ action: 's3:GetObject', resource: 'arn:aws:s3:::schemas/日.json', kind: 'schema' });
    const { unknown } = workloadPolicy(needsOf(role, { unknown: ['the flows were not read'], requests: [odd] }));
    expect(unknown).toEqual([
      'the flows were not read',
      's3:GetObject on `arn:aws:s3:::schemas/日.json`, which has characters that no IAM policy may have',
    ]);
  });

  it('says which collection has no name', () => {
    const index = `arn:aws:aoss:us-east-1:${ACCOUNT}:index/abc123/manuals`;
    const held = request({ action: 'aoss:ReadDocument', resource: index, heldBy: 'dataAccessPolicy' });
    const more = { accessHeldElsewhere: [held] };
    expect(workloadPolicy(needsOf(agentRole(), more)).unknown).toEqual([
      `the name of the collection of ${index} was not read, and a data access policy goes by its name`,
    ]);
    const collectionNames = new Map([['abc123', 'vectors']]);
    expect(workloadPolicy(needsOf(agentRole(), { ...more, collectionNames })).unknown).toEqual([]);
  });

  it('names what it left out', () => {
    const optional = request({ action: 'bedrock:InvokeModelWithResponseStream', necessity: 'optional' });
    expect(workloadPolicy(needsOf(agentRole(), { requests: [request(), optional] })).leftOut).toEqual([optional]);
  });
});
