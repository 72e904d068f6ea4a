#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { InputError } from '../adapters/input-error.ts';
import type { AuditOptions } from './audit.ts';
import { complain } from './complain.ts';
import type { DiagnoseOptions } from './diagnose.ts';
import { exitStatus } from './exit-status.ts';
import { addIncidents } from './incidents-command.ts';
import {
  auditFormat,
  diagnosisFormat,
  failOn,
  once,
  policyFormat,
  region,
  regions,
  simulationFormat,
  statusFormat,
} from './option-values.ts';
import type { PolicyOptions } from './policy.ts';
import type { SimulateOptions } from './simulate.ts';
import type { SnapshotOptions } from './snapshot.ts';
import type { StatusOptions } from './status.ts';
import { usageError } from './usage-error.ts';
import { userPath } from './user-path.ts';

const auditStatus = `
Exit status:
  0  no finding at or above --fail-on
  1  a finding at or above --fail-on
  2  used wrongly, or a part of the input could not be read: see standard error
  3  evidence was missing, so the answer is incomplete`;

const diagnosisStatus = `
Exit status:
  0  no denial
  1  a denial is explained: a cause is proven or likely, or possible with no
     question left open
  2  used wrongly, or a part of the input could not be read: see standard error
  3  no denial is explained: evidence was missing`;

const simulationStatus = `
Exit status:
  0  every case was decided
  2  used wrongly, or the file could not be read: see standard error
  3  a case could not be decided: its line says why`;

const snapshotStatus = `
Exit status:
  0  everything was read
  2  used wrongly, or the file could not be written: see standard error
  3  written, but a part could not be read: standard error names it`;

const policyStatus = `
Exit status:
  0  the policy is all that is needed
  2  used wrongly, or no role or workload has that name: see standard error
  3  evidence was missing, so more may be needed: it is printed as a part, and
     standard error says what is unknown`;

const complianceStatus = `
Exit status:
  0  no role is non-compliant
  1  a role is non-compliant
  2  used wrongly, or nothing is deployed there: see standard error
  3  incomplete: a rule failed, never ran or has no result, or a read was refused`;

