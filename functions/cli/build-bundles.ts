import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions, Metafile, Plugin } from 'esbuild';

export interface Bundle {
  readonly name: string;
  /** The file that is loaded first. */
  readonly entry: string;
  readonly entryBytes: number;
  /** The entry and all that it imports before anything is asked of it. */
  readonly loadedBytes: number;
  /** Everything that was written, clients included that few invocations load. */
  readonly totalBytes: number;
}

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The functions that are deployed, and where each stands. */
const LAMBDAS = [
  'config-rule',
  'access-denied',
  'incident-sweep',
  'workload-change',
  'slack-notifier',
  'webhook-notifier',
  'compliance-change',
  'digest',
] as const;

/** Data as text for JSON.parse, which reads it twice as fast as JavaScript is compiled. */
const dataAsText: Plugin = {
  name: 'data-as-text',
  setup({ onLoad }) {
    onLoad({ filter: /functions[\\/].*\.json$/ }, async ({ path }) => {
      return { contents: dataModule(JSON.parse(await readFile(path, 'utf8'))), loader: 'js' };
    });
  },
};

/** Each member of a member is parsed when it is first asked for: of 200 KB about services, most invocations read a tenth. */
function dataModule(data: object): string {
  const parse = (value: unknown) => `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;
  const members = Object.entries(data).map(([name, value]) => {
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    const parts = isObject
      ? Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}:()=>${parse(part)}`)
      : [];
    return `${JSON.stringify(name)}:${isObject ? `lazy({${parts.join()}})` : parse(value)}`;
  });
  return `const once=parse=>{let value;return{enumerable:true,get:()=>value===undefined?value=parse():value}};
const lazy=parts=>Object.defineProperties({},Object.fromEntries(Object.entries(parts).map(([key,parse])=>[key,once(parse)])));
export default {${members.join()}}`;
}

/**
 * Whoever imports `node:process` by name makes Node.js read every property that it has, which takes a millisecond; the
 * global is the same object.
 */
const processAsGlobal: Plugin = {
  name: 'process-as-global',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:process$/ }, () => ({ path: 'process', namespace: 'global' }));
    onLoad({ filter: /^process$/, namespace: 'global' }, () => ({
      contents: 'const { process } = globalThis; export default process; export const { env, versions } = process;',
      loader: 'js',
    }));
  },
};

/** The embedded account keeps its tables in memory; the library for files is native code that no bundle can hold. */
const tablesInMemory: Plugin = {
  name: 'tables-in-memory',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^level$/ }, () => ({ path: 'level', namespace: 'absent' }));
    onLoad({ filter: /^level$/, namespace: 'absent' }, () => ({
      contents: 'export const Level = undefined;',
      loader: 'js',
    }));
  },
};

/** ESM, since only its imports are split: a client is loaded by the invocation that needs it. */
const shared = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node24',
  splitting: true,
  minify: true,
  mainFields: ['module', 'main'],
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  legalComments: 'none',
  plugins: [dataAsText],
  metafile: true as const,
  logLevel: 'warning',
} satisfies BuildOptions & { readonly metafile: true };

/** Writes the bundles of the functions and of the command below `outdir`, which is emptied first. */
export async function buildBundles(outdir: string = join(root, 'dist')): Promise<readonly Bundle[]> {
  const folder = resolve(outdir);
  await Promise.all(['lambda', 'cli'].map((part) => rm(join(folder, part), { recursive: true, force: true })));
  const bundles = await Promise.all([buildFunctions(folder), buildCommand(folder)]);
  return bundles.flat();
}

/** Writes the bundles of some functions, all when none is named, below `folder`. */
export async function buildFunctions(
  folder: string,
  names: readonly (typeof LAMBDAS)[number][] = LAMBDAS,
): Promise<readonly Bundle[]> {
  const { build } = await import('esbuild');
  const bundles = names.map(async (name) => {
    const { metafile } = await build({
      ...shared,
      plugins: [dataAsText, processAsGlobal],
      entryPoints: { index: `functions/handlers/${name}.ts` },
      outdir: join(folder, 'lambda', name),
      alias: { '@aws-sdk/credential-provider-node': join(root, 'functions/adapters/environment-credentials.ts') },
    });
    return describe(name, metafile, join(folder, 'lambda', name, 'index.mjs'));
  });
  return Promise.all(bundles);
}

/**
 * The command with everything it needs: an installation has no dependencies to fetch. The embedded Lambda's worker is a
 * program of its own, started by its file name.
 */
export async function buildCommand(folder: string): Promise<Bundle> {
  const { build } = await import('esbuild');
  const entry = join(folder, 'cli', 'warden.mjs');
  const { metafile } = await build({
    ...shared,
    entryPoints: {
      warden: 'functions/cli/warden.ts',
      'lambda-worker': 'functions/local-account/lambda-worker.ts',
    },
    outdir: join(folder, 'cli'),
    plugins: [dataAsText, tablesInMemory],
    // Only the repository's own demo builds; an installed one has the bundles beside it.
    external: ['esbuild'],
    // In one folder: the embedded Lambda looks for its worker beside itself, whichever chunk that is.
    chunkNames: '[name]-[hash]',
    // Some dependencies are CommonJS and require what Node.js has built in.
    banner: { js: "import{createRequire as __r}from'node:module';const require=__r(import.meta.url);" },
  });
  await makeExecutable(entry);
  return describe('warden', metafile, entry);
}

async function makeExecutable(entry: string): Promise<void> {
  const text = await readFile(entry, 'utf8');
  if (!text.startsWith('#!')) await writeFile(entry, `#!/usr/bin/env node\n${text}`);
  await chmod(entry, 0o755);
}

function describe(name: string, { outputs }: Metafile, entry: string): Bundle {
  const key = relative(root, entry).replaceAll('\\', '/');
  const loaded = staticallyImported(key, outputs);
  const sizeOf = (paths: Iterable<string>) => [...paths].reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0);
  return {
    name,
    entry,
    entryBytes: sizeOf([key]),
    loadedBytes: sizeOf(loaded),
    totalBytes: sizeOf(Object.keys(outputs)),
  };
}

/** The files that an entry loads at once; what it imports by `import()` waits. */
function staticallyImported(entry: string, outputs: Metafile['outputs']): ReadonlySet<string> {
  const loaded = new Set([entry]);
  for (const path of loaded) {
    for (const imported of outputs[path]?.imports ?? []) {
      if (imported.kind === 'import-statement' && imported.external !== true) loaded.add(imported.path);
    }
  }
  return loaded;
}
