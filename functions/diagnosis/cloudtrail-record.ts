import { calledWorkload } from './called-workload.ts';
import { parseDenialMessage } from './denial-message.ts';
import type { DeniedRequest } from './diagnosis.ts';
import { at, given, objectOf, textOf } from './json-value.ts';
import { workloadOfSession } from './session-workload.ts';

/** Spellings of one refusal; services and interfaces differ. */
const DENIALS: ReadonlySet<string> = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'Client.UnauthorizedOperation',
  'VpceAccessDenied',
]);

/** Templates that say "no" for certain, under whatever error code they come. */
const REFUSALS: ReadonlySet<string> = new Set([
  'use-case-form',
  'model-legacy',
  'model-end-of-life',
  'geo-restriction',
  'no-model-access',
  'account-not-authorized',
  'account-not-authorized-feature',
  'account-blocked',
  'operation-not-allowed',
  'role-not-assumable',
  'vector-store-refused',
  'source-s3-refused',
  'collaborator-refused',
  'schema-unreadable',
  'container-image-refused',
  'code-archive-refused',
  'service-linked-role-refused',
  'generic-bedrock',
  'generic-knowledge-base',
  'lambda-refused',
  'agent-profile-refused',
  'execution-role-credentials',
  'quota-zero',
]);

/**
 * Reads one CloudTrail record. `ignored` is a record that is no denial; `malformed` is not a CloudTrail record at all.
 * Everything in it is optional and hostile; nothing is thrown.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html
 */
export function parseCloudTrailRecord(
  record: unknown,
): { readonly denied: DeniedRequest } | { readonly ignored: string } | { readonly malformed: string } {
  const fields = objectOf(record);
  if (fields === undefined) return { malformed: 'not an object' };
  const text = (name: string): string | undefined => textOf(at(fields, name));
  const eventName = text('eventName');
  const eventSource = text('eventSource');
  const errorMessage = text('errorMessage') ?? messageInResponse(fields);
  if ((eventName === undefined || eventSource === undefined) && errorMessage === undefined)
    return { malformed: 'neither eventSource and eventName nor errorMessage: not a CloudTrail record' };
  const errorCode = text('errorCode') ?? codeInResponse(fields);
  const message = parseDenialMessage(errorMessage);
  if (!isDenial(errorCode ?? message.errorCode, message.template))
    return { ignored: whyIgnored(errorCode, errorMessage) };
  const principalArn = textOf(at(fields, 'userIdentity', 'arn')) ?? message.principalArn;
  const session = sessionOf(principalArn);
  const issuer = at(fields, 'userIdentity', 'sessionContext', 'sessionIssuer');
  const role = textOf(at(issuer, 'arn')) ?? principalArn;
  return {
    denied: {
      ...given<Omit<DeniedRequest, 'message'>>({
        eventId: text('eventID')?.trim(),
        eventTime: text('eventTime'),
        region: text('awsRegion'),
        accountId: text('recipientAccountId') ?? textOf(at(fields, 'userIdentity', 'accountId')),
        eventSource,
        eventName,
        errorCode,
        errorMessage,
        principalArn,
        roleArn: role !== undefined && /^arn:[a-z-]+:iam::\d*:role\//.test(role) ? role : undefined,
        roleName: session?.roleName ?? textOf(at(issuer, 'userName')),
        sessionName: session?.sessionName,
        workload: workloadOfSession(session?.sessionName) ?? calledWorkload(fields),
        modelId: textOf(at(fields, 'requestParameters', 'modelId')) ?? modelOf(message.resource),
        vpcEndpointId: text('vpcEndpointId'),
      }),
      message,
    },
  };
}

function isDenial(errorCode: string | undefined, template: string): boolean {
  if (errorCode !== undefined && DENIALS.has(errorCode)) return true;
  return REFUSALS.has(template) || template.startsWith('iam-') || template.startsWith('marketplace-');
}

function whyIgnored(errorCode: string | undefined, errorMessage: string | undefined): string {
  if (errorCode !== undefined) return `the error ${errorCode} is no denial`;
  return errorMessage === undefined ? 'the call succeeded' : 'the message is none of a denial that is known here';
}

/** `arn:aws:sts::111122223333:assumed-role/Name/session`; a role's path is not part of it. */
function sessionOf(
  principalArn: string | undefined,
): { readonly roleName: string; readonly sessionName?: string } | undefined {
  const session = /^arn:[a-z-]+:sts::[^:/]{0,40}:assumed-role\/([^/]+)(?:\/(.+))?$/.exec(principalArn ?? '');
  if (session?.[1] === undefined) return undefined;
  return { roleName: session[1], ...(session[2] === undefined ? {} : { sessionName: session[2] }) };
}

/** The model or profile that a denied ARN names. */
const modelOf = (resource: string | undefined): string | undefined =>
  /^arn:[a-z-]+:bedrock:[a-z0-9-]*:\d*:(?:foundation-model|inference-profile)\/(.+)$/.exec(resource ?? '')?.[1];

/** AgentCore gateways answer 401 or 403 inside `responseElements`, without an error code. */
function codeInResponse(fields: Readonly<Record<string, unknown>>): string | undefined {
  const status = at(fields, 'responseElements', 'statusCode');
  return Number(status) === 401 || Number(status) === 403 ? 'AccessDenied' : undefined;
}

function messageInResponse(fields: Readonly<Record<string, unknown>>): string | undefined {
  if (codeInResponse(fields) === undefined) return undefined;
  const body = at(fields, 'responseElements', 'body');
  return (
    textOf(body) ??
    textOf(at(body, 'message')) ??
    textOf(at(body, 'error', 'message')) ??
    textOf(at(fields, 'responseElements', 'message'))
  );
}
