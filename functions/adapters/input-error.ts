/**
 * Input that cannot be read, or a command that was used wrongly. Its message is the one line that a person sees: what,
 * where, what to do. It may quote hostile text; whoever prints it makes that harmless.
 */
export class InputError extends Error {
  override readonly name = 'InputError';

  constructor(what: string, where: string, whatToDo: string, options?: ErrorOptions) {
    super(`${what}: ${where}: ${whatToDo}`, options);
  }
}
