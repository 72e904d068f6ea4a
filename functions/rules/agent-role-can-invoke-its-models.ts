import { decide } from '../iam/decide.ts';
import type { Decision, PolicySet } from '../iam/decision.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import type { ModelUse } from '../workload/model-use.ts';
import type { RequiredRequest } from '../workload/required-request.ts';
import { allowStatements } from './allow-statement.ts';
import { listValues } from './list-values.ts';
import { locate } from './locate.ts';
import { defineRule, type Finding, outcomeOf, type Severity } from './rule.ts';

export default defineRule({
  id: 'agent-role-can-invoke-its-models',
  title: "The role's own policies and boundary allow every model that its agents are configured to use",
  rationale:
    'An agent calls its model with its role. A profile needs its own ARN and the model in every Region it routes to, a `global.` profile also the model without Region; prompt steps and aliases can name further models. One that is missing denies every conversation, or only some. Service control policies are considered where they were read; whether something above the account blocks the role is the subject of `agent-role-not-blocked-above`. Resource control policies do not reach Amazon Bedrock.',
  remediation:
    'Allow `bedrock:InvokeModel` (for a profile also `bedrock:InvokeModelWithResponseStream`, `bedrock:GetInferenceProfile` and `bedrock:GetFoundationModel`) on exactly the ARNs that the finding lists.',
  references: [
    'https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permissions.html',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html',
    'https://docs.aws.amazon.com/bedrock/latest/userguide/global-cross-region-inference.html',
  ],
  needs: ['identityPolicies', 'permissionsBoundary', 'models'],
  alsoReads: ['serviceControlPolicies'],
  evaluate(role) {
    if (role.models.length === 0)
      return { complianceType: 'NOT_APPLICABLE', reason: 'the workloads of the role name no model' };
    const policies: PolicySet = {
      identity: role.identityPolicies,
      ...(role.permissionsBoundary === null ? {} : { permissionsBoundary: [role.permissionsBoundary] }),
      ...('known' in role.serviceControlPolicies ? { serviceControl: role.serviceControlPolicies.known } : {}),
    };
    const asked = role.knownRequests
      .filter(({ kind, necessity }) => kind === 'model' && necessity === 'required')
      .map((request) => ({ request, answer: decideFor(role, request, policies) }));
    const denied = asked.filter(({ answer }) => answer.decision.endsWith('Deny') && !isUpToOwner(answer));
    const groups = Map.groupBy(denied, ({ request, answer }) =>
      [request.workload, request.action, answer.decision, ...answer.blockedBy].join(' '),
    );
    const open = asked
      .filter(({ answer }) => answer.decision === 'unknown')
      .map(({ request, answer }) => `whether ${request.action} is allowed depends on ${listValues(answer.dependsOn)}`);
    const shared = asked
      .filter(({ answer }) => isUpToOwner(answer))
      .map(({ request }) => `whether the owner of ${request.resource} lets the role use it was not read`);
    return outcomeOf([...groups.values()].map(findingFor), [
      ...new Set([...open, ...shared, ...underivedModels(role.models)]),
    ]);
  },
});

const decideFor = ({ arn }: Pick<AgentRole, 'arn'>, request: RequiredRequest, policies: PolicySet): Decision =>
  decide({ action: request.action, resource: request.resource, principal: arn, context: request.context }, policies);

/** The role does all it can; the resource is another account's, whose policy for it is not in the evidence. */
const isUpToOwner = ({ decision, blockedBy }: Decision): boolean =>
  decision === 'implicitDeny' && blockedBy.length === 1 && blockedBy[0] === 'resource';

/** Models of which it is not known what calling them takes. A Provisioned Throughput is called by its own ARN. */
const underivedModels = (models: readonly ModelUse[]): readonly string[] =>
  models.flatMap(({ kind, foundationModels }) =>
    kind === 'provisionedModel' || 'known' in foundationModels ? [] : foundationModels.missing,
  );

type Denied = readonly { readonly request: RequiredRequest; readonly answer: Decision }[];

function findingFor(denied: Denied): Finding {
  const requests = denied.map(({ request }) => request);
  const [first] = denied;
  const action = first?.request.action ?? '';
  const arns = listValues(
    requests.map(({ resource }) => resource),
    5,
  );
  const severity: Severity = action === 'bedrock:InvokeModel' ? 'critical' : 'high';
  const workload = first?.request.workload ?? '';
  const capabilities = [...new Set(requests.map(({ capability }) => capability))];
  const needing = `${capabilities.slice(0, 3).join(' and ')}${capabilities.length > 3 ? ` and ${capabilities.length - 3} more` : ''}`;
  const location = first?.answer.statements[0];
  const needed = `\`${action}\` on ${arns}, which ${needing} ${capabilities.length === 1 ? 'needs' : 'need'}`;
  const common = { severity, workload, ...(location === undefined ? {} : { location: place(location) }) };
  if (first?.answer.decision === 'explicitDeny') {
    const by = location === undefined ? 'A statement' : `A Deny, ${locate(location)},`;
    return {
      ...common,
      id: 'explicitly-denied',
      message: `${by} forbids ${needed}; no Allow outweighs it.`,
      remediation: `Narrow the Deny so that it does not match \`${action}\` on ${arns}.`,
    };
  }
  const blockedBy = first?.answer.blockedBy ?? [];
  if (blockedBy.includes('serviceControl'))
    return {
      ...common,
      id: 'service-control-policy-does-not-allow',
      message: `The service control policies do not allow ${needed}.`,
      remediation: `Ask the organization's administrators to allow \`${action}\` on ${arns}; no policy of the role can.`,
    };
  if (blockedBy.includes('permissionsBoundary'))
    return {
      ...common,
      id: 'outside-permissions-boundary',
      message: `The permissions boundary does not allow ${needed}${blockedBy.includes('identity') ? ', and neither do the policies of the role' : ''}.`,
      remediation: `Add to the permissions boundary${blockedBy.includes('identity') ? ' and to a policy of the role' : ''}: ${allowStatements(requests)}`,
    };
  return {
    ...common,
    id: 'not-allowed',
    message: `The policies of the role do not allow ${needed}.`,
    remediation: `Add to a policy of the role: ${allowStatements(requests)}`,
  };
}

const place = ({ policy, statement, sid }: Decision['statements'][number]): NonNullable<Finding['location']> => ({
  policy,
  statement,
  ...(sid === undefined ? {} : { sid }),
});
