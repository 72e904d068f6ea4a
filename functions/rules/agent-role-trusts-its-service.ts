import { arnFields } from '../iam/arn.ts';
import { decide } from '../iam/decide.ts';
import type { Miss } from '../iam/decision.ts';
import type { Policy } from '../iam/policy.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import type { Workload } from '../workload/workload.ts';
import { listValues } from './findings/list-values.ts';
import { locate } from './findings/locate.ts';
import { defineRule, type Finding, outcomeOf } from './rule.ts';
import { trustCondition, trustStatement } from './trust/trust-statement.ts';

export default defineRule({
  id: 'agent-role-trusts-its-service',
  title: 'The role exists, and its service may assume it for each of its workloads',
  rationale:
    'A workload whose role does not exist, is in another account or does not trust the service cannot act at all. The answer differs by workload: a condition on `aws:SourceArn` or `aws:SourceAccount` may admit one agent and shut out another.',
  remediation:
    'Allow the service principal to perform `sts:AssumeRole` in the trust policy, with `aws:SourceAccount` set to the account and `aws:SourceArn` to the ARN of the workload.',
  references: [
    'https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/cross-service-confused-deputy-prevention.html',
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html',
  ],
  needs: [],
  alsoReads: ['roleId', 'trustPolicy'],
  evaluate(role) {
    const foreign = role.workloads.filter((workload) => isForeign(role, workload));
    const own = role.workloads.filter((workload) => !isForeign(role, workload));
    const elsewhere = foreign.length === 0 ? [] : [roleOfAnotherAccount(role, foreign)];
    if (own.length === 0) return outcomeOf(elsewhere);
    if ('missing' in role.roleId) return outcomeOf(elsewhere, role.roleId.missing);
    if (role.roleId.known === null) return outcomeOf([...elsewhere, roleMissing(role, own)]);
    if ('missing' in role.trustPolicy) return outcomeOf(elsewhere, role.trustPolicy.missing);
    const trustPolicy = role.trustPolicy.known;
    const answers = [...distinctSources(own)].map((workload) => trusts(role, trustPolicy, workload));
    return outcomeOf(
      [...elsewhere, ...answers.flatMap((answer) => ('finding' in answer ? [answer.finding] : []))],
      [...new Set(answers.flatMap((answer) => ('open' in answer ? [answer.open] : [])))],
    );
  },
});

type Named = Pick<AgentRole, 'name' | 'arn' | 'accountId' | 'workloads'>;

const accountOf = ({ sourceArn }: Workload): string => arnFields(sourceArn)[4] ?? '';

const isForeign = ({ accountId }: Pick<AgentRole, 'accountId'>, workload: Workload): boolean =>
  /^\d{12}$/.test(accountOf(workload)) && accountOf(workload) !== accountId;

/** "You can only use the PassRole permission to pass an IAM role to a service that shares the same AWS account." */
function roleOfAnotherAccount({ arn, name, accountId }: Named, workloads: readonly Workload[]): Finding {
  const accounts = listValues(workloads.map(accountOf));
  return {
    id: 'role-of-another-account',
    severity: 'critical',
    message: `The role \`${arn}\` is in the account ${accountId}, and ${listValues(workloads.map((workload) => workload.arn))} in ${accounts}: a service assumes only roles of the account that it acts for.`,
    remediation: `Create a role such as ${name} in ${accounts}, with the trust policy and permissions the workload needs, and give it to the workload.`,
  };
}

function roleMissing({ arn, name }: Named, workloads: readonly Workload[]): Finding {
  const names = listValues(workloads.map((workload) => workload.arn));
  return {
    id: 'role-missing',
    severity: 'critical',
    message: `IAM has no role \`${arn}\`, which ${names} acts with: nothing that it does can succeed.`,
    remediation: `Create the role ${name} with the trust policy and permissions its workload needs, or give the workload another role.`,
  };
}

/** Versions of an agent present the same source. */
const distinctSources = (workloads: readonly Workload[]): Iterable<Workload> =>
  new Map(workloads.map((workload) => [`${workload.servicePrincipal} ${workload.sourceArn}`, workload])).values();

type Answer = { readonly trusted: true } | { readonly finding: Finding } | { readonly open: string };

