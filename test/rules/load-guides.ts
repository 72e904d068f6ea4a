import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { RuleGuide } from '../../functions/rules/guides/rule-guide.ts';

const folder = new URL('../../functions/rules/guides/', import.meta.url);

/** Every guide by the id of its rule, which is the name of its file. */
export async function loadGuides(): Promise<ReadonlyMap<string, RuleGuide>> {
  const files = readdirSync(fileURLToPath(folder)).filter((file) => file.endsWith('.ts') && file !== 'rule-guide.ts');
  const loaded = files.toSorted().map(async (file) => {
    const { default: guide } = (await import(new URL(file, folder).href)) as { readonly default: RuleGuide };
    return [file.slice(0, -'.ts'.length), guide] as const;
  });
  return new Map(await Promise.all(loaded));
}
