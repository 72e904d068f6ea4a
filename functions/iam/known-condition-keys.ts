import {
  CROSS_SERVICE_CONDITION_KEYS,
  GLOBAL_CONDITION_KEYS,
  UNSETTLED_CONDITION_KEYS,
} from './global-condition-keys.ts';
import { type ServiceAction, serviceAuthorization } from './service-authorization.ts';

/** `s3:ExistingObjectTag/<key>`, `kms:EncryptionContext:${…}`, `ssm:resourceTag/tag-key`: what follows is the writer's. */
const VARIABLE_PART = /\$\{[^}]*\}|<[^>]*>|(?<=\/)tag-key$/;

/** A key as it is compared: without case, and with `*` for the part that is the writer's to choose. */
function documentedForm(key: string): string {
  const variable = VARIABLE_PART.exec(key);
  return (variable === null ? key : `${key.slice(0, variable.index)}*`).toLowerCase();
}

/** The forms under which a written key can be documented. */
function writtenForms(key: string): readonly string[] {
  const lower = key.toLowerCase();
  const slash = lower.indexOf('/');
  const colon = lower.indexOf(':', lower.indexOf(':') + 1);
  return [
    lower,
    ...(slash === -1 ? [] : [`${lower.slice(0, slash + 1)}*`]),
    ...(colon === -1 ? [] : [`${lower.slice(0, colon + 1)}*`]),
  ];
}

const formsOf = (keys: readonly string[]): ReadonlySet<string> => new Set(keys.map(documentedForm));
const isIn = (forms: ReadonlySet<string>, key: string): boolean => writtenForms(key).some((form) => forms.has(form));

const globalForms: ReadonlySet<string> = new Set(
  GLOBAL_CONDITION_KEYS.map((key) => (key.endsWith('/') ? `${key}*` : key).toLowerCase()),
);
const anyActionForms = formsOf([...CROSS_SERVICE_CONDITION_KEYS, ...UNSETTLED_CONDITION_KEYS]);

export const isGlobalConditionKey = (key: string): boolean => isIn(globalForms, key);

const actionForms = new Map<string, ReadonlySet<string>>();

/** Does the reference list the key for the action, or for one of its resource types? */
export function hasConditionKey({ action, conditionKeys }: ServiceAction, key: string): boolean {
  const forms = actionForms.get(action) ?? formsOf(conditionKeys);
  actionForms.set(action, forms);
  return isIn(forms, key);
}

interface ServiceKeys {
  readonly spellings: readonly string[];
  readonly attached: ReadonlySet<string>;
  readonly unattached: ReadonlySet<string>;
}

const keysByPrefix = new Map<string, ServiceKeys>();

function keysOf(prefix: string): ServiceKeys {
  const known = keysByPrefix.get(prefix);
  if (known !== undefined) return known;
  // A key can belong to another service's actions: sts:AssumeRole has iam:ResourceTag.
  const attached = serviceAuthorization.coveredPrefixes
    .flatMap((covered) => serviceAuthorization.actions(covered))
    .flatMap(({ conditionKeys }) => conditionKeys.filter((key) => key.toLowerCase().startsWith(`${prefix}:`)));
  const unattached = serviceAuthorization.unattachedConditionKeys(prefix);
  const keys = {
    spellings: [...new Set([...attached, ...unattached])],
    attached: formsOf(attached),
    unattached: formsOf(unattached),
  };
  keysByPrefix.set(prefix, keys);
  return keys;
}

/**
 * What the reference says of a key with the prefix of a covered service: it belongs to certain actions; it exists, but
 * nothing can be said of its actions; there is no such key.
 */
export function serviceConditionKey(key: string): 'ofActions' | 'ofAnyAction' | 'none' {
  const { attached, unattached } = keysOf(key.slice(0, key.indexOf(':')).toLowerCase());
  if (isIn(anyActionForms, key) || isIn(unattached, key)) return 'ofAnyAction';
  return isIn(attached, key) ? 'ofActions' : 'none';
}

/** The keys of a covered service, as the reference spells them. */
export const serviceConditionKeys = (prefix: string): readonly string[] => keysOf(prefix.toLowerCase()).spellings;
