import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import sampleAccount from '../../functions/local-account/sample-account.json' with { type: 'json' };
import sampleDenial from '../../functions/local-account/sample-denial.json' with { type: 'json' };
import type { RoleDetail, Snapshot } from '../../functions/workload/snapshot.ts';

/** The account of the case that the product was born from, and six agents more. */
export const account = sampleAccount as Snapshot;
/** The denial as CloudTrail records it: a message that names neither an action nor a reason. */
export const denial = sampleDenial;

export const supportRole = 'AmazonBedrockExecutionRoleForAgents_Q7XJ2';
export const sonnet = 'anthropic.claude-sonnet-4-5-20250929-v1:0';

/** A folder for one test file, gone at the end of it. */
export function temporaryFolder(): {
  readonly path: string;
  write(name: string, value: unknown): string;
  remove(): void;
} {
  const path = mkdtempSync(join(tmpdir(), 'warden-end-to-end-'));
  return {
    path,
    write(name, value) {
      const file = join(path, name);
      writeFileSync(file, typeof value === 'string' ? value : JSON.stringify(value));
      return file;
    },
    remove: () => rmSync(path, { recursive: true, force: true }),
  };
}

/** The same account with one role changed. */
export function withRole(snapshot: Snapshot, roleName: string, change: (role: RoleDetail) => RoleDetail): Snapshot {
  const RoleDetailList = (snapshot.iam?.RoleDetailList ?? []).map((role) =>
    role.RoleName === roleName ? change(role) : role,
  );
  return { ...snapshot, iam: { ...snapshot.iam, RoleDetailList } };
}

/** The same account after somebody submitted the use-case form. */
export function withForm(snapshot: Snapshot): Snapshot {
  const available = {
    agreementAvailability: { status: 'AVAILABLE' },
    authorizationStatus: 'AUTHORIZED',
    entitlementAvailability: 'AVAILABLE',
    regionAvailability: 'AVAILABLE',
  };
  return {
    ...snapshot,
    bedrock: {
      ...snapshot.bedrock,
      useCaseForModelAccess: { submitted: true },
      modelAvailability: { ...snapshot.bedrock?.modelAvailability, [sonnet]: { modelId: sonnet, ...available } },
    },
  };
}

export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

const wardenPath = fileURLToPath(new URL('../../functions/cli/warden.ts', import.meta.url));

/** Runs the real command in a process of its own. */
export function warden(args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Ran> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [wardenPath, ...args],
      { env: { ...process.env, ...environment }, maxBuffer: 64 * 1024 * 1024 },
      (error, stdout, stderr) =>
        resolve({ status: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout, stderr }),
    );
  });
}
