import { arnFields } from '../iam/arn.ts';
import { parsePolicy } from '../iam/parse-policy.ts';
import type { Policy } from '../iam/policy.ts';
import { type Evidence, missing } from './evidence.ts';
import type { RequiredRequest } from './required-request.ts';
import { unreadablePolicy } from './role-evidence.ts';
import type { Snapshot } from './snapshot.ts';
import { notRead } from './unread.ts';

/** By the ARN of the resource that carries it; `null`: it is known to carry none. */
export type ResourcePolicies = Readonly<Record<string, Evidence<Policy | null>>>;

/** The policies of everything that requests are made on and that can carry one. */
export function resourcePoliciesOf(snapshot: Snapshot, requests: readonly RequiredRequest[]): ResourcePolicies {
  const carriers = new Set(requests.flatMap(({ resource }) => policyCarrier(resource) ?? []));
  return Object.fromEntries([...carriers].map((arn) => [arn, resourcePolicyOf(snapshot, arn)]));
}

export function resourcePolicyOf(snapshot: Snapshot, arn: string): Evidence<Policy | null> {
  const policies = snapshot.resourcePolicies ?? {};
  if (!Object.hasOwn(policies, arn))
    return missing(notRead(snapshot, `resourcePolicies.${arn}`, `the policy of ${arn}`));
  const document = policies[arn];
  if (document === null) return { known: null };
  const parsed = parsePolicy(document, `policy of ${arn}`, 'resource');
  return 'policy' in parsed ? { known: parsed.policy } : missing(unreadablePolicy(parsed.error));
}

/**
 * The resource whose own policy is heard when something is asked of the ARN; undefined where no resource has one. The policy of
 * a bucket holds for its objects; a version or an alias of a function has a policy of its own. Guardrails and knowledge bases
 * have theirs for other accounts: within an account the role's policies decide.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html
 */
export function policyCarrier(resource: string): string | undefined {
  const [, partition = '', service = '', region = '', , rest = ''] = arnFields(resource);
  if (service === 's3') {
    const [bucket] = rest.split('/');
    // What has a Region is an access point, whose policy is not read.
    return region === '' && bucket !== '' && bucket !== '*' ? `arn:${partition}:s3:::${bucket}` : undefined;
  }
  return CARRIERS.get(service)?.test(rest) === true ? resource : undefined;
}

const CARRIERS: ReadonlyMap<string, RegExp> = new Map([
  ['bedrock-agentcore', /^(runtime|gateway|memory)\//],
  ['bedrock', /^(guardrail|guardrail-profile|knowledge-base)\//],
  ['ecr', /^repository\//],
  ['elasticfilesystem', /^file-system\//],
  ['es', /^domain\//],
  ['events', /^event-bus\//],
  ['kinesis', /^stream\//],
  ['kms', /^key\//],
  ['lambda', /^function:/],
  ['secretsmanager', /^secret:/],
  ['sns', /^[^:]+$/],
  ['sqs', /^[^:]+$/],
]);
