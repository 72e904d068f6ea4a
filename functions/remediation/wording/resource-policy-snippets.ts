import { arnFields } from '../../iam/arn.ts';
import { type LiteralPolicy, type LiteralPolicyStatement, literalPolicy } from '../../iam/literal-policy.ts';
import {
  cloudFormation,
  command,
  type Snippets,
  templateJson,
  terraform,
  terraformJson,
  terraformText,
} from '../policy-snippets.ts';
import type { PolicyEdit } from '../proof/policy-edit.ts';

/** A change of the policy of a resource, in the forms that its service has; nothing for what else carries a policy. */
export function resourcePolicySnippets({ before, after }: PolicyEdit, arn: string): Snippets {
  if (after === undefined) return {};
  const policy = literalPolicy(after);
  const [, , service = '', region = '', , resource = ''] = arnFields(arn);
  if (service !== 'lambda')
    return Object.hasOwn(BY_SERVICE, service) ? (BY_SERVICE[service]?.(policy, arn, { region, resource }) ?? {}) : {};
  // The policy of a function is never written as a whole: each permission is a statement of its own.
  const known = new Set((before?.statements ?? []).map(({ location }) => location.sid));
  const added = policy.Statement.filter(({ Sid }) => !known.has(Sid));
  const permissions = added.map((statement) => permissionOf(statement, arn));
  return permissions.some((permission) => permission === undefined)
    ? {}
    : {
        cli: permissions.map((permission) => permission?.cli).join(' &&\n'),
        cloudformation: permissions.map((permission) => permission?.cloudformation).join('\n'),
        terraform: permissions.map((permission) => permission?.terraform).join('\n'),
      };
}

type Wording = (
  policy: LiteralPolicy,
  arn: string,
  named: { readonly region: string; readonly resource: string },
) => Snippets;

