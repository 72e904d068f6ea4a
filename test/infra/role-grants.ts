import { readFragment } from './fragment.ts';

type Target = string | { readonly [intrinsic: string]: string | readonly string[] };

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: readonly string[];
  readonly Resource: '*' | readonly Target[];
  readonly Condition?: object;
}

interface RoleProperties {
  readonly Policies: readonly { readonly PolicyDocument: { readonly Statement: readonly Statement[] } }[];
}

/** The ARNs behind Ref and Fn::GetAtt, as AWS documents what they return. */
export const attributes = {
  ConfigRuleLogGroup: 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/bedrock-warden-config-rule:*',
  AccessDeniedLogGroup: 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/bedrock-warden-access-denied:*',
  ConfigRuleFailureQueue: 'arn:aws:sqs:us-east-1:111122223333:bedrock-warden-config-rule-failures',
  WorkloadChangeLogGroup: 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/bedrock-warden-workload-change:*',
  WorkloadChangeQueue: 'arn:aws:sqs:us-east-1:111122223333:bedrock-warden-workload-changes',
  AccessDeniedQueue: 'arn:aws:sqs:us-east-1:111122223333:bedrock-warden-denials',
  IncidentSweepLogGroup: 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/bedrock-warden-incident-sweep:*',
  ComplianceChangeLogGroup:
    'arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/bedrock-warden-compliance-change:*',
  ComplianceChangeQueue: 'arn:aws:sqs:us-east-1:111122223333:bedrock-warden-compliance-changes',
  DigestLogGroup: 'arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/bedrock-warden-digest:*',
  IncidentsTable: 'arn:aws:dynamodb:us-east-1:111122223333:table/bedrock-warden-incidents',
  AlertTopic: 'arn:aws:sns:us-east-1:111122223333:bedrock-warden-alerts',
  AlertKey: 'arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
} as const;

const pseudoParameters: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::Region': 'us-east-1',
  'AWS::AccountId': '111122223333',
};

const IN_AGENT_REGIONS = JSON.stringify({
  StringEquals: {
    'aws:RequestedRegion': {
      'Fn::Split': [',', { 'Fn::Join': [',', [{ Ref: 'AWS::Region' }, { Ref: 'AgentRegions' }]] }],
    },
  },
});

/**
 * Every action of a role of infra/permissions.yml, with everything that it may be used on; `Region` in an ARN, or `* in Region`,
 * is any of the agent Regions.
 */
export function grantsOf(roleId: string): Readonly<Record<string, readonly string[]>> {
  const properties = readFragment('permissions').Resources[roleId]?.Properties as unknown as RoleProperties | undefined;
  const statements = properties?.Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement) ?? [];
  const grants: Record<string, readonly string[]> = {};
  for (const statement of statements) {
    const { Effect, Action, Resource, Condition, ...rest } = statement;
    const isLimited = JSON.stringify(Condition) === IN_AGENT_REGIONS;
    if (Object.keys(rest).join() !== 'Sid' || Effect !== 'Allow' || (Condition !== undefined && !isLimited))
      throw new Error(`not a plain Allow: ${JSON.stringify(statement)}`);
    for (const action of Action) {
      if (action in grants) throw new Error(`${roleId} is granted ${action} twice`);
      const resources = Resource === '*' ? ['*'] : Resource.map(arnOf);
      grants[action] = isLimited ? resources.map(inRegion) : resources;
    }
  }
  return grants;
}

/** A Region that is not held to a list is every Region. */
function inRegion(arn: string): string {
  if (arn === '*') return '* in Region';
  const limited = arn.replace(/^(arn:[^:]+:[^:]+:)\*:/, '$1Region:');
  if (limited === arn) throw new Error(`the condition on the Region is idle: ${arn}`);
  return limited;
}

function arnOf(target: Target): string {
  if (typeof target === 'string') return target;
  const [[intrinsic, operand] = ['', '']] = Object.entries(target);
  if (intrinsic === 'Fn::Sub' && typeof operand === 'string')
    return operand.replaceAll(/\$\{([\w:]+)\}/g, (written, name: string) => pseudoParameters[name] ?? written);
  const id = typeof operand === 'string' ? operand : operand[0];
  const arn = Object.entries(attributes).find(([known]) => known === id);
  if (arn === undefined) throw new Error(`what does ${JSON.stringify(target)} stand for?`);
  return arn[1];
}
