import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { showProgress } from '../../functions/cli/progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function written(isTTY: boolean) {
  const texts: string[] = [];
  return { texts, terminal: { isTTY, write: (text: string) => texts.push(text) } };
}

it('counts the seconds in one line, and takes it away', () => {
  const { texts, terminal } = written(true);
  const done = showProgress('Reading us-east-1', terminal, {});
  vi.advanceTimersByTime(2_000);
  done();
  vi.advanceTimersByTime(2_000);
  expect(texts).toEqual([...[0, 1, 2].map((seconds) => `\r\u001b[KReading us-east-1 … ${seconds} s`), '\r\u001b[K']);
});

it('shows a name that would move the cursor as text', () => {
  const { texts, terminal } = written(true);
  showProgress('Writing a\u001b[2J\nb', terminal, {})();
  expect(texts[0]).toContain('Writing a\\u001b[2J\\u000ab');
});

it.each([
  ['no terminal', false, 'xterm'],
  ['a terminal that obeys no commands', true, 'dumb'],
])('says nothing where there is %s', (_name, isTTY, TERM) => {
  const { texts, terminal } = written(isTTY);
  const done = showProgress('Reading us-east-1', terminal, { TERM });
  vi.advanceTimersByTime(2_000);
  done();
  expect(texts).toEqual([]);
});
