import type { DenialMessage } from './diagnosis.ts';
import { messageTemplates } from './message-templates.ts';
import { statedCall } from './stated-call.ts';
import { statedReason } from './stated-reason.ts';

/** CloudTrail cuts at 1 KB; nothing longer is a message of AWS. */
const LONGEST = 16_384;

/**
 * Reads what an access-denied message states: IAM's grammar, or one of Bedrock's own refusals. Never throws; what the text
 * does not say is absent, and a text of neither kind is `unrecognised`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function parseDenialMessage(message: string | undefined): DenialMessage {
  const text = message?.slice(0, LONGEST).replace(/\\"/g, '"').trim();
  if (text === undefined || text === '') return { template: 'absent' };
  const { call, isIam } = statedCall(text);
  const facts = { ...call, ...statedErrorCode(text), ...statedOrigin(text), ...authorizationId(text) };
  const lower = text.toLowerCase();
  const reason = statedReason(text, lower);
  const own = messageTemplates.find(({ phrases }) => phrases.some((all) => all.every((one) => lower.includes(one))));
  // The refusals around a Marketplace subscription quote IAM; every other quotation of IAM is the better answer.
  if (own !== undefined && (own.quotesIam === true || !(isIam || reason !== undefined))) {
    return { ...facts, ...reason?.facts, template: own.template, ...ownLayer(own.template) };
  }
  if (reason !== undefined) return { ...facts, ...reason.facts, template: reason.template };
  return { ...facts, template: isIam && call.action !== undefined ? 'iam-no-reason' : 'unrecognised' };
}

const ownLayer = (template: string): Pick<DenialMessage, 'layer'> =>
  template === 'vpc-endpoint-record' ? { layer: 'vpcEndpoint' } : {};

/** What a client or another service prints around it. */
function statedErrorCode(text: string): Pick<DenialMessage, 'errorCode' | 'operation'> {
  const client =
    /An error occurred \(([A-Za-z0-9.]{1,64})\)(?: when calling the ([A-Z][A-Za-z0-9]{1,64}) operation)?/.exec(text);
  const code =
    client?.[1] ??
    /(?:^|[\s("'.])([A-Za-z]{1,60}Exception|AccessDenied|UnauthorizedOperation)(?=[\s:"'({),]|$)/.exec(text)?.[1];
  const operation =
    client?.[2] ?? /(?:Exception|Error) when calling the ([A-Z][A-Za-z0-9]{1,64}) operation/.exec(text)?.[1];
  return { ...(code === undefined ? {} : { errorCode: code }), ...(operation === undefined ? {} : { operation }) };
}

/** `(Service: BedrockRuntime, Status Code: 403, …)`. Services pass on what others answered, so the first is the origin. */
function statedOrigin(text: string): Pick<DenialMessage, 'service' | 'status'> {
  const origin = /\(Service: ([A-Za-z0-9 ]{1,64})[,;] Status Code: (\d{3})\b/i.exec(text);
  if (origin?.[1] === undefined) return {};
  return { service: origin[1], status: Number(origin[2]) };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied-authorization-id.html */
function authorizationId(text: string): Pick<DenialMessage, 'authorizationId'> {
  const found =
    /authorization id: ?([A-Za-z0-9-]{8,128})(?=[\s."']|$)/i.exec(text)?.[1] ??
    /#\/authorization-details\/([A-Za-z0-9-]{8,128}) /.exec(text)?.[1];
  return found === undefined ? {} : { authorizationId: found };
}
