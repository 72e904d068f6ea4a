import { type SurplusGrant, surplusGrants } from '../iam/allow-surplus.ts';
import { arnFields } from '../iam/arn.ts';
import type { Policy } from '../iam/policy.ts';
import { defineRule, type Finding, outcomeOf, type Severity } from './rule.ts';
import { broadGrants, isNamedBroadly } from './surplus/broad-grants.ts';
import { meant, stayingStatements } from './surplus/granting-statements.ts';
import { type StatementNeeds, statementFix } from './surplus/statement-fix.ts';
import { surplusFindings } from './surplus/surplus-findings.ts';
import { takenAwayFrom } from './surplus/taken-away.ts';
import { unseenNeed } from './surplus/unseen-need.ts';

export default defineRule({
  id: 'agent-role-least-privilege',
  title: 'The role grants nothing that its workloads do not need',
  rationale:
    "Whoever can write to an agent, its documents or its tools can try to make it use its role. What the role grants beyond the agent's configuration is what such an attempt can reach. The policies of the role itself are judged, by what their Allow statements grant. What a permissions boundary, a Deny or a service control policy takes away entirely is a finding all the same, of a lower severity: nobody can use it today, and nothing but that other policy stands in the way. A role shared by several workloads needs what all of them need. What only the knowledge base behind an agent needs is for the role of the knowledge base.",
  remediation:
    'Replace each statement by what the finding prints, or remove it; `warden policy` prints the whole policy that the workloads need.',
  references: [
    'https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/security-best-practice-agents.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
  ],
  needs: [],
  alsoReads: ['identityPolicies', 'requiredAccess', 'trustPolicy', 'permissionsBoundary', 'serviceControlPolicies'],
  evaluate(role) {
    const { readablePolicies, identityPolicies, requiredAccess, knownRequests } = role;
    const needsAreKnown = 'known' in requiredAccess;
    const needed = needsAreKnown ? requiredAccess.known : knownRequests;
    const isTakenAway = takenAwayFrom(role, needed);
    const weighed = ({ finding, grants }: Surplus): Finding =>
      grants.length > 0 && grants.every(isTakenAway) ? lowered(finding) : finding;
    const granting = readablePolicies.map((policy) => meant(policy, role.arn));
    const staying = granting.flatMap((policy) => stayingStatements(policy, needed));
    const judged = granting.map((policy) => {
      const grants = surplusGrants(policy, needed).filter(({ resource }) => canExist(resource, role.partition));
      const named = broadGrants(policy);
      // Needs that are not known can only make a surplus smaller: where there is none, nothing is open.
      const others = grants
        .filter((grant) => !isNamedBroadly(grant, named))
        .map((grant) => ({ grant, unseen: unseenNeed(grant, role) }));
      const open = others.flatMap(({ grant, unseen }) => (unseen === undefined ? [] : [grant]));
      const certain = others.flatMap(({ grant, unseen }) => (unseen === undefined ? [grant] : []));
      const broad = named.map((finding) => ({
        finding: needsAreKnown ? withFix(finding, policy, { needed, open, staying }) : finding,
        grants: grants.filter(({ location }) => location.statement === finding.location?.statement),
      }));
      const narrow = needsAreKnown ? surplusFindings(policy, certain, { ...role, needed, open, staying }) : [];
      return { findings: [...broad, ...narrow].map(weighed), others };
    });
    const findings = judged.flatMap((one) => one.findings);
    const others = judged.flatMap((one) => one.others);
    return outcomeOf(findings, [
      ...('missing' in identityPolicies ? identityPolicies.missing : []),
      ...('missing' in requiredAccess && others.length + findings.length > 0 ? requiredAccess.missing : []),
      ...new Set(others.flatMap(({ unseen }) => unseen ?? [])),
    ]);
  },
});

/** A role of one partition is granted nothing in another, and a placeholder is nobody's account: the rule on meaning says so. */
function canExist(resource: string, own: string): boolean {
  if (!resource.startsWith('arn:')) return true;
  const [, partition = '', , , account = ''] = arnFields(resource);
  return (partition === '' || /[*?$]/.test(partition) || partition === own) && !/[<>[\]]/.test(account);
}

interface Surplus {
  readonly finding: Finding;
  readonly grants: readonly SurplusGrant[];
}

const withFix = (finding: Finding, policy: Policy, needs: StatementNeeds): Finding =>
  finding.location === undefined ? finding : { ...finding, ...statementFix(policy, finding.location, needs) };

/** What makes an administrator of the role weighs more than the policy that holds it back today. */
const lowered = (finding: Finding): Finding => ({
  ...finding,
  severity: LOWERED[finding.severity],
  message: `${finding.message} Today a Deny, the permissions boundary or a service control policy takes all of it away.`,
});

const LOWERED: Readonly<Record<Severity, Severity>> = { critical: 'medium', high: 'low', medium: 'low', low: 'low' };