const BY_SERVICE: Readonly<Record<string, Wording>> = {
  kms: (policy, arn, { region, resource }) => ({
    cli: command('kms put-key-policy', {
      region,
      'key-id': arn,
      'policy-name': 'default',
      policy: JSON.stringify(policy),
    }),
    cloudformation: `# In the Properties of the AWS::KMS::Key ${JSON.stringify(resource)}\nKeyPolicy: ${templateJson(policy, 2)}`,
    terraform: terraform('aws_kms_key_policy', resource, [
      ['key_id', terraformText(arn)],
      ['policy', terraformJson(policy)],
    ]),
  }),
  s3: (policy, _arn, { resource }) => ({
    cli: command('s3api put-bucket-policy', { bucket: resource, policy: JSON.stringify(policy) }),
    cloudformation: cloudFormation('AWS::S3::BucketPolicy', resource, { Bucket: resource, PolicyDocument: policy }),
    terraform: terraform('aws_s3_bucket_policy', resource, [
      ['bucket', terraformText(resource)],
      ['policy', terraformJson(policy)],
    ]),
  }),
  secretsmanager: (policy, arn, { region, resource }) => ({
    cli: command('secretsmanager put-resource-policy', {
      region,
      'secret-id': arn,
      'resource-policy': JSON.stringify(policy),
    }),
    cloudformation: cloudFormation('AWS::SecretsManager::ResourcePolicy', resource, {
      SecretId: arn,
      ResourcePolicy: policy,
    }),
    terraform: terraform('aws_secretsmanager_secret_policy', resource, [
      ['secret_arn', terraformText(arn)],
      ['policy', terraformJson(policy)],
    ]),
  }),
  ecr: (policy, _arn, { region, resource }) => {
    const name = resource.replace(/^repository\//, '');
    return {
      cli: command('ecr set-repository-policy', {
        region,
        'repository-name': name,
        'policy-text': JSON.stringify(policy),
      }),
      cloudformation: `# In the Properties of the AWS::ECR::Repository ${JSON.stringify(name)}\nRepositoryPolicyText: ${templateJson(policy, 2)}`,
      terraform: terraform('aws_ecr_repository_policy', resource, [
        ['repository', terraformText(name)],
        ['policy', terraformJson(policy)],
      ]),
    };
  },
  sns: (policy, arn, { region, resource }) => ({
    cli: command('sns set-topic-attributes', {
      region,
      'topic-arn': arn,
      'attribute-name': 'Policy',
      'attribute-value': JSON.stringify(policy),
    }),
    cloudformation: cloudFormation('AWS::SNS::TopicPolicy', resource, { Topics: [arn], PolicyDocument: policy }),
    terraform: terraform('aws_sns_topic_policy', resource, [
      ['arn', terraformText(arn)],
      ['policy', terraformJson(policy)],
    ]),
  }),
  sqs: (policy, arn, { region, resource }) => {
    const url = queueUrl(arn);
    return {
      cli: command('sqs set-queue-attributes', {
        region,
        'queue-url': url,
        attributes: JSON.stringify({ Policy: JSON.stringify(policy) }),
      }),
      cloudformation: cloudFormation('AWS::SQS::QueuePolicy', resource, { Queues: [url], PolicyDocument: policy }),
      terraform: terraform('aws_sqs_queue_policy', resource, [
        ['queue_url', terraformText(url)],
        ['policy', terraformJson(policy)],
      ]),
    };
  },
  kinesis: (policy, arn, { region, resource }) => ({
    cli: command('kinesis put-resource-policy', { region, 'resource-arn': arn, policy: JSON.stringify(policy) }),
    cloudformation: cloudFormation('AWS::Kinesis::ResourcePolicy', resource, {
      ResourceArn: arn,
      ResourcePolicy: policy,
    }),
    terraform: terraform('aws_kinesis_resource_policy', resource, [
      ['resource_arn', terraformText(arn)],
      ['policy', terraformJson(policy)],
    ]),
  }),
  bedrock: (policy, arn, { region }) => ({
    cli: command('bedrock put-resource-policy', {
      region,
      'resource-arn': arn,
      'resource-policy': JSON.stringify(policy),
    }),
  }),
  'bedrock-agentcore': (policy, arn, { region }) => ({
    cli: command('bedrock-agentcore-control put-resource-policy', {
      region,
      'resource-arn': arn,
      policy: JSON.stringify(policy),
    }),
  }),
};

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html */
function queueUrl(arn: string): string {
  const [, partition = '', , region = '', account = '', name = ''] = arnFields(arn);
  return `https://sqs.${region}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}/${account}/${name}`;
}

/**
 * `add-permission` writes one action, one principal and the source it acts for, and nothing else.
 * https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
function permissionOf(
  { Sid, Action: actions = [], Principal, Condition = {} }: LiteralPolicyStatement,
  arn: string,
): Required<Snippets> | undefined {
  const [, , , region = '', , resource = ''] = arnFields(arn);
  const [, , qualifier] = resource.split(':');
  const name = qualifier === undefined ? arn : arn.slice(0, -qualifier.length - 1);
  const [Action, ...others] = actions;
  const principal = Principal === undefined || Principal === '*' ? undefined : (Principal.Service ?? Principal.AWS);
  const conditions = Object.entries(Condition).flatMap(([, keys]) => Object.entries(keys));
  const valueAt = (wanted: string) => conditions.find(([key]) => key === wanted)?.[1];
  const [account, source] = [valueAt('aws:SourceAccount'), valueAt('aws:SourceArn')];
  const written = (account === undefined ? 0 : 1) + (source === undefined ? 0 : 1);
  if (Sid === undefined || Action === undefined || others.length > 0 || typeof principal !== 'string') return undefined;
  if (typeof account === 'object' || typeof source === 'object' || conditions.length !== written) return undefined;
  return {
    cli: command('lambda add-permission', {
      region,
      'function-name': name,
      qualifier,
      'statement-id': Sid,
      action: Action,
      principal,
      'source-arn': source,
      'source-account': account,
    }),
    cloudformation: cloudFormation('AWS::Lambda::Permission', Sid, {
      FunctionName: arn,
      Action,
      Principal: principal,
      ...(source === undefined ? {} : { SourceArn: source }),
      ...(account === undefined ? {} : { SourceAccount: account }),
    }),
    terraform: terraform('aws_lambda_permission', Sid, [
      ['statement_id', terraformText(Sid)],
      ['function_name', terraformText(name)],
      ...(qualifier === undefined ? [] : ([['qualifier', terraformText(qualifier)]] as const)),
      ['action', terraformText(Action)],
      ['principal', terraformText(principal)],
      ...(source === undefined ? [] : ([['source_arn', terraformText(source)]] as const)),
      ...(account === undefined ? [] : ([['source_account', terraformText(account)]] as const)),
    ]),
  };
}
