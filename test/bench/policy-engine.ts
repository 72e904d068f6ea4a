/**
 * `npm run bench`: decisions a second with their reasons, policies a second, and the time of the first decision of a process.
 * Medians of five rounds after a warm-up. With IAM_SIMULATE=<folder> (where `npm install @cloud-copilot/iam-simulate` was run;
 * its licence, AGPL, keeps it out of this project) the same cases are put to that simulator too.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import Table from 'cli-table3';
import { build } from 'esbuild';
import { compilePolicy } from '../../functions/iam/compiled-policy.ts';
import { decide } from '../../functions/iam/decide.ts';
import type { PolicySet } from '../../functions/iam/decision.ts';
import { parsePolicy } from '../../functions/iam/parse-policy.ts';
import type { Policy, PolicyKind } from '../../functions/iam/policy.ts';
import { forEveryone, guardrailDocument, policyDocument, request } from './engine-cases.ts';
import { peerDecision } from './peer.ts';
import { median, ROUNDS, ratesOf } from './rates.ts';

const PROCESSES = 15;

/** What is asked of this engine, a second; half of it with every guardrail. */
const LEAST_DECISIONS = new Map([
  [1, 1_000_000],
  [10, 400_000],
  [50, 150_000],
]);
const LEAST_POLICIES = 50_000;
const MOST_FIRST_MILLIS = 15;

const options = { absentKeys: 'absent' } as const;

async function report(): Promise<void> {
  const table = new Table({
    head: [
      'statements',
      'identity policy',
      'asked',
      '+ guardrails',
      'asked',
      '+ as long ones',
      'iam-simulate',
      'times it',
    ],
    colAligns: Array(8).fill('right'),
    style: { head: [], border: [] },
  });
  const rates = await ratesOf(await subjects());
  const rate = (name: string): number => rates.get(name) ?? Number.NaN;
  const slow: string[] = [];
  for (const [statements, least] of LEAST_DECISIONS) {
    const [alone, guarded, long] = ['alone', 'guarded', 'long'].map((kind) => rate(`${statements} ${kind}`));
    const peer = rates.get(`${statements} peer`);
    if (!(Number(alone) >= least)) slow.push(`${statements} statements`);
    if (!(Number(guarded) >= least / 2)) slow.push(`${statements} statements with guardrails`);
    table.push([
      statements,
      ...[alone, least, guarded, least / 2, long].map((value) => count(Number(value))),
      peer === undefined ? 'not installed' : count(peer),
      peer === undefined ? '' : `${(Number(alone) / peer).toFixed(0)} x`,
    ]);
  }
  const policies = rate('policies');
  const first = await firstDecisionMillis();
  if (!(policies >= LEAST_POLICIES)) slow.push('parsing and compiling');
  if (!(first <= MOST_FIRST_MILLIS)) slow.push('the first decision');

  console.log(`Decisions a second with reasons, Node.js ${process.version}, median of ${ROUNDS} rounds each`);
  console.log('Guardrails: three levels of service control policies, a permissions boundary and an endpoint policy,');
  console.log(`of one statement each, or each as long as the identity policy.\n${table}`);
  console.log(
    `Policies of ten statements parsed and compiled: ${count(policies)} a second, asked ${count(LEAST_POLICIES)}`,
  );
  console.log(
    `Loading the engine and the first decision: ${first.toFixed(1)} ms, asked at most ${MOST_FIRST_MILLIS} ms`,
  );
  if (slow.length > 0) {
    console.error(`Slower than asked: ${slow.join(', ')}.`);
    process.exitCode = 1;
  }
}

const short = [
  'aws:RequestedRegion',
  'aws:SourceAccount',
  'aws:PrincipalTag/team',
  'aws:RequestedRegion',
  'aws:SourceAccount',
].map((key) => guardrailDocument(key, ['us-west-2', 'search', '111122223333', 'us-east-1']));

/** Three levels of service control policies, a permissions boundary and an endpoint policy. */
function guardedSet(identity: object, guardrails: readonly object[]): PolicySet {
  const [root = {}, unit = {}, account = {}, boundary = {}, endpoint = {}] = guardrails;
  const level = (document: object) => [policyOf(document, 'serviceControl')];
  return {
    identity: [policyOf(identity, 'identity')],
    serviceControl: [level(root), level(unit), level(account)],
    permissionsBoundary: [policyOf(boundary, 'permissionsBoundary')],
    vpcEndpoint: [policyOf(forEveryone(endpoint), 'vpcEndpoint')],
  };
}

function policyOf(document: object, kind: PolicyKind): Policy {
  const parsed = parsePolicy(document, kind, kind);
  if ('error' in parsed) throw new Error(parsed.error.problem);
  return parsed.policy;
}

async function subjects(): Promise<ReadonlyMap<string, () => unknown>> {
  const ten = policyDocument(10);
  const all = new Map<string, () => unknown>([['policies', () => compilePolicy(policyOf(ten, 'identity'))]]);
  for (const statements of LEAST_DECISIONS.keys()) {
    const document = policyDocument(statements);
    all.set(`${statements} alone`, decisionOn({ identity: [policyOf(document, 'identity')] }));
    all.set(`${statements} guarded`, decisionOn(guardedSet(document, short)));
    all.set(`${statements} long`, decisionOn(guardedSet(document, Array(5).fill(document))));
    const peer = await peerDecision(document, request);
    if (peer !== undefined) all.set(`${statements} peer`, peer);
  }
  return all;
}

function decisionOn(policies: PolicySet): () => unknown {
  const { decision } = decide(request, policies, options);
  if (decision !== 'allowed') throw new Error(`the case is ${decision}, not allowed`);
  return () => decide(request, policies, options);
}

/** Of a fresh process, with the engine bundled as it is deployed. */
async function firstDecisionMillis(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-warden-engine-'));
  try {
    const outfile = join(folder, 'engine.mjs');
    const room = new URL('../../functions/iam/', import.meta.url).pathname;
    const contents = `export { decide } from ${JSON.stringify(`${room}decide.ts`)};
      export { parsePolicy } from ${JSON.stringify(`${room}parse-policy.ts`)};`;
    await build({ stdin: { contents, resolveDir: room }, bundle: true, format: 'esm', platform: 'node', outfile });
    const script = `const started = performance.now();
      const { decide, parsePolicy } = await import(${JSON.stringify(pathToFileURL(outfile).href)});
      const { policy } = parsePolicy(${JSON.stringify(policyDocument(10))}, 'p', 'identity');
      const { decision } = decide(${JSON.stringify(request)}, { identity: [policy] }, { absentKeys: 'absent' });
      if (decision !== 'allowed') throw new Error(decision);
      console.log(performance.now() - started);`;
    const run = () => Number(execFileSync(process.execPath, ['--input-type=module', '--eval', script]).toString());
    return median(Array.from({ length: PROCESSES }, run));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function count(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

await report();
