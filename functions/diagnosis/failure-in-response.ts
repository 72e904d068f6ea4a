import { parseDenialMessage } from './denial-message.ts';
import { isDenialCode, isRefusal } from './failure-codes.ts';
import { at, objectOf, textOf } from './json-value.ts';

export interface FailureInResponse {
  readonly errorCode?: string;
  readonly errorMessage?: string;
}

/**
 * A refusal that CloudTrail has inside `responseElements`, without an error code: an AgentCore gateway's 401 or 403, or the
 * answer of a tool that was refused. Undefined: the response tells of no refusal.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/understanding-gateway-cloudtrail-log-entries.html
 */
export function failureInResponse(record: Readonly<Record<string, unknown>>): FailureInResponse | undefined {
  const response = objectOf(at(record, 'responseElements'));
  if (response === undefined) return undefined;
  const status = Number(at(response, 'statusCode'));
  const isRefused = status === 401 || status === 403;
  const text = textIn(at(response, 'body')) ?? textOf(at(response, 'message'));
  if (isRefused) return { errorCode: 'AccessDenied', ...(text === undefined ? {} : { errorMessage: text }) };
  if (text === undefined) return undefined;
  const { template, errorCode } = parseDenialMessage(text);
  return isRefusal(template) || isDenialCode(errorCode) ? { errorMessage: text } : undefined;
}

/** JSON-RPC: `{"error":{"message":…}}`, or `{"result":{"isError":true,"content":[{"text":…}]}}`. */
function textIn(body: unknown): string | undefined {
  if (typeof body === 'string') return textIn(parsed(body)) ?? textOf(body);
  return (
    textOf(at(body, 'message')) ??
    textOf(at(body, 'Message')) ??
    textOf(at(body, 'error', 'message')) ??
    (at(body, 'result', 'isError') === true ? textOfContent(at(body, 'result', 'content')) : undefined)
  );
}

function textOfContent(content: unknown): string | undefined {
  if (!Array.isArray(content)) return undefined;
  const texts = content.slice(0, 20).flatMap((part) => textOf(at(part, 'text')) ?? []);
  return texts.length === 0 ? undefined : texts.join('\n');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
