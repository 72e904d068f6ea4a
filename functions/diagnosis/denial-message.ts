import type { Layer } from '../iam/decision.ts';
import type { DenialMessage } from './diagnosis.ts';
import { messageTemplates } from './message-templates.ts';

/** CloudTrail cuts at 1 KB; nothing longer is a message of AWS. */
const LONGEST = 16_384;

/** As AWS's messages call the layers. */
const LAYERS: readonly { readonly words: string; readonly layer: Layer; readonly name: string }[] = [
  { words: 'identity-based policy', layer: 'identity', name: 'identity' },
  { words: 'resource-based policy', layer: 'resource', name: 'resource' },
  { words: 'permissions boundary', layer: 'permissionsBoundary', name: 'permissions-boundary' },
  { words: 'session policy', layer: 'session', name: 'session' },
  { words: 'sessions policy', layer: 'session', name: 'session' },
  { words: 'service control policy', layer: 'serviceControl', name: 'service-control' },
  { words: 'resource control policy', layer: 'resourceControl', name: 'resource-control' },
  { words: 'vpc endpoint policy', layer: 'vpcEndpoint', name: 'vpc-endpoint' },
  { words: 'role trust policy', layer: 'trust', name: 'trust' },
];

/**
 * Reads what an access-denied message states: IAM's grammar, or one of Bedrock's own refusals. Never throws; what the text
 * does not say is absent, and a text of neither kind is `unrecognised`.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function parseDenialMessage(message: string | undefined): DenialMessage {
  const text = message?.slice(0, LONGEST).replace(/\\"/g, '"').trim();
  if (text === undefined || text === '') return { template: 'absent' };
  const facts = { ...statedRequest(text), ...statedErrorCode(text) };
  const lower = text.toLowerCase();
  const reason = statedReason(text, lower);
  const own = messageTemplates.find(({ phrases }) => phrases.some((all) => all.every((one) => lower.includes(one))));
  // The refusals around a Marketplace subscription quote IAM; every other quotation of IAM is the better answer.
  if (own !== undefined && (own.template.startsWith('marketplace-') || !isIamWording(facts, reason))) {
    return { ...facts, ...reason?.facts, template: own.template, ...ownLayer(own.template) };
  }
  if (reason !== undefined) return { ...facts, ...reason.facts, template: reason.template };
  if (facts.action !== undefined) return { ...facts, template: 'iam-no-reason' };
  return { ...facts, template: 'unrecognised' };
}

const EXPLICIT = 'explicit deny in ';

interface StatedReason {
  readonly template: string;
  readonly facts: Pick<DenialMessage, 'layer' | 'effect' | 'policyArn'>;
}

const isIamWording = (facts: Omit<DenialMessage, 'template'>, reason: StatedReason | undefined): boolean =>
  facts.action !== undefined || reason !== undefined;

const ownLayer = (template: string): Pick<DenialMessage, 'layer'> =>
  template === 'vpc-endpoint-record' ? { layer: 'vpcEndpoint' } : {};

/** The reason stands at the end: what looks like one before it is part of somebody's name for something. */
function statedReason(text: string, lower: string): StatedReason | undefined {
  const explicit = lower.lastIndexOf(EXPLICIT);
  const implicit = LAYERS.map((named) => ({ named, at: lower.lastIndexOf(`no ${named.words} allows`) })).reduce(
    (latest, one) => (one.at > latest.at ? one : latest),
  );
  if (implicit.at > explicit) {
    const { name, layer } = implicit.named;
    return { template: `iam-${name}-implicit`, facts: { layer, effect: 'implicit' } };
  }
  if (explicit === -1) return undefined;
  const rest = lower.slice(explicit + EXPLICIT.length).replace(/^(?:an?|the) /, '');
  const named = LAYERS.find(({ words }) => rest.startsWith(words));
  if (named === undefined) return undefined;
  const policyArn = policyArnAfter(text.slice(explicit + EXPLICIT.length));
  const through = rest.startsWith(`${named.words} transitively through a service control policy`);
  return {
    template: `iam-${named.name}-explicit${through ? '-through-service-control' : ''}`,
    facts: { layer: named.layer, effect: 'explicit', ...(policyArn === undefined ? {} : { policyArn }) },
  };
}

function policyArnAfter(text: string): string | undefined {
  const arn = /^[A-Za-z -]{1,120}: {0,4}(arn:[^\s"'<>]{1,2048})/.exec(text);
  return wholeName(arn, 1, text);
}

/** Principal, action and resource, as far as the text goes. */
function statedRequest(text: string): Pick<DenialMessage, 'principalArn' | 'action' | 'resource'> {
  const perform = /not authorized to perform:?\s{1,4}([A-Za-z0-9-]{1,64}:[A-Za-z0-9]{1,128})(?![\w*])/i.exec(text);
  const call = /not authorized to call ([A-Z][A-Za-z]{1,64})/i.exec(text);
  const found = perform ?? call;
  const action = perform?.[1] ?? (call?.[1] === undefined ? statedAction(text) : `bedrock:${call[1]}`);
  if (found === null) return action === undefined ? {} : { action };
  const before = text.slice(Math.max(0, found.index - 2_100), found.index);
  const principalArn = /(arn:[a-z-]{1,20}:(?:sts|iam)::[^\s"'<>]{1,2048})(?: is)? {0,4}$/.exec(
    before.slice(Math.max(0, before.lastIndexOf('arn:'))),
  )?.[1];
  const after = text.slice(found.index + found[0].length);
  const on = /^\s{1,4}(?:on|for)\s{1,4}(?:resource:?\s{0,4})?/i.exec(after);
  const named = on === null ? '' : after.slice(on[0].length);
  // Amazon S3 puts its ARNs, whose keys may hold spaces, between quotation marks.
  const resource =
    /^\\?"(arn:[^"\\<>]{1,2048})\\?"/.exec(named)?.[1] ?? wholeName(/^([^\s"'<>]{1,2048})/.exec(named), 1, text);
  return {
    ...(principalArn === undefined ? {} : { principalArn }),
    ...(action === undefined || (after === '' && wasCut(text)) ? {} : { action }),
    ...(resource === undefined ? {} : { resource }),
  };
}

/** `because no service control policy allows the bedrock:InvokeModel action`, when nothing stands before it. */
const statedAction = (text: string): string | undefined =>
  /allows the ([A-Za-z0-9-]{1,64}:[A-Za-z0-9]{1,128}) action/i.exec(text)?.[1];

function statedErrorCode(text: string): Pick<DenialMessage, 'errorCode'> {
  const code =
    /An error occurred \(([A-Za-z.]{1,64})\)/.exec(text)?.[1] ??
    /(?:^|[\s("])([A-Za-z]{1,60}Exception)(?=[\s:"({),]|$)/.exec(text)?.[1];
  return code === undefined ? {} : { errorCode: code };
}

/** CloudTrail cuts at 1 KB, so a name at the very end of a text of that length may be half a name. */
const wasCut = (text: string): boolean => text.length >= 1_000;

/** A name without the end of the sentence; undefined when it was shortened, by AWS or by whoever passed it on. */
function wholeName(found: RegExpExecArray | null, group: number, text: string): string | undefined {
  const name = found?.[group];
  if (found === null || name === undefined) return undefined;
  const next = found.input.slice(found.index + found[0].length);
  if (next.startsWith('<') || (next === '' && wasCut(text))) return undefined;
  if (/\.\.$|…/.test(name) || /^\.+$/.test(name)) return undefined;
  const bare = name.replace(/[.,;:)\]}]+$/, '');
  return bare === '' ? undefined : bare;
}