/** Every command loads its own modules when it runs, so that help and wrong arguments answer at once. */
function buildProgram(version: string): Command {
  const program = new Command('warden')
    .description('Watches every role that an Amazon Bedrock agent acts with.')
    .version(version, '--version', 'print the version, and of which day what it knows of AWS actions is')
    .helpOption('-h, --help', 'print this help')
    .configureOutput({ writeErr: () => {} });

  program
    .command('audit')
    .description('judge every agent role of the account that your credentials reach, or of a snapshot')
    .option(
      '--snapshot <file>',
      'judge a snapshot file (may be gzip) instead of the live account',
      once('--snapshot', userPath),
    )
    .option(
      '--exceptions <file>',
      'accept findings until a day, as the entries of a JSON file say; - is standard input',
      once('--exceptions', userPath),
    )
    .option('--region <region...>', 'the Regions to read; the one of your AWS configuration when left out', regions)
    .option('--format <format>', 'table or json', auditFormat, 'table')
    .option('--out <file>', 'write the report to a file', once('--out', userPath))
    .option(
      '--fail-on <severity>',
      'exit with 1 from this severity on: critical, high, medium, low, none',
      failOn,
      'low',
    )
    .addHelpText('after', auditStatus)
    .action(async (options: AuditOptions) => {
      const { audit } = await import('./audit.ts');
      process.exitCode = await audit(options);
    });

  program
    .command('snapshot')
    .description('read the account that your credentials reach into a file, which only you can read')
    .requiredOption(
      '--out <file>',
      'the file to write or replace; compressed (gzip) when it ends in .gz',
      once('--out', userPath),
    )
    .option('--region <region...>', 'the Regions to read, each into a file of its own: account.us-east-1.json', regions)
    .addHelpText('after', snapshotStatus)
    .action(async (options: SnapshotOptions) => {
      const { snapshot } = await import('./snapshot.ts');
      process.exitCode = await snapshot(options);
    });

  program
    .command('policy')
    .description('print the least-privilege policy, and the trust policy, that a role or a workload needs')
    .argument('<role-or-workload>', 'a role by name or ARN, or a workload by id or ARN')
    .option(
      '--snapshot <file>',
      'of the account in a snapshot file (may be gzip) instead of the live one',
      once('--snapshot', userPath),
    )
    .option('--region <region...>', 'the Regions to read; the one of your AWS configuration when left out', regions)
    .option('--format <format>', 'json, cloudformation, terraform or cli', policyFormat, 'json')
    .addHelpText('after', policyStatus)
    .action(async (named: string, options: PolicyOptions) => {
      const { policy } = await import('./policy.ts');
      process.exitCode = await policy(named, options);
    });

  program
    .command('diagnose')
    .description('explain denied calls: CloudTrail records, or an error message')
    .option(
      '--event <file>',
      'CloudTrail records: JSON or one in each line (may be gzip); - is standard input',
      once('--event', userPath),
    )
    .option('--message <text>', 'an error message, as it was printed', once('--message'))
    .option(
      '--snapshot <file>',
      'the account as a snapshot file: with it a cause can be proven',
      once('--snapshot', userPath),
    )
    .option('--format <format>', 'text or json', diagnosisFormat, 'text')
    .addHelpText('after', diagnosisStatus)
    .action(async (options: DiagnoseOptions) => {
      const { diagnose } = await import('./diagnose.ts');
      process.exitCode = await diagnose(options);
    });

  program
    .command('simulate')
    .description('decide requests against policies: one case in each line, one answer in each line')
    .requiredOption(
      '--cases <file>',
      'cases as JSON lines (may be gzip); - is standard input',
      once('--cases', userPath),
    )
    .option('--format <format>', 'jsonl or table', simulationFormat, 'jsonl')
    .addHelpText('after', simulationStatus)
    .action(async (options: SimulateOptions) => {
      const { simulate } = await import('./simulate.ts');
      process.exitCode = await simulate(options);
    });

  program
    .command('status')
    .description('what AWS Config says now: compliance by role and rule, since when and why')
    .option(
      '--region <region>',
      'the Region that it is deployed in; the one of your AWS configuration when left out',
      once('--region', region),
    )
    .option('--format <format>', 'table, json or markdown', statusFormat, 'table')
    .option('--out <file>', 'write the report to a file', once('--out', userPath))
    .addHelpText('after', complianceStatus)
    .action(async (options: StatusOptions) => {
      const { status } = await import('./status.ts');
      process.exitCode = await status(options);
    });

  addIncidents(program);

  program
    .command('demo')
    .description('run the whole monitor against an embedded account, on this machine only')
    .action(async () => {
      const { demo } = await import('./demo.ts');
      await demo();
    });

  for (const command of [program, ...program.commands, ...program.commands.flatMap(({ commands }) => commands)])
    command.exitOverride((error) => {
      throw error.exitCode === 0 ? error : usageError(error, command);
    });
  return program;
}

/** The data is large, so it is loaded only when its date is asked for. */
async function versionText(): Promise<string> {
  if (!process.argv.includes('--version')) return '';
  // As far above `functions/cli/` as above `dist/cli/`.
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { readonly version: string };
  const { serviceAuthorization } = await import('../iam/service-authorization.ts');
  return `${version}\nservice authorization data of ${serviceAuthorization.date}`;
}

function statusOf(error: unknown): number {
  if (error instanceof CommanderError) return exitStatus.nothingToReport;
  const [name, message] = error instanceof Error ? [error.name, error.message] : ['thrown', String(error)];
  if (error instanceof InputError) complain(message);
  else complain(`unexpected error: ${name}: ${message}: run with WARDEN_DEBUG=1 for the stack`);
  if (process.env.WARDEN_DEBUG === '1' && error instanceof Error) process.stderr.write(`${error.stack}\n`);
  return exitStatus.unusable;
}

// A reader that has seen enough (`| head`) closes the pipe; what else goes wrong with it, the writer hears of itself.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});
process.on('uncaughtException', (error) => {
  process.exitCode = statusOf(error);
});

try {
  await buildProgram(await versionText()).parseAsync();
} catch (error) {
  process.exitCode = statusOf(error);
}