/**
 * The request of a service that acts for a workload: it is encrypted, of no member of an organization, and nobody has signed
 * in with a device. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
const OF_A_SERVICE = {
  'aws:SecureTransport': 'true',
  'aws:PrincipalOrgID': [],
  'aws:PrincipalOrgPaths': [],
  'aws:MultiFactorAuthPresent': [],
  'aws:MultiFactorAuthAge': [],
  'sts:ExternalId': [],
};

function trusts(role: Named, trustPolicy: Policy, workload: Workload): Answer {
  const { servicePrincipal, sourceArn } = workload;
  const { decision, statements, dependsOn, misses } = decide(
    {
      action: 'sts:AssumeRole',
      resource: role.arn,
      resourceAccount: role.accountId,
      principal: servicePrincipal,
      context: { ...OF_A_SERVICE, 'aws:SourceAccount': role.accountId, 'aws:SourceArn': sourceArn },
    },
    { resource: trustPolicy },
  );
  switch (decision) {
    case 'allowed':
      return { trusted: true };
    case 'unknown':
      return {
        open: `whether the trust policy lets ${servicePrincipal} assume the role for ${sourceArn} depends on ${listValues(dependsOn)}`,
      };
    case 'explicitDeny':
      return { finding: denied(role, workload, statements[0]) };
    case 'implicitDeny': {
      const miss = misses.find(({ element }) => element === 'Condition');
      return { finding: miss === undefined ? notTrusted(role, trustPolicy, workload) : excluded(role, workload, miss) };
    }
  }
}

type Location = NonNullable<Finding['location']>;

const locationOf = ({ policy, statement, sid }: Location): Location => ({
  policy,
  statement,
  ...(sid === undefined ? {} : { sid }),
});

function denied(role: Named, workload: Workload, denial: Location | undefined): Finding {
  const { servicePrincipal, sourceArn } = workload;
  const where = denial === undefined ? 'A statement' : `A Deny, ${locate(denial)},`;
  return {
    id: 'denied',
    severity: 'critical',
    message: `${where} keeps \`${servicePrincipal}\` from assuming the role for \`${sourceArn}\`.`,
    remediation: remedy(
      role,
      `Narrow the Deny so that it does not match \`${servicePrincipal}\` with the source \`${sourceArn}\`.`,
    ),
    workload: workload.arn,
    ...(denial === undefined ? {} : { location: locationOf(denial) }),
  };
}

function excluded(role: Named, workload: Workload, miss: Miss): Finding {
  const { servicePrincipal, sourceArn } = workload;
  return {
    id: 'condition-excludes-workload',
    severity: 'critical',
    message: `The trust policy names \`${servicePrincipal}\`, but a condition does not admit \`${sourceArn}\` (${locate(miss)}): ${miss.reason}.`,
    remediation: remedy(role, `Set the statement's condition: ${trustCondition(role, servicePrincipal)}`),
    ...trustFix(role, workload),
    workload: workload.arn,
    location: locationOf(miss),
  };
}

function notTrusted(role: Named, { statements }: Policy, workload: Workload): Finding {
  const { servicePrincipal, sourceArn } = workload;
  const services = statements.flatMap(({ effect, principals }) =>
    effect === 'Allow' ? (principals?.principals ?? []).filter(({ type }) => type === 'Service') : [],
  );
  const alike = services.map(({ value }) => value).filter((value) => /bedrock|agentcore/i.test(value));
  const others = alike.filter((value) => value !== servicePrincipal);
  const instead = others.length === 0 ? '' : ` It names ${listValues(others)}, which is another principal.`;
  return {
    id: 'service-not-trusted',
    severity: 'critical',
    message: `The trust policy does not let \`${servicePrincipal}\` assume the role, so \`${sourceArn}\` cannot act.${instead}`,
    remediation: remedy(role, `Add this statement to the trust policy: ${trustStatement(role, servicePrincipal)}`),
    ...trustFix(role, workload),
    workload: workload.arn,
  };
}

const trustFix = ({ arn }: Named, workload: Workload): Pick<Finding, 'fix'> =>
  isServiceLinked(arn) ? {} : { fix: { kind: 'trust', workloads: [workload.arn] } };

/** The trust policy of a service-linked role is the service's own. */
const remedy = ({ arn }: Named, change: string): string =>
  isServiceLinked(arn)
    ? 'Give the workload a role of its own: nobody can change the trust policy of a service-linked role.'
    : change;

const isServiceLinked = (arn: string): boolean => arnFields(arn)[5]?.startsWith('role/aws-service-role/') === true;
