import type { Statement } from '../iam/policy.ts';
import { listValues } from './findings/list-values.ts';
import { locate } from './findings/locate.ts';
import { defineRule, type Finding, outcomeOf } from './rule.ts';
import { type Assumer, assumers } from './trust/assumers.ts';
import { type TrustingRole, trustedPrincipals } from './trust/trust-probe.ts';
import { trustStatement } from './trust/trust-statement.ts';

/**
 * Who else can become the role, found by asking the trust policy for a session in the name of everybody it might mean. By
 * the widest that gets one:
 *
 * | who | severity |
 * | --- | --- |
 * | anyone; another account without an external id, organization, network or principal to limit it; anybody's token of a shared identity provider | critical |
 * | the same under such a condition; a principal of another account; the own account; everybody of one's own identity provider; a canonical user; another service for anyone | high |
 * | one principal of the own account, or those with a tag or from a network; claims of a provider that are named; another service for one's own account | medium |
 * | a principal that was deleted | low |
 */
export default defineRule({
  id: 'agent-role-trusts-no-one-else',
  title: 'No principal but the services of its workloads can assume the role',
  rationale:
    "Whoever can assume an agent's role has its models, its knowledge bases and its tools, without the agent's instructions and guardrails, and in its name: the audit log shows the role. The trust policy decides, with its Deny statements and the organization's resource control policies where they were read; what the permissions of the others say is not asked, as they can change.",
  remediation:
    'Take every principal out of the trust policy but the service of the workload; give people and pipelines a role of their own.',
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create_for-user_externalid.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html',
  ],
  needs: ['trustPolicy'],
  alsoReads: ['resourceControlPolicies'],
  parameters: [
    {
      name: 'allowedPrincipals',
      description:
        'Principals that may assume the role besides: ARNs of roles, users, accounts and identity providers, account ids, service principals, as the trust policy writes them, with commas between them. `*` cannot be allowed.',
      default: 'none',
      accepts: '`none`, or ARNs, account ids and service principals without wildcards, with commas between them',
      isAccepted: (text) => text === 'none' || listed(text).every((entry) => ENTRY.test(entry)),
    },
  ],
  evaluate(role, { allowedPrincipals = 'none' }) {
    const allowed = new Set(allowedPrincipals === 'none' ? [] : listed(allowedPrincipals).map(withoutRoot));
    const found = trustedPrincipals(role.trustPolicy).flatMap(({ statement, principal }) =>
      assumers(role, statement, principal)
        .filter(({ name }) => !allowed.has(withoutRoot(name)))
        .map((assumer) => ({ statement, assumer })),
    );
    const certain = Map.groupBy(
      found.filter(({ assumer: { unread } }) => unread === undefined),
      ({ statement: { location }, assumer }) => `${location.statement} ${assumer.id} ${assumer.severity}`,
    );
    return outcomeOf(
      [...certain.values()].flatMap((ofStatement) => finding(role, ofStatement)),
      [...new Set(found.flatMap(({ assumer: { unread = [] } }) => unread))],
    );
  },
});

interface Found {
  readonly statement: Statement;
  readonly assumer: Assumer;
}

const ENTRY = /^(arn:[!-)+->@-~]+|\d{12}|[a-z0-9-]+(\.[a-z0-9-]+)+)$/;

const listed = (text: string): readonly string[] => text.split(',').map((entry) => entry.trim());

/** An account is the same by its id and by its root user's ARN. */
const withoutRoot = (principal: string): string =>
  /^arn:aws[a-z-]*:iam::(\d{12}):root$/.exec(principal)?.[1] ?? principal;

function finding(role: Pick<TrustingRole, 'accountId' | 'workloads'>, found: readonly Found[]): readonly Finding[] {
  const [first] = found;
  if (first === undefined) return [];
  const { statement, assumer } = first;
  const { location } = statement;
  const [workload] = role.workloads;
  const names = listValues(found.map(({ assumer: { name } }) => name));
  const keys = [...new Set(statement.conditions.map(({ key }) => key))];
  const under = keys.length === 0 ? '' : `, with conditions on ${listValues(keys)}`;
  return [
    {
      id: assumer.id,
      severity: assumer.severity,
      message: `The trust policy (${locate(location)}${under}) ${SAYS[assumer.id](names)}`,
      location,
      remediation:
        statement.principals?.principals.some(({ value }) => value === '*') && workload !== undefined
          ? `Replace the statement by: ${trustStatement(role, workload.servicePrincipal)}`
          : `Remove ${names} from the principals of the statement, or the statement when it names nobody else.`,
    },
  ];
}

const SAYS: Readonly<Record<Assumer['id'], (names: string) => string>> = {
  'anyone-trusted': () => 'lets principals of any AWS account assume the role.',
  'other-account-trusted': (names) =>
    `lets another account, ${names}, assume the role: which of its principals may is decided there.`,
  'other-accounts-principal-trusted': (names) => `lets ${names} of another account assume the role.`,
  'own-account-trusted': (names) =>
    `lets all principals of ${names} assume the role, whose own account that is: any that may call \`sts:AssumeRole\` becomes the agent.`,
  'own-principal-trusted': (names) => `lets ${names} assume the role.`,
  'other-service-trusted': (names) =>
    `lets ${names} assume the role, though no workload of it acts with the role: whoever may pass the role to that service can use it.`,
  'identity-provider-trusted': (names) => `lets identities of ${names} assume the role.`,
  'canonical-user-trusted': (names) => `lets the account of the canonical user ${names} assume the role.`,
  'deleted-principal-trusted': (names) => `names ${names}, a principal that no longer exists: nobody can use that.`,
};
