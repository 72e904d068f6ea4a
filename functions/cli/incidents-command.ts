import type { Command } from 'commander';
import type { ListOptions, MuteOptions, SayOptions } from './incidents.ts';
import { incidentFormat, incidentStates, once, region, words } from './option-values.ts';
import { userPath } from './user-path.ts';

const listStatus = `
Exit status:
  0  none of them is open
  1  one is open
  2  used wrongly, or nothing is deployed there: see standard error`;

/** `warden incidents` and what can be done with them. */
export function addIncidents(program: Command): void {
  const incidents = program
    .command('incidents')
    .description('the denials that the deployed listener keeps: list, show, acknowledge, mute or resolve them');

  placed(incidents.command('list'))
    .description('the incidents, the open ones first')
    .option('--state <state>', 'unresolved, all, open, acknowledged, muted or resolved', incidentStates, 'unresolved')
    .option('--out <file>', 'write the report to a file', once('--out', userPath))
    .addHelpText('after', listStatus)
    .action(async (options: ListOptions) => {
      process.exitCode = await (await load()).listIncidents(options);
    });

  named(incidents.command('show'))
    .description('all that is known of an incident')
    .action(async (id: string, options: Omit<ListOptions, 'state'>) => {
      process.exitCode = await (await load()).showIncident(id, options);
    });

  said(incidents.command('ack'))
    .description('somebody repairs it: no more reminders, but a changed cause is told')
    .action(async (id: string, options: SayOptions) => {
      process.exitCode = await (await load()).acknowledgeIncident(id, options);
    });

  said(incidents.command('mute'))
    .description('tell nobody of it until a day')
    .requiredOption(
      '--until <time>',
      'when the mute ends: 2026-12-01 (at 00:00 UTC) or 2026-12-01T08:00:00Z',
      once('--until'),
    )
    .action(async (id: string, options: MuteOptions) => {
      process.exitCode = await (await load()).muteIncident(id, options);
    });

  said(incidents.command('resolve'))
    .description('it is over; seen again, it opens again')
    .action(async (id: string, options: SayOptions) => {
      process.exitCode = await (await load()).resolveIncident(id, options);
    });
}

const load = () => import('./incidents.ts');

const placed = (command: Command): Command =>
  command
    .option(
      '--region <region>',
      'the Region that it is deployed in; the one of your AWS configuration when left out',
      once('--region', region),
    )
    .option('--format <format>', 'table or json', incidentFormat, 'table');

const named = (command: Command): Command =>
  placed(command.argument('<id>', 'its id, or the beginning of it that no other has'));

const said = (command: Command): Command =>
  named(command)
    .requiredOption('--why <text>', 'the reason, which everybody reads', words('--why'))
    .option('--by <who>', 'who says so; the ARN of your credentials when left out', words('--by'));
