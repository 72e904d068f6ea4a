import { broadGrants } from './broad-grants.ts';
import { defineRule, outcomeOf } from './rule.ts';
import { surplusFindings, surplusOf } from './surplus-findings.ts';
import { unseenNeed } from './unseen-need.ts';

export default defineRule({
  id: 'agent-role-least-privilege',
  title: 'The role grants nothing that its workloads do not need',
  rationale:
    "Whoever can write to an agent, its documents or its tools can try to make it use its role. What the role grants beyond the agent's configuration is what such an attempt can reach. The policies of the role itself are judged, by what their Allow statements grant: a permissions boundary, a Deny or a service control policy may take some of it away, today.",
  remediation:
    'Allow the actions that the configuration needs, each on the ARNs it needs, and remove everything else; `warden policy` prints that policy.',
  references: [
    'https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/security-best-practice-agents.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
  ],
  needs: [],
  alsoReads: ['identityPolicies', 'requiredAccess', 'trustPolicy'],
  evaluate(role) {
    const { readablePolicies, identityPolicies, requiredAccess, knownRequests } = role;
    const broad = readablePolicies.map((policy) => ({ policy, named: broadGrants(policy) }));
    const needed = 'known' in requiredAccess ? requiredAccess.known : knownRequests;
    // Needs that are not known can only make a surplus smaller: where there is none, nothing is open.
    const surplus = broad.map(({ policy, named }) =>
      surplusOf(policy, needed, named).map((grant) => ({ grant, unseen: unseenNeed(grant, role) })),
    );
    const findings = broad.flatMap(({ named }, index) => {
      const certain = (surplus[index] ?? []).flatMap(({ grant, unseen }) => (unseen === undefined ? [grant] : []));
      return [...named, ...('known' in requiredAccess ? surplusFindings(certain, needed) : [])];
    });
    const open = surplus.flat().flatMap(({ unseen }) => unseen ?? []);
    return outcomeOf(findings, [
      ...('missing' in identityPolicies ? identityPolicies.missing : []),
      ...('missing' in requiredAccess && (surplus.flat().length > 0 || findings.length > 0)
        ? requiredAccess.missing
        : []),
      ...new Set(open),
    ]);
  },
});
