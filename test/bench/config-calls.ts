/**
 * `npm run bench`: how many calls to AWS an invocation of a Config rule makes, by service, for a change that concerns no agent,
 * for one that does, and for the sweep of all rules. One function, warm from line to line as in AWS, and cold again after each.
 * Then the sweep of one rule in large accounts, simulated at AWS's rates: how many invocations, each in a cold container.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Table from 'cli-table3';
import { buildBundles } from '../../functions/cli/build-bundles.ts';
import { type Counted, countConfigCalls } from './count-config-calls.ts';
import { countSweep } from './count-sweep.ts';

const SIZES = [10, 100];
const SWEPT = [100, 1000, 5000];

const folder = mkdtempSync(join(tmpdir(), 'bedrock-warden-calls-'));
try {
  await buildBundles(folder);
  const table = new Table({
    head: ['agent roles', 'invocation', 'calls', 'of which to'],
    style: { head: [], border: [] },
  });
  for (const roles of SIZES)
    for (const { what, calls, services } of await countConfigCalls(roles, folder))
      table.push([roles, what, calls, wording(services)]);
  console.log(table.toString());

  const sweeps = new Table({
    head: ['agent roles', 'invocations', 'longest', 'largest event', 'calls'],
    style: { head: [], border: [] },
  });
  for (const roles of SWEPT) {
    const { invocations, seconds, kilobytes, calls } = await countSweep(roles);
    sweeps.push([roles, invocations, `${seconds} s`, `${kilobytes} KB`, wording(calls)]);
  }
  console.log(`The sweep of one rule, nothing in memory\n${sweeps}`);
} finally {
  rmSync(folder, { recursive: true });
}

function wording(services: Counted['services']): string {
  return Object.entries(services)
    .map(([service, count]) => `${service} ${count}`)
    .join(', ');
}
