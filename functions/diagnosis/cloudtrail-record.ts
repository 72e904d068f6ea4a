import { calledWorkload, resourceArns } from './called-workload.ts';
import { callerOf } from './caller.ts';
import { parseDenialMessage } from './denial-message.ts';
import { deniedPrincipal } from './denied-principal.ts';
import type { DenialMessage, DeniedRequest, WorkloadHint } from './diagnosis.ts';
import { isDenialCode, isRefusal } from './failure-codes.ts';
import { type FailureInResponse, failureInResponse } from './failure-in-response.ts';
import { at, given, objectOf, textOf } from './json-value.ts';
import { requestedThings } from './requested-things.ts';
import { workloadOfSession } from './session-workload.ts';
import { tokenClaims } from './token-claims.ts';

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
  const inResponse = failureInResponse(fields);
  const errorMessage = text('errorMessage') ?? inResponse?.errorMessage;
  if ((text('eventName') === undefined || text('eventSource') === undefined) && errorMessage === undefined)
    return { malformed: 'neither eventSource and eventName nor errorMessage: not a CloudTrail record' };
  const errorCode = text('errorCode') ?? inResponse?.errorCode;
  const message = parseDenialMessage(errorMessage);
  if (!isDenial(errorCode ?? message.errorCode, message)) return { ignored: whyIgnored(errorCode, errorMessage) };
  return { denied: deniedRequest(fields, { errorCode, errorMessage } as FailureInResponse, message) };
}

function deniedRequest(
  fields: Readonly<Record<string, unknown>>,
  { errorCode, errorMessage }: FailureInResponse,
  message: DenialMessage,
): DeniedRequest {
  const text = (...path: readonly string[]): string | undefined => textOf(at(fields, ...path));
  const principal = deniedPrincipal(fields, message);
  const { principalArn, sessionName } = principal;
  const eventSource = text('eventSource');
  const eventName = operationOf(text('eventName')) ?? message.operation;
  const invokedBy = text('userIdentity', 'invokedBy');
  const workload = workloadOf(fields, sessionName);
  const arns = resourceArns(fields);
  return {
    ...given<Omit<DeniedRequest, 'message'>>({
      eventId: text('eventID')?.trim(),
      eventTime: text('eventTime'),
      region: text('awsRegion'),
      accountId: text('recipientAccountId') ?? accountOf(text('userIdentity', 'accountId')),
      eventSource,
      eventName,
      errorCode,
      errorMessage,
      ...principal,
      workload,
      modelId: text('requestParameters', 'modelId') ?? modelOf(message.resource),
      vpcEndpointId: text('vpcEndpointId'),
      caller: callerOf({ workload, eventSource, eventName, principalArn, invokedBy }),
      invokedBy,
      requested: requestedThings(at(fields, 'requestParameters')),
      resourceArns: arns.length === 0 ? undefined : arns,
      inferenceRegion: text('additionalEventData', 'inferenceRegion'),
      withApiKey: isWithApiKey(fields) ? true : undefined,
      token: tokenClaims(at(fields, 'additionalEventData', 'jwt', 'claims')),
    }),
    message,
  };
}

function isDenial(errorCode: string | undefined, { template, status }: DenialMessage): boolean {
  return isDenialCode(errorCode) || isRefusal(template) || status === 401 || status === 403;
}

function whyIgnored(errorCode: string | undefined, errorMessage: string | undefined): string {
  if (errorCode !== undefined) return `the error ${errorCode} is no denial`;
  return errorMessage === undefined ? 'the call succeeded' : 'the message is none of a denial that is known here';
}

/** Some services put the version of their API behind the name: `Invoke20150331`, `CreateFunction2020_05_31`. */
const operationOf = (eventName: string | undefined): string | undefined =>
  eventName?.replace(/(?<=[a-z])\d{4}_?\d{2}_?\d{2}(?:v\d+)?$/, '');

/** `anonymous` is what a gateway's record has for whoever brings a bearer token. */
const accountOf = (text: string | undefined): string | undefined => (text === 'anonymous' ? undefined : text);

/** The session that acted, or the one that a service wanted: `AssumeRole` names it. */
function workloadOf(
  fields: Readonly<Record<string, unknown>>,
  sessionName: string | undefined,
): WorkloadHint | undefined {
  return (
    workloadOfSession(sessionName) ??
    workloadOfSession(textOf(at(fields, 'requestParameters', 'roleSessionName'))) ??
    calledWorkload(fields)
  );
}

/** The model or profile that a denied ARN names: its id where that is unique, else the whole ARN. */
function modelOf(resource: string | undefined): string | undefined {
  const [arn, type, id] = /^arn:[a-z-]+:bedrock:[a-z0-9-]*:\d*:([a-z-]+)\/(.+)$/.exec(resource ?? '') ?? [];
  if (type === 'foundation-model' || type === 'inference-profile') return id;
  return type === 'application-inference-profile' || type === 'provisioned-model' ? arn : undefined;
}

const isWithApiKey = (fields: Readonly<Record<string, unknown>>): boolean =>
  [
    at(fields, 'additionalEventData', 'callWithBearerToken'),
    at(fields, 'requestParameters', 'callWithBearerToken'),
  ].some((value) => value === true || value === 'true');
