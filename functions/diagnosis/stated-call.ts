import type { DenialMessage } from './diagnosis.ts';
import { type StatedName, wasCut, wholeName } from './stated-name.ts';

export type StatedCall = Pick<DenialMessage, 'principalArn' | 'roleName' | 'action' | 'resource' | 'openEnd'>;

const ACTION = '[A-Za-z0-9-]{1,64}:[A-Za-z0-9]{1,128}';
const PERFORM = new RegExp(
  `(?:not authorized(?: to perform)?:?|\\bAccessDenied(?:Exception)? (?:on|for):?)\\s{1,4}(${ACTION})(?![\\w*])`,
  'i',
);
const ALLOWS = new RegExp(`allows the (${ACTION}) action`, 'i');
const CALL = /not authorized to call ([A-Z][A-Za-z]{1,64})/i;

/** How a knowledge base tells that its role was refused a model, before the reason. */
const ROLE_CANNOT_CALL =
  /\brole (arn:[a-z-]{1,20}:iam::\d{12}:role\/[^\s"'<>]{1,600}) is not able to call (?:the )?specified (?:bedrock )?(?:[a-z]{1,20} )?model:? (arn:[^\s"'<>]{1,2048})/i;

/** The role that AgentCore was given and could not assume. */
const ROLE_INVALID = /role validation failed for '(arn:[a-z-]{1,20}:iam::\d{12}:role\/[^\s"'<>]{1,600})'/i;

/** Principal, action and resource, as far as the text goes, and whether IAM's words tell them. */
export function statedCall(text: string): { readonly call: StatedCall; readonly isIam: boolean } {
  const told = toldByService(text);
  const perform = PERFORM.exec(text);
  const found = perform ?? CALL.exec(text);
  const allowed = ALLOWS.exec(text)?.[1];
  if (found === null)
    return { call: { ...told, ...(allowed === undefined ? {} : { action: allowed }) }, isIam: allowed !== undefined };
  const action = perform?.[1] ?? `bedrock:${found[1]}`;
  return { call: { ...told, ...statedAround(text, found, action) }, isIam: true };
}

function statedAround(text: string, found: RegExpExecArray, action: string): StatedCall {
  const after = text.slice(found.index + found[0].length);
  const resource = statedResource(after, text);
  const openEnd = after === '' ? 'action' : resource?.isLast === true ? 'resource' : undefined;
  const isCut = after === '' && wasCut(text);
  return {
    ...statedPrincipal(text, found.index),
    ...(isCut ? {} : { action }),
    ...(resource === undefined ? {} : { resource: resource.name }),
    ...(openEnd === undefined || isCut ? {} : { openEnd }),
  };
}

function toldByService(text: string): StatedCall {
  const called = ROLE_CANNOT_CALL.exec(text);
  if (called?.[1] !== undefined && called[2] !== undefined) {
    const model = called[2].replace(/[.,:;]+$/, '');
    const isWhole = called.index + called[0].length < text.length;
    return { principalArn: called[1], action: 'bedrock:InvokeModel', ...(isWhole ? { resource: model } : {}) };
  }
  const assumed = ROLE_INVALID.exec(text)?.[1];
  return assumed === undefined ? {} : { action: 'sts:AssumeRole', resource: assumed };
}

function statedPrincipal(text: string, end: number): Pick<StatedCall, 'principalArn' | 'roleName'> {
  const before = text.slice(Math.max(0, end - 2_100), end);
  const principalArn = /(arn:[a-z-]{1,20}:(?:sts|iam)::[^\s"'<>]{1,2048})(?: is)? {0,4}$/.exec(
    before.slice(Math.max(0, before.lastIndexOf('arn:'))),
  )?.[1];
  if (principalArn !== undefined) return /\.\.|…/.test(principalArn) ? {} : { principalArn };
  const roleName = /[\s:/]assumed-role\/([\w+=,.@-]{1,64})(?:\/[\w+=,.@-]{0,64})?(?: is)? {0,4}$/.exec(
    before.slice(-200),
  )?.[1];
  return roleName === undefined || roleName.includes('..') ? {} : { roleName };
}

/** Where IAM's reason begins; an S3 key may hold spaces, and even these words, so the last counts. */
const REASON = / (?:because no [A-Za-z -]{1,40}|with an explicit deny)/g;

function statedResource(after: string, text: string): StatedName | undefined {
  const on = /^\s{1,4}(?:on|for)\s{1,4}(resource:?\s{0,4})?/i.exec(after);
  if (on === null) return undefined;
  const named = after.slice(on[0].length);
  // Amazon S3 puts its ARNs, whose keys may hold spaces, between quotation marks.
  const quoted = /^\\?["'](arn:[^"'\\<>]{1,2048})\\?["']/.exec(named)?.[1];
  if (quoted !== undefined) return { name: quoted, isLast: false };
  const word = /^[^\s"'<>]{1,2048}/.exec(named)?.[0];
  // Without the word `resource`, it may be any word: `on this resource because …`.
  if (word === undefined || (on[1] === undefined && !/^arn:|[:/*]/.test(word))) return undefined;
  const rest = named.slice(word.length);
  if (/^arn:[a-z-]+:s3:::[^/]+\//.test(word) && /^ (?!because no |with an explicit deny|\(Service: )/.test(rest))
    return keyWithSpaces(named);
  return wholeName(word, rest, text);
}

/** Where nothing marks its end, nobody can tell the key from what is said after it. */
function keyWithSpaces(named: string): StatedName | undefined {
  const end = [...named.slice(0, 4_096).matchAll(REASON)].at(-1)?.index;
  const name = end === undefined ? undefined : named.slice(0, end);
  return name === undefined || /["'<>\n]/.test(name) ? undefined : { name, isLast: false };
}
