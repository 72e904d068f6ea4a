import type { Policy, PolicyKind, Statement } from '../../iam/policy.ts';
import type { AgentRole } from '../../workload/agent-role.ts';

/** A policy that stands for a layer that is not in question: it allows everything. */
export const allowingAll = (kind: PolicyKind): Policy => standIn(kind, {});

/** A policy of a resource that lets in a principal: a role by its account, as key policies do; a service by itself. */
export function lettingIn(principal: string): Policy {
  const [, root] = /^(arn:[^:]+:iam::\d+:)/.exec(principal) ?? [];
  return standIn('resource', {
    principals: {
      except: false,
      principals: [root === undefined ? { type: 'Service', value: principal } : { type: 'AWS', value: `${root}root` }],
    },
  });
}

const standIn = (kind: PolicyKind, more: Pick<Statement, 'principals'>): Policy => ({
  name: 'everything is allowed',
  kind,
  version: '2012-10-17',
  statements: [
    {
      location: { policy: 'everything is allowed', statement: 0 },
      effect: 'Allow',
      actions: { patterns: ['*'], except: false },
      resources: { patterns: ['*'], except: false },
      conditions: [],
      ...more,
    },
  ],
});

/** The half of a policy that grants, or the half that takes away: each is the subject of a rule of its own. */
export const onlyStatements = (policy: Policy, effect: Statement['effect']): Policy => ({
  ...policy,
  statements: policy.statements.filter((statement) => statement.effect === effect),
});

export const joined = (policy: Policy, { statements }: Policy): Policy => ({
  ...policy,
  statements: [...policy.statements, ...statements],
});

/** The policies of a role that were read: all, or those that could be. */
export const readPolicies = ({
  identityPolicies,
  readablePolicies,
}: Pick<AgentRole, 'identityPolicies' | 'readablePolicies'>): readonly Policy[] =>
  'known' in identityPolicies ? identityPolicies.known : readablePolicies;
