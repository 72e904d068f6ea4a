import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export interface Resource {
  readonly Type: string;
  readonly Condition?: string;
  readonly DependsOn?: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

export interface Fragment {
  readonly Parameters?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly Conditions?: Readonly<Record<string, unknown>>;
  readonly Mappings?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource>>;
  readonly Outputs?: Readonly<Record<string, unknown>>;
}

export const fragmentNames = [
  'permissions',
  'config-rules',
  'access-denied',
  'incidents',
  'workload-change',
  'compliance-alerts',
  'digest',
  'alerts',
  'notifiers',
  'alarms',
] as const;

/** The template that is a stack of its own. */
export const agentRegionText = (): string =>
  readFileSync(new URL('../../infra/agent-region.yml', import.meta.url), 'utf8');

/** One file of infra/ as osls reads it, `${param:…}` left in place; package.test.ts compares it with the packaged template. */
export function readFragment(name: (typeof fragmentNames)[number]): Fragment {
  const text = readFileSync(new URL(`../../infra/${name}.yml`, import.meta.url), 'utf8');
  return parse(text, { merge: true, maxAliasCount: 400 }) as Fragment;
}

/** The resources of one type, by logical id. */
export function resourcesOf(fragment: Fragment, type: string): Readonly<Record<string, Resource>> {
  return Object.fromEntries(Object.entries(fragment.Resources).filter(([, resource]) => resource.Type === type));
}
