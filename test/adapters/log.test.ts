import { expect, it } from 'vitest';
import { buildLog } from '../../functions/adapters/log.ts';

function logged(environment: Readonly<Record<string, string>>) {
  const lines: unknown[] = [];
  const sink = { info: add('info'), warn: add('warn'), error: add('error') };
  function add(level: string) {
    return (entry: unknown) => void lines.push([level, entry]);
  }
  return { lines, log: buildLog(environment, sink) };
}

it('is an object where Lambda makes it JSON', () => {
  const { log, lines } = logged({ AWS_LAMBDA_LOG_FORMAT: 'JSON' });
  log('EVALUATED', { rule: 'agent-role-not-shared', evaluations: 3 });
  expect(lines).toEqual([
    [
      'info',
      {
        code: 'EVALUATED',
        message: 'Results were handed to AWS Config',
        rule: 'agent-role-not-shared',
        evaluations: 3,
      },
    ],
  ]);
});

it('is one line of JSON elsewhere, whatever it holds', () => {
  const { log, lines } = logged({});
  log('FAILED', { reason: 'a\nb' });
  expect(lines).toEqual([
    ['error', '{"level":"error","code":"FAILED","message":"The invocation failed","reason":"a\\nb"}'],
  ]);
});

it('holds short values only', () => {
  const { log, lines } = logged({ AWS_LAMBDA_LOG_FORMAT: 'JSON' });
  log('PARTS_UNREAD', { reason: 'x'.repeat(5000), parts: Array.from({ length: 50 }, () => 'y'.repeat(5000)) });
  expect(JSON.stringify(lines).length).toBeLessThan(22_000);
});
