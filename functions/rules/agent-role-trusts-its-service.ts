import { arnFields } from '../iam/arn.ts';
import { decide } from '../iam/decide.ts';
import type { Policy } from '../iam/policy.ts';
import { matchesAction } from '../iam/wildcard.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import type { Workload } from '../workload/workload.ts';
import { listValues } from './list-values.ts';
import { locate } from './locate.ts';
import { defineRule, type Finding, outcomeOf } from './rule.ts';

export default defineRule({
  id: 'agent-role-trusts-its-service',
  title: 'The role exists, and its service may assume it for each of its workloads',
  rationale:
    'A workload whose role does not exist or does not trust the service cannot act at all. The answer differs by workload: a condition on `aws:SourceArn` or `aws:SourceAccount` may admit one agent and shut out another.',
  remediation:
    'Allow the service principal to perform `sts:AssumeRole` in the trust policy, with `aws:SourceAccount` set to the account and `aws:SourceArn` to the ARN of the workload.',
  references: [
    'https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/cross-service-confused-deputy-prevention.html',
  ],
  needs: ['roleId'],
  alsoReads: ['trustPolicy'],
  evaluate(role) {
    if (role.roleId === null) return outcomeOf([roleMissing(role)]);
    if ('missing' in role.trustPolicy) return outcomeOf([], role.trustPolicy.missing);
    const trustPolicy = role.trustPolicy.known;
    const answers = [...distinctSources(role.workloads)].map((workload) => trusts(role, trustPolicy, workload));
    return outcomeOf(
      answers.flatMap((answer) => ('finding' in answer ? [answer.finding] : [])),
      [...new Set(answers.flatMap((answer) => ('open' in answer ? [answer.open] : [])))],
    );
  },
});

function roleMissing(role: Pick<AgentRole, 'name' | 'arn' | 'workloads'>): Finding {
  const names = listValues(role.workloads.map(({ arn }) => arn));
  return {
    id: 'role-missing',
    severity: 'critical',
    message: `IAM has no role \`${role.arn}\`, which ${names} acts with: nothing that it does can succeed.`,
    remediation: `Create the role ${role.name} with the trust policy and permissions its workload needs, or give the workload another role.`,
  };
}

/** Versions of an agent present the same source. */
const distinctSources = (workloads: readonly Workload[]): Iterable<Workload> =>
  new Map(workloads.map((workload) => [`${workload.servicePrincipal} ${workload.sourceArn}`, workload])).values();

type Answer = { readonly trusted: true } | { readonly finding: Finding } | { readonly open: string };

function trusts(role: Pick<AgentRole, 'arn' | 'accountId'>, trustPolicy: Policy, workload: Workload): Answer {
  const { servicePrincipal, sourceArn } = workload;
  const account = arnFields(sourceArn)[4] ?? '';
  const { decision, statements, dependsOn } = decide(
    {
      action: 'sts:AssumeRole',
      resource: role.arn,
      resourceAccount: role.accountId,
      principal: servicePrincipal,
      context: { 'aws:SourceAccount': account, 'aws:SourceArn': sourceArn },
    },
    { resource: trustPolicy },
  );
  const found = (id: string, message: string, remediation: string, location?: Finding['location']): Answer => ({
    finding: {
      id,
      severity: 'critical',
      message,
      remediation,
      workload: workload.arn,
      ...(location === undefined ? {} : { location }),
    },
  });
  switch (decision) {
    case 'allowed':
      return { trusted: true };
    case 'unknown':
      return {
        open: `whether the trust policy lets ${servicePrincipal} assume the role for ${sourceArn} depends on ${listValues(dependsOn)}`,
      };
    case 'explicitDeny': {
      const [denial] = statements;
      const where = denial === undefined ? 'A statement' : `A Deny, ${locate(denial)},`;
      return found(
        'denied',
        `${where} keeps \`${servicePrincipal}\` from assuming the role for \`${sourceArn}\`.`,
        `Narrow the Deny so that it does not match \`${servicePrincipal}\` with the source \`${sourceArn}\`.`,
        denial === undefined ? undefined : locationOf(denial),
      );
    }
    case 'implicitDeny':
      return isNamed(trustPolicy, servicePrincipal)
        ? found(
            'condition-excludes-workload',
            `The trust policy names \`${servicePrincipal}\`, but its conditions do not admit \`${sourceArn}\` of account ${account}: the service cannot assume the role for it.`,
            `Add \`${sourceArn}\` to the values of \`aws:SourceArn\`, and set \`aws:SourceAccount\` to \`${account}\`.`,
          )
        : found(
            'service-not-trusted',
            `The trust policy does not let \`${servicePrincipal}\` assume the role, so \`${sourceArn}\` cannot act.`,
            `Add this statement to the trust policy: ${trustStatement(servicePrincipal, account, sourceArn)}`,
          );
  }
}

const locationOf = ({
  policy,
  statement,
  sid,
}: NonNullable<Finding['location']>): NonNullable<Finding['location']> => ({
  policy,
  statement,
  ...(sid === undefined ? {} : { sid }),
});

const isNamed = ({ statements }: Policy, service: string): boolean =>
  statements.some(
    ({ effect, actions, principals }) =>
      effect === 'Allow' &&
      actions.patterns.some((pattern) => matchesAction(pattern, 'sts:AssumeRole')) !== actions.except &&
      principals?.except === false &&
      principals.principals.some(({ value }) => value === service || value === '*'),
  );

const trustStatement = (service: string, account: string, sourceArn: string): string =>
  JSON.stringify({
    Effect: 'Allow',
    Principal: { Service: service },
    Action: 'sts:AssumeRole',
    Condition: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': sourceArn },
    },
  });
