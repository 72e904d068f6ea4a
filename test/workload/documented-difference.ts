import { readdirSync, readFileSync } from 'node:fs';
import { snapshotSchema } from '../../functions/adapters/snapshot-schema.ts';
import { surplusGrants } from '../../functions/iam/allow-surplus.ts';
import { decide } from '../../functions/iam/decide.ts';
import type { Decision } from '../../functions/iam/decision.ts';
import { parsePolicy } from '../../functions/iam/parse-policy.ts';
import type { Policy } from '../../functions/iam/policy.ts';
import { listAgentConfigurations, listWorkloads } from '../../functions/workload/list-workloads.ts';
import { requiredAccess } from '../../functions/workload/required-access.ts';
import type { RequiredRequest } from '../../functions/workload/required-request.ts';
import { roleNeeds } from '../../functions/workload/role-needs.ts';

const FOLDER = new URL('../fixtures/workload/documented/', import.meta.url);

/** Files with a policy that AWS documents, filled in for the workload of the snapshot beside it. */
export const documentedNames: readonly string[] = readdirSync(FOLDER).flatMap((file) =>
  file.endsWith('.json') ? [file.slice(0, -'.json'.length)] : [],
);

const account = {
  format: 'bedrock-warden/snapshot/1',
  partition: 'aws',
  accountId: '111122223333',
  region: 'us-east-1',
  bedrock: { enforcedGuardrails: [], guardrails: [], inferenceProfiles: [], provisionedModels: [] },
  agents: [],
  knowledgeBases: [],
  flows: [],
  prompts: [],
};

const ROLE = `arn:aws:iam::${account.accountId}:role/service-role/documented`;

/** The key policy that AWS writes by default: it leaves the question to the role's own policies. */
const keyPolicy = parsed(
  {
    Version: '2012-10-17',
    Statement: {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account.accountId}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
  },
  'resource',
);

const read = (name: string) => JSON.parse(readFileSync(new URL(`${name}.json`, FOLDER), 'utf8'));

export const documentedPolicy = (name: string): Policy => parsed(read(name).policy, 'identity');

function parsed(document: unknown, kind: 'identity' | 'resource'): Policy {
  const answer = parsePolicy(document, 'documented', kind);
  if ('error' in answer) throw new Error(answer.error.problem);
  return answer.policy;
}

/** What the roles of every workload in the file's snapshot need in their own policies. */
export function needsOfRoles(name: string): readonly RequiredRequest[] {
  const snapshot = snapshotSchema.parse({ ...account, ...read(name).snapshot });
  const agents = listAgentConfigurations(snapshot).configurations.map((agent) => requiredAccess(snapshot, agent));
  const others = listWorkloads(snapshot)
    .workloads.filter(({ type }) => type !== 'agent')
    .map((workload) => roleNeeds(snapshot, workload));
  return [...agents, ...others].flatMap(({ requests }) => requests).filter(({ heldBy }) => heldBy === 'role');
}

interface Lists {
  /** Grants of the policy that no need explains, as `action on resource`. */
  readonly narrower: readonly string[];
  /** Required requests that the policy does not allow. */
  readonly wider: readonly string[];
  /** Required requests that it allows under conditions of which no configuration tells whether they hold. */
  readonly open: readonly string[];
}

export function difference(policy: Policy, needs: readonly RequiredRequest[]): Lists {
  const answers = needs
    .filter(({ necessity }) => necessity === 'required')
    .map(({ action, resource, context }) => ({
      pair: `${action} on ${resource}`,
      ...decide(
        { action, resource, context, principal: ROLE },
        { identity: [policy], ...(action.startsWith('kms:') ? { resource: keyPolicy } : {}) },
      ),
    }));
  const pairs = (having: (answer: Decision) => boolean): readonly string[] =>
    [...new Set(answers.filter(having).map(({ pair }) => pair))].toSorted();
  const surplus = surplusGrants(policy, needs).map(({ action, resource }) => `${action} on ${resource}`);
  return {
    narrower: [...new Set(surplus)].toSorted(),
    wider: pairs(({ blockedBy }) => blockedBy.includes('identity')),
    open: pairs(({ decision }) => decision === 'unknown'),
  };
}
