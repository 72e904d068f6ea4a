import { arnFields } from '../../iam/arn.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { GrantedRequest } from '../../workload/change.ts';
import { dataAccess } from '../../workload/data-access.ts';
import type { AccessRule } from '../../workload/open-search-evidence.ts';
import type { RequiredRequest } from '../../workload/required-request.ts';
import { type DataAccessRule, dataAccessRules, unnamedCollections } from '../data-access-rules.ts';
import { cloudFormation, command, shortHash, terraform, terraformJson, terraformText } from '../policy-snippets.ts';
import type { Remediation } from '../remediation.ts';
import { textDiff } from '../wording/text-diff.ts';
import { isConfigured } from './configured-need.ts';
import { administratorOf } from './vetted-requests.ts';

/**
 * A data access policy of its own that names the role, which AWS adds to the others; IAM policies do not help.
 * https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html
 */
export function dataAccessRemediation(requests: readonly GrantedRequest[], role: AgentRole | undefined): Remediation {
  const who = administratorOf(role);
  const names = [...new Set(requests.map(({ action, resource }) => `${action} on ${resource}`))].join(', ');
  const without = (reason: string): Remediation => ({
    who,
    steps: [
      `Look whether the role is meant to be allowed ${names}; if so, name it in a data access policy of the collection, for exactly that.`,
      reason,
    ],
  });
  if (role === undefined) return without('There is no proof for this: nothing is known of the role.');
  const stray = requests.filter((request) => !isConfigured(request, role));
  if (stray.length > 0) return without('No policy is proposed: no workload of the role is configured to need it.');
  const collections = new Map(role.openSearch.collections.items.map(({ id, name }) => [id, name]));
  const needed = requests.map(asNeeded);
  const [unnamed] = unnamedCollections(needed, collections);
  if (unnamed !== undefined)
    return without(`There is no proof for this: the name of the collection of ${unnamed} was not read.`);
  const { missing } = role.openSearch.dataAccess;
  if (missing.length > 0) return without(`There is no proof for this: ${missing.join('; ')}.`);
  const denied = needed.filter((request) => !isGranted(request, role));
  if (denied.length === 0) return { who, steps: ['Repeat the call: a data access policy allows it now.'] };
  return proposed(dataAccessRules(denied, collections), denied, role);
}

const asNeeded = (request: GrantedRequest): RequiredRequest => ({
  ...request,
  capability: '',
  kind: 'vectorStore',
  necessity: 'required',
  heldBy: 'dataAccessPolicy',
  source: '',
  workload: '',
});

function proposed(rules: readonly DataAccessRule[], denied: readonly RequiredRequest[], role: AgentRole): Remediation {
  const policy = [{ Rules: rules, Principal: [role.arn] }];
  const region = arnFields(denied[0]?.resource ?? '')[3] ?? '';
  const grantee = { principal: role.arn, region };
  const after = rulesOf(rules, grantee);
  // 3 to 32 lower-case letters, digits and hyphens.
  const name = `warden-${shortHash(JSON.stringify(policy))}`;
  const all = (given: readonly AccessRule[]): boolean => denied.every((request) => isGranted(request, role, given));
  return {
    who: administratorOf(role),
    steps: [
      `Make a data access policy for the role ${role.name} (OpenSearch Service console: Serverless, Security, Data access policies); it is added to the others.`,
      'Repeat the call after a minute. Leave the IAM policies as they are, unless they lack aoss:APIAccessAll.',
    ],
    diff: textDiff('', JSON.stringify(policy, null, 2), `data access policy ${name}`),
    cli: command('opensearchserverless create-access-policy', {
      region,
      type: 'data',
      name,
      policy: JSON.stringify(policy),
    }),
    cloudformation: cloudFormation('AWS::OpenSearchServerless::AccessPolicy', name, {
      Name: name,
      Type: 'data',
      Policy: JSON.stringify(policy),
    }),
    terraform: terraform('aws_opensearchserverless_access_policy', name, [
      ['name', terraformText(name)],
      ['type', terraformText('data')],
      ['policy', terraformJson(policy)],
    ]),
    proof: {
      before: 'implicitDeny',
      after: all(after) ? 'allowed' : 'implicitDeny',
      minimal: smaller(rules).every((fewer) => !all(rulesOf(fewer, grantee))),
      stillBlockedBy: [],
    },
  };
}

const rulesOf = (
  rules: readonly DataAccessRule[],
  { principal, region }: { readonly principal: string; readonly region: string },
): readonly AccessRule[] =>
  rules.map(({ ResourceType, Resource, Permission }) => ({
    region,
    policy: '',
    resourceType: ResourceType,
    resources: Resource,
    permissions: Permission,
    principals: [principal],
  }));

/** The rules, each time without one permission. */
const smaller = (rules: readonly DataAccessRule[]): readonly (readonly DataAccessRule[])[] =>
  rules.flatMap((rule, index) =>
    rule.Permission.map((permission) =>
      rules.with(index, { ...rule, Permission: rule.Permission.filter((other) => other !== permission) }),
    ),
  );

const isGranted = (request: RequiredRequest, role: AgentRole, added: readonly AccessRule[] = []): boolean => {
  const { items, missing } = role.openSearch.dataAccess;
  const openSearch = { ...role.openSearch, dataAccess: { items: [...items, ...added], missing } };
  return dataAccess({ ...role, openSearch }, request).answer === 'granted';
};
