import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { AccessRequest } from '../../functions/iam/decision.ts';

interface Peer {
  runUnsafeSimulation?(simulation: object, options: object): Promise<unknown>;
  runSimulation(simulation: object, options: object): Promise<unknown>;
}

/** One decision of iam-simulate without its validation of the input; undefined when it is not installed. */
export async function peerDecision(
  document: object,
  { action, principal, resource, resourceAccount, context }: AccessRequest,
): Promise<(() => Promise<unknown>) | undefined> {
  const folder = process.env.IAM_SIMULATE;
  if (folder === undefined) return undefined;
  const path = createRequire(join(folder, 'package.json')).resolve('@cloud-copilot/iam-simulate');
  const peer = (await import(pathToFileURL(path).href)) as Peer;
  const simulation = {
    request: { action, principal, resource: { resource, accountId: resourceAccount }, contextVariables: context },
    identityPolicies: [{ name: 'identity', policy: document }],
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  };
  return () => (peer.runUnsafeSimulation ?? peer.runSimulation)(simulation, {});
}
