import { printable } from './printable.ts';

/** One line on standard error. */
export function complain(message: string): void {
  process.stderr.write(`warden: ${printable(message)}\n`);
}
