/** Serves a snapshot as an AWS account: `node functions/local-account/main.ts --snapshot FILE [--port N]`. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Snapshot } from '../workload/snapshot.ts';
import { startLocalAccount } from './server.ts';

const USAGE = 'usage: node functions/local-account/main.ts --snapshot FILE [--port N]';

try {
  const { snapshot: file, port } = parseArguments();
  const snapshot = readSnapshot(file);
  const account = await startLocalAccount(snapshot, { port });
  console.log(`export AWS_ENDPOINT_URL=${account.endpoint}`);
  console.log(`export AWS_REGION=${snapshot.region} AWS_DEFAULT_REGION=${snapshot.region}`);
  console.log('export AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local');
  console.error(`Account ${snapshot.accountId} answers until this process is stopped (Ctrl-C).`);
  process.once('SIGINT', () => account.close());
  process.once('SIGTERM', () => account.close());
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}

function parseArguments(): { readonly snapshot: string; readonly port: number } {
  let values: { readonly snapshot?: string | undefined; readonly port?: string | undefined };
  try {
    values = parseArgs({ options: { snapshot: { type: 'string' }, port: { type: 'string' } } }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}; ${USAGE}`);
  }
  const { snapshot, port = '0' } = values;
  if (snapshot === undefined) throw new Error(`no snapshot was named; ${USAGE}`);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) throw new Error(`\`${port}\` is not a port; ${USAGE}`);
  return { snapshot, port: Number(port) };
}

/** Only what this program prints is validated: the text of a snapshot is no one's shell command. */
function readSnapshot(file: string): Snapshot {
  let snapshot: Partial<Snapshot> | null;
  try {
    snapshot = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} could not be read as JSON: ${error instanceof Error ? error.message : error}`);
  }
  if (snapshot?.format !== 'bedrock-warden/snapshot/1') {
    throw new Error(`${file} is not a snapshot: its \`format\` must be bedrock-warden/snapshot/1`);
  }
  if (!/^\d{12}$/.test(String(snapshot.accountId)) || !/^[a-z0-9-]{1,32}$/.test(String(snapshot.region))) {
    throw new Error(`${file} must name its \`accountId\` (12 digits) and its \`region\``);
  }
  return snapshot as Snapshot;
}
