import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const functionsFolder = fileURLToPath(new URL('../functions', import.meta.url));

/** Which room may import which, besides itself, and why. An arrow that is not here is a defect. */
const core = ['iam', 'workload', 'rules', 'diagnosis', 'remediation', 'alerts'] as const;
const rooms: Record<string, { readonly mayImport: readonly string[]; readonly because: string }> = {
  iam: { mayImport: [], because: 'the policy language knows nothing of Bedrock, of rules, or of the AWS SDK' },
  workload: {
    mayImport: ['iam'],
    because: 'an agent role is made of policies, and nothing else is needed to describe one',
  },
  rules: { mayImport: ['workload', 'iam'], because: 'a rule judges a role at rest; it never needs a denied request' },
  diagnosis: { mayImport: ['workload', 'iam'], because: 'a step explains one denied request; it never needs a rule' },
  remediation: {
    mayImport: ['workload', 'iam'],
    because: 'a change is worded and proven from policies alone, whoever asked for it',
  },
  alerts: {
    mayImport: ['iam', 'workload', 'rules', 'diagnosis', 'remediation'],
    because: 'an alert words what the core concluded',
  },
  adapters: { mayImport: core, because: "adapters speak the core's types; the core does not know they exist" },
  handlers: { mayImport: [...core, 'adapters'], because: 'a handler only wires; it never needs the command line' },
  cli: {
    mayImport: [...core, 'adapters', 'local-account'],
    because: 'a command only wires, and never runs a handler in its own process (the demo loads the built bundles)',
  },
  'local-account': {
    mayImport: ['workload', 'adapters'],
    because: 'the embedded account stands in for AWS: it may know the shapes that are exchanged, never the judgement',
  },
};

