import type { Command, CommanderError } from 'commander';
import { InputError } from '../adapters/input-error.ts';

/** What commander says in up to two lines, the second its suggestion, as one line in our order. */
export function usageError(error: CommanderError, command: Command): InputError {
  const name = commandName(command);
  if (error.code === 'commander.help') return noCommand(command.args[1], name);
  const suggestion = /\n\(Did you mean (.+)\?\)$/s.exec(error.message);
  const what = error.message
    .slice(0, suggestion?.index)
    .replace(/^error: /, '')
    .replace(/\.$/, '');
  const whatToDo = suggestion === null ? `run \`${name} --help\`` : `did you mean ${suggestion[1]}?`;
  return new InputError(what, name, whatToDo, { cause: error });
}

/** @param asked `help` was asked about it */
function noCommand(asked: string | undefined, name: string): InputError {
  const what = asked === undefined ? 'no command' : `unknown command '${asked}'`;
  return new InputError(what, name, `run \`${name} --help\` for the ones there are`);
}

function commandName(command: Command): string {
  return command.parent === null ? command.name() : `${commandName(command.parent)} ${command.name()}`;
}
