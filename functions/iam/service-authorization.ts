import data from './service-authorization.json' with { type: 'json' };
import { matchesWildcard } from './wildcard.ts';

/** One action of the Service Authorization Reference. */
export interface ServiceAction {
  /** `bedrock:InvokeModel`, as AWS spells it. */
  readonly action: string;
  /** `Read`, `Write`, `List`, `Permissions management, Write`, `Tagging, Write`. */
  readonly accessLevel: string;
  /** Empty: the action can only be allowed on `*`. */
  readonly resourceTypes: readonly ResourceType[];
  /** The service's own keys, those of the resource types included; the global ones (`aws:…`) are not listed. */
  readonly conditionKeys: readonly string[];
}

export interface ResourceType {
  readonly name: string;
  /** `arn:${Partition}:bedrock:${Region}:${Account}:agent/${AgentId}`; a few types have several forms. */
  readonly arns: readonly string[];
  readonly required: boolean;
}

const services: Readonly<Record<string, Service>> = data.services as unknown as Record<string, Service>;

interface Service {
  readonly resourceTypes: Readonly<Record<string, string>>;
  /** The keys that every action on a type has, joined with commas. */
  readonly typeKeys?: Readonly<Record<string, string>>;
  /** The keys that are listed without an action or a type that has them, joined with commas. */
  readonly unattachedKeys?: string;
  /** `[access level, resource types ("*" marks a required one), condition keys]`; lists are joined with commas. */
  readonly actions: Readonly<Record<string, readonly [string, string, string]>>;
}

const knownPrefixes: ReadonlySet<string> = new Set(data.prefixes);
const actionsByPrefix = new Map<string, ServiceActions>();

interface ServiceActions {
  readonly all: readonly ServiceAction[];
  readonly byName: ReadonlyMap<string, ServiceAction>;
}

function actionsOf(prefix: string): ServiceActions {
  const key = prefix.toLowerCase();
  const known = actionsByPrefix.get(key);
  if (known !== undefined) return known;
  const service = Object.hasOwn(services, key) ? services[key] : undefined;
  if (service === undefined) return { all: [], byName: new Map() };
  const all = Object.entries(service.actions).map(([name, entry]) => serviceAction(key, service, name, entry));
  const actions = { all, byName: new Map(all.map((action) => [action.action.toLowerCase(), action])) };
  actionsByPrefix.set(key, actions);
  return actions;
}

/**
 * What AWS's Service Authorization Reference says, for the services an agent role touches.
 * A real service outside that selection is known (`isKnownPrefix`) but not covered (`isCovered`): about it nothing is said.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export const serviceAuthorization = {
  /** The day of the data, `2026-09-26`. */
  date: data.date,

  /** Every action of a covered service; empty for any other prefix. */
  actions(prefix: string): readonly ServiceAction[] {
    return actionsOf(prefix).all;
  },

  /** Does AWS have a service with this prefix? */
  isKnownPrefix(prefix: string): boolean {
    return knownPrefixes.has(prefix.toLowerCase());
  },

  /** Are the actions of this service in the data? */
  isCovered(prefix: string): boolean {
    return Object.hasOwn(services, prefix.toLowerCase());
  },

  /** The prefixes of every service AWS has. */
  prefixes: data.prefixes as readonly string[],

  /** The resource types of one exactly named action, or undefined when the data does not know the action. */
  resourceTypesOf(action: string): readonly ResourceType[] | undefined {
    const wanted = action.toLowerCase();
    const prefix = wanted.slice(0, Math.max(0, wanted.indexOf(':')));
    return actionsOf(prefix).byName.get(wanted)?.resourceTypes;
  },

  /** The covered actions that an Action pattern (`bedrock:Invoke*`, `*`) stands for. */
  actionsMatching(pattern: string): readonly ServiceAction[] {
    const colon = pattern.indexOf(':');
    const prefix = colon === -1 ? pattern : pattern.slice(0, colon);
    const prefixes = /[*?]/.test(prefix)
      ? Object.keys(services).filter((known) => matchesWildcard(prefix, known, { caseInsensitive: true }))
      : [prefix];
    if (colon === -1) return pattern === '*' ? prefixes.flatMap((known) => actionsOf(known).all) : [];
    const wanted = pattern.toLowerCase();
    return prefixes.flatMap((known) => {
      const { byName } = actionsOf(known);
      if (/[*?]/.test(wanted))
        return [...byName].flatMap(([name, action]) => (matchesWildcard(wanted, name) ? [action] : []));
      const action = byName.get(wanted);
      return action === undefined ? [] : [action];
    });
  },

  /** The service's condition keys that the reference lists without saying which of its actions have them. */
  unattachedConditionKeys(prefix: string): readonly string[] {
    const key = prefix.toLowerCase();
    return list((Object.hasOwn(services, key) ? services[key]?.unattachedKeys : undefined) ?? '');
  },

  /** The prefixes of the services whose actions are in the data. */
  coveredPrefixes: Object.keys(services) as readonly string[],

  /** Every resource type of a covered service. */
  resourceTypes(prefix: string): readonly Omit<ResourceType, 'required'>[] {
    const key = prefix.toLowerCase();
    const service = Object.hasOwn(services, key) ? services[key] : undefined;
    return Object.entries(service?.resourceTypes ?? {}).map(([name, arn]) => ({ name, arns: arnsOf(arn) }));
  },
} as const;

function serviceAction(
  prefix: string,
  service: Service,
  name: string,
  [accessLevel, types, keys]: readonly [string, string, string],
): ServiceAction {
  const ofTypes = list(types).flatMap((type) => list(service.typeKeys?.[type.replace(/\*$/, '')] ?? ''));
  return {
    action: `${prefix}:${name}`,
    accessLevel,
    resourceTypes: list(types).flatMap((written) => {
      const required = written.endsWith('*');
      const type = required ? written.slice(0, -1) : written;
      const arn = service.resourceTypes[type];
      return arn === undefined ? [] : [{ name: type, arns: arnsOf(arn), required }];
    }),
    conditionKeys: ofTypes.length === 0 ? list(keys) : [...new Set([...list(keys), ...ofTypes])],
  };
}

const arnsByText = new Map<string, readonly string[]>();

/** The forms of a resource type's ARN; the same array for every action that has the type. */
function arnsOf(joined: string): readonly string[] {
  const arns = arnsByText.get(joined) ?? joined.split(', ');
  arnsByText.set(joined, arns);
  return arns;
}

const list = (joined: string): readonly string[] => (joined === '' ? [] : joined.split(','));
