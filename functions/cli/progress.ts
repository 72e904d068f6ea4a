import { printable } from './printable.ts';

interface Terminal {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const SECOND = 1_000;

/**
 * Says on a terminal what is under way and for how many seconds, in one line that goes when it is done; nothing anywhere
 * else, nor on a terminal that obeys no commands. Returns what ends it.
 */
export function showProgress(
  what: string,
  terminal: Terminal = process.stderr,
  { TERM }: NodeJS.ProcessEnv = process.env,
): () => void {
  if (terminal.isTTY !== true || TERM === 'dumb') return () => {};
  let seconds = 0;
  const draw = () => terminal.write(`\r\u001b[K${printable(what)} … ${seconds} s`);
  draw();
  const timer = setInterval(() => {
    seconds += 1;
    draw();
  }, SECOND);
  timer.unref();
  return () => {
    clearInterval(timer);
    terminal.write('\r\u001b[K');
  };
}
