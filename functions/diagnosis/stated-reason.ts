import type { Layer } from '../iam/decision.ts';
import type { DenialMessage } from './diagnosis.ts';
import { type StatedName, wholeName } from './stated-name.ts';

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

const EXPLICIT = 'explicit deny in ';
const THROUGH = 'transitively through a service control policy';

export interface StatedReason {
  readonly template: string;
  readonly facts: Pick<DenialMessage, 'layer' | 'effect' | 'policyArn' | 'openEnd'>;
}

/**
 * The layer that IAM names. The reason stands at the end: what looks like one before it is part of somebody's name for
 * something. Of a reason that was cut off, only what can be nothing else is taken.
 *
 * @param lower the text in lower case
 */
export function statedReason(text: string, lower: string): StatedReason | undefined {
  const explicit = lower.lastIndexOf(EXPLICIT);
  const implicit = LAYERS.map((named) => ({ named, at: lower.lastIndexOf(`no ${named.words} allows`) })).reduce(
    (latest, one) => (one.at > latest.at ? one : latest),
  );
  if (implicit.at > explicit) {
    const { name, layer } = implicit.named;
    return { template: `iam-${name}-implicit`, facts: { layer, effect: 'implicit' } };
  }
  if (explicit === -1) return cutReason(lower);
  const rest = lower.slice(explicit + EXPLICIT.length).replace(/^(?:an?|the) /, '');
  const named = LAYERS.find(({ words }) => rest.startsWith(words));
  if (named === undefined) return cutReason(lower);
  const policy = policyArnAfter(text.slice(explicit + EXPLICIT.length), text);
  const through = rest.startsWith(`${named.words} ${THROUGH}`);
  return {
    template: `iam-${named.name}-explicit${through ? '-through-service-control' : ''}`,
    facts: {
      layer: named.layer,
      effect: 'explicit',
      ...(policy === undefined ? {} : { policyArn: policy.name }),
      ...(policy?.isLast === true ? { openEnd: 'policyArn' } : {}),
    },
  };
}

/** `… because no identity-b`, `… with an explicit deny in a serv`: whoever passed the text on stopped there. */
function cutReason(lower: string): StatedReason | undefined {
  const end = /(?: because no ?| with an explicit(?: deny(?: in(?: an?| the)?)?)? ?)([a-z -]{0,24})[.…]{0,3}$/.exec(
    lower.slice(-80),
  );
  if (end === null) return undefined;
  const effect = end[0].startsWith(' because') ? 'implicit' : 'explicit';
  const begun = (end[1] ?? '').trimEnd();
  const possible = LAYERS.filter(({ words }) => begun !== '' && words.startsWith(begun));
  const [first] = possible;
  return first !== undefined && possible.every(({ layer }) => layer === first.layer)
    ? { template: `iam-${first.name}-${effect}`, facts: { layer: first.layer, effect } }
    : { template: `iam-cut-${effect}`, facts: { effect } };
}

function policyArnAfter(text: string, whole: string): StatedName | undefined {
  const arn = /^[A-Za-z -]{1,120}: {0,4}(arn:[^\s"'<>]{1,2048})/.exec(text);
  // Half an ARN of a policy does not get as far as its name.
  if (arn?.[1] === undefined || !/:policy\/./.test(arn[1])) return undefined;
  return wholeName(arn[1], text.slice(arn[0].length), whole);
}
