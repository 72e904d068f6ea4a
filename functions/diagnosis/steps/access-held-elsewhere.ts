import { administrator } from '../administrator.ts';
import { NEW } from '../as-if-created.ts';
import type { CauseCode } from '../cause-code.ts';
import type { DiagnosisContext } from '../context.ts';
import type { Cause } from '../diagnosis.ts';
import type { HeldElsewhere } from '../held-elsewhere.ts';
import { nothing, type Step } from './step.ts';

/** What a text is about, of what is held by others. The rest of the workload's needs is a suspicion. */
const ABOUT: Readonly<Record<string, readonly CauseCode[]>> = {
  'lambda-refused': ['LAMBDA_RESOURCE_POLICY'],
  'vector-store-refused': ['AOSS_DATA_ACCESS_POLICY', 'SECRETS_MANAGER', 'RESOURCE_DOES_NOT_EXIST'],
  'source-s3-refused': ['S3_ACCESS', 'KMS_KEY_POLICY'],
  'generic-knowledge-base': ['AOSS_DATA_ACCESS_POLICY', 'RESOURCE_DOES_NOT_EXIST'],
  'role-not-assumable': ['AOSS_DATA_ACCESS_POLICY'],
  'generic-bedrock': ['KMS_KEY_POLICY'],
};

/** Amazon S3 says "Access Denied", too, when it may not use the key of an object for the caller. */
const ofStore = ({ access, denied, allowedByIdentity }: DiagnosisContext): readonly CauseCode[] | undefined =>
  access.action !== undefined && /^s3:/i.test(access.action) && denied.message.layer === undefined && allowedByIdentity
    ? ['KMS_KEY_POLICY']
    : undefined;

export const accessHeldElsewhere: Step = {
  id: 'access-held-elsewhere',
  question: 'Do the function, key, bucket, secret or vector store that the workload uses let it in?',
  examine(context) {
    const { template } = context.denied.message;
    const about = Object.hasOwn(ABOUT, template) ? ABOUT[template] : ofStore(context);
    if (about === undefined) return nothing;
    const concerned = context.elsewhere.filter(({ code }) => about.includes(code));
    const refused = concerned.filter(({ answer }) => answer === 'denied');
    const open = concerned.filter(({ answer }) => answer === 'unknown');
    return {
      causes: [...Map.groupBy(refused, ({ code }) => code)].map(([code, own]) => causeOf(context, code, own)),
      ...(open.length === 0
        ? {}
        : {
            unanswered: open.map(
              ({ request, says }) => `whether ${request.action} on ${request.resource} is let in: ${says}`,
            ),
          }),
    };
  },
};

function causeOf(context: DiagnosisContext, code: CauseCode, own: readonly HeldElsewhere[]): Cause {
  const { template } = context.denied.message;
  const resources = [...new Set(own.map(({ request }) => request.resource))];
  const actions = [...new Set(own.map(({ request }) => request.action))];
  const whom = own[0]?.request.principal ?? context.role?.arn ?? 'the role';
  return {
    code,
    certainty: Object.hasOwn(ABOUT, template) && template !== 'generic-bedrock' ? 'proven' : 'likely',
    summary:
      code === 'RESOURCE_DOES_NOT_EXIST'
        ? `There is no ${resources.join(', ')}.`
        : `${WHAT[code] ?? 'The policy of the resource does not allow'} ${actions.join(', ')} on ${resources.join(', ')} to ${whom}.`,
    evidence: own.map(({ request, says }) => ({
      source: request.heldBy === 'dataAccessPolicy' ? 'opensearchserverless list-access-policies' : 'policy engine',
      says: `${request.action} on ${request.resource}: ${says}`,
    })),
    change: changeOf(own) ?? {
      kind: 'steps',
      who: administrator(context),
      steps: [
        code === 'AOSS_DATA_ACCESS_POLICY'
          ? `Name ${whom} in a data access policy of the collection, with ${actions.join(', ')} on the collection and its index.`
          : `Allow ${actions.join(', ')} to ${whom} in the policy of ${resources.join(', ')}${code === 'LAMBDA_RESOURCE_POLICY' ? ', with aws:SourceArn of the workload' : ''}.`,
        'Leave the policies of the role as they are: they do not decide this.',
      ],
    },
  };
}

/** What has no id yet cannot be named in a policy. */
function changeOf(own: readonly HeldElsewhere[]): Cause['change'] | undefined {
  const requests = own.map(({ request: { action, resource, context, principal } }) => ({
    action,
    resource,
    context,
    ...(principal === undefined ? {} : { principal }),
  }));
  const [first] = own;
  if (first === undefined || first.code === 'RESOURCE_DOES_NOT_EXIST') return undefined;
  if (own.some(({ request }) => JSON.stringify([request.resource, request.context]).includes(NEW))) return undefined;
  return first.request.heldBy === 'dataAccessPolicy'
    ? { kind: 'dataAccess', requests: requests.map(({ action, resource, context }) => ({ action, resource, context })) }
    : { kind: 'resourceGrant', requests };
}

const WHAT: Readonly<Partial<Record<CauseCode, string>>> = {
  LAMBDA_RESOURCE_POLICY: 'The resource-based policy of the Lambda function does not allow',
  KMS_KEY_POLICY: 'The policy of the key does not allow',
  AOSS_DATA_ACCESS_POLICY: 'No data access policy of OpenSearch Serverless allows',
  S3_ACCESS: 'The bucket policy does not allow',
  SECRETS_MANAGER: 'The policy of the secret does not allow',
};
