import { escalationFindings } from './escalation/escalation-findings.ts';
import { ESCALATION_PATHS } from './escalation/escalation-paths.ts';
import { type OpenPath, openPaths } from './escalation/open-paths.ts';
import { defineRule, outcomeOf } from './rule.ts';

export default defineRule({
  id: 'agent-role-no-privilege-escalation',
  title: "The role cannot raise its own or anyone's permissions",
  rationale:
    "Whoever can steer a workload acts with its role. Some permissions are worth more than they say: with them a role writes policies, takes over users and roles, has a service act with another role, or replaces the code that another role runs. Each known path is asked for as requests, and is open when the role's own policies can allow all of them on some resource: what a Deny, the permissions boundary or a service control policy that was read takes away entirely is no path, nor is what hangs on a condition that never holds for the role. `iam:PassRole` alone is no path, as long as no action that makes a service take the role is allowed; `agent-role-least-privilege` names it. A condition that nobody can foretell leaves a path open. Whether the other role, function or key lets the role in is not asked.",
  remediation:
    'Remove the actions that the finding names; an agent needs none of them. What administers the account belongs to people and pipelines with roles of their own.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
    'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/security-credentials-management.html',
    'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/',
    'https://sonraisecurity.com/blog/sandboxed-to-compromised-new-research-exposes-credential-exfiltration-paths-in-aws-code-interpreters',
  ],
  needs: [],
  alsoReads: ['identityPolicies', 'permissionsBoundary', 'serviceControlPolicies', 'requiredAccess'],
  evaluate(role) {
    const { identityPolicies, permissionsBoundary, requiredAccess, readablePolicies } = role;
    const open = openPaths(ESCALATION_PATHS, role);
    const mayBeNeeded = 'missing' in requiredAccess ? open.filter(isSometimesNeeded) : [];
    const certain = open.filter((path) => !mayBeNeeded.includes(path));
    const gaps = [
      ...('missing' in identityPolicies ? identityPolicies.missing : []),
      ...('missing' in requiredAccess && mayBeNeeded.length > 0 ? requiredAccess.missing : []),
    ];
    // A boundary that was not read may take all of it away.
    return 'missing' in permissionsBoundary && open.length > 0
      ? outcomeOf([], [...gaps, ...permissionsBoundary.missing])
      : outcomeOf(escalationFindings(certain, readablePolicies), gaps);
  },
});

/** Which kinds of workload can need, of what the table lists. */
const SOMETIMES_NEEDED: ReadonlySet<string> = new Set([
  'kms:CreateGrant',
  'bedrock-agentcore:StartCodeInterpreterSession',
  'bedrock-agentcore:InvokeCodeInterpreter',
]);

const isSometimesNeeded = ({ path }: OpenPath): boolean =>
  path.steps.every(({ anyOf }) => anyOf.every((action) => SOMETIMES_NEEDED.has(action)));