/** Rooms whose files are pure: the same input gives the same output, wherever they run. */
const world: readonly { readonly pattern: RegExp; readonly name: string }[] = [
  { pattern: /from 'node:|import\('node:/, name: 'a node: module' },
  { pattern: /@aws-sdk\/|@smithy\//, name: 'the AWS SDK' },
  { pattern: /\bprocess\./, name: 'process' },
  { pattern: /\bDate\.now\(|\bnew Date\(\)/, name: 'the clock' },
  { pattern: /\bMath\.random\(/, name: 'chance' },
  { pattern: /\bfetch\(/, name: 'the network' },
  { pattern: /^\s*(export )?async function|=> Promise<|: Promise</m, name: 'a promise' },
];

interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const sources: readonly SourceFile[] = readdirSync(functionsFolder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(`${functionsFolder}/${path}`, 'utf8') }));

function roomOf(path: string): string {
  return path.split('/')[0] ?? '';
}

/** Relative imports as paths below functions/, and whether only types are imported. */
function importsOf({ path, text }: SourceFile): readonly { readonly target: string; readonly typeOnly: boolean }[] {
  const base = new URL(`file:///functions/${path}`);
  const found = [...text.matchAll(/^(import|export)( type)?[^'";]*?from '([^']+)'|\bimport\('([^']+)'\)/gm)];
  return found
    .map((match) => ({ specifier: match[3] ?? match[4] ?? '', typeOnly: match[2] !== undefined }))
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier, typeOnly }) => ({
      target: new URL(specifier, base).pathname.replace('/functions/', ''),
      typeOnly,
    }));
}

function wrongArrows(file: SourceFile): readonly string[] {
  const room = roomOf(file.path);
  const table = rooms[room];
  if (table === undefined) return [`${file.path} stands in ${room}/, a room that the table does not know`];
  return importsOf(file).flatMap(({ target, typeOnly }) => {
    const other = roomOf(target);
    const reason = `but ${table.because}`;
    if (target === '/package.json' && room === 'cli') return []; // the version that `warden --version` prints
    if (target.startsWith('/test/')) return [`${file.path} imports ${target}, but nothing imports test/`];
    if (other !== room && !table.mayImport.includes(other)) return [`${file.path} imports ${other}/, ${reason}`];
    if (room === 'local-account' && other !== room && !typeOnly)
      return [`${file.path} imports more than types of ${other}/, ${reason}`];
    if (room === 'cli' && other === 'local-account' && file.path !== 'cli/demo.ts')
      return [`${file.path} imports local-account/, but only the demo starts the embedded account`];
    return [];
  });
}

function worldlyUses(file: SourceFile): readonly string[] {
  if (!(core as readonly string[]).includes(roomOf(file.path))) return [];
  return world
    .filter(({ pattern }) => pattern.test(file.text))
    .map(({ name }) => `${file.path} uses ${name}, but ${roomOf(file.path)}/ is pure: reads come first, writes last`);
}

function ruleImportsRule(file: SourceFile): readonly string[] {
  const isRule = (path: string) => /^rules\/agent-/.test(path);
  if (roomOf(file.path) !== 'rules' || file.path === 'rules/catalogue.ts') return [];
  return importsOf(file)
    .filter(({ target }) => isRule(target))
    .map(({ target }) => `${file.path} imports ${target}, but a rule stands alone: move what they share out of both`);
}

describe('the rooms', () => {
  it('are all seen', () => {
    expect(new Set(sources.map(({ path }) => roomOf(path)))).toEqual(new Set(Object.keys(rooms)));
    expect(sources.flatMap(importsOf).length).toBeGreaterThan(50);
  });

  it.each(sources.map((file) => [file.path, file] as const))('%s imports only what its room may', (_path, file) => {
    expect([...wrongArrows(file), ...worldlyUses(file), ...ruleImportsRule(file)]).toEqual([]);
  });
});

describe('the guard itself', () => {
  const canaries: readonly [name: string, file: SourceFile, complaint: string][] = [
    [
      'an arrow that points the wrong way',
      { path: 'rules/canary.ts', text: "import { step } from '../diagnosis/step.ts';\n" },
      'rules/canary.ts imports diagnosis/, but a rule judges a role at rest; it never needs a denied request',
    ],
    [
      'a dynamic import that points the wrong way',
      { path: 'iam/canary.ts', text: "const rule = await import('../rules/rule.ts');\n" },
      'iam/canary.ts imports rules/, but the policy language knows nothing of Bedrock, of rules, or of the AWS SDK',
    ],
    [
      'a re-export that points the wrong way',
      { path: 'workload/canary.ts', text: "export type {\n  Alert,\n} from '../alerts/alert.ts';\n" },
      'workload/canary.ts imports alerts/, but an agent role is made of policies, and nothing else is needed to describe one',
    ],
    [
      'the clock in a pure room',
      { path: 'rules/canary.ts', text: 'const now = new Date();\n' },
      'rules/canary.ts uses the clock, but rules/ is pure: reads come first, writes last',
    ],
    [
      'a rule that leans on another rule',
      { path: 'rules/agent-canary.ts', text: "import other from './agent-role-least-privilege.ts';\n" },
      'rules/agent-canary.ts imports rules/agent-role-least-privilege.ts, but a rule stands alone: move what they share out of both',
    ],
    [
      'a helper that leans on a rule',
      { path: 'rules/needs/canary.ts', text: "import rule from '../agent-role-least-privilege.ts';\n" },
      'rules/needs/canary.ts imports rules/agent-role-least-privilege.ts, but a rule stands alone: move what they share out of both',
    ],
    [
      'a handler inside the command line',
      { path: 'cli/canary.ts', text: "import { handler } from '../handlers/config-rule.ts';\n" },
      'cli/canary.ts imports handlers/, but a command only wires, and never runs a handler in its own process (the demo loads the built bundles)',
    ],
    [
      'code of the product inside the embedded account',
      { path: 'local-account/canary.ts', text: "import { log } from '../adapters/log.ts';\n" },
      'local-account/canary.ts imports more than types of adapters/, but the embedded account stands in for AWS: it may know the shapes that are exchanged, never the judgement',
    ],
    [
      'a room nobody drew',
      { path: 'utils/canary.ts', text: '' },
      'utils/canary.ts stands in utils/, a room that the table does not know',
    ],
  ];

  it.each(canaries)('sees %s', (_name, file, complaint) => {
    expect([...wrongArrows(file), ...worldlyUses(file), ...ruleImportsRule(file)]).toEqual([complaint]);
  });
});
