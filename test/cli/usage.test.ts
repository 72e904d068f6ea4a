import { describe, expect, it } from 'vitest';
import { serviceAuthorization } from '../../functions/iam/service-authorization.ts';
import packageJson from '../../package.json' with { type: 'json' };
import { runWarden } from './run-warden.ts';

const wrong: readonly [name: string, args: readonly string[], line: string][] = [
  ['no command', [], 'no command: warden: run `warden --help` for the ones there are'],
  ['a misspelt command', ['adit'], "unknown command 'adit': warden: did you mean audit?"],
  ['an unknown command', ['zzz'], "unknown command 'zzz': warden: run `warden --help`"],
  [
    'help on an unknown command',
    ['help', 'zzz'],
    "unknown command 'zzz': warden: run `warden --help` for the ones there are",
  ],
  ['an unknown flag', ['--zzz'], "unknown option '--zzz': warden: run `warden --help`"],
  ['a misspelt flag', ['audit', '--fromat', 'json'], "unknown option '--fromat': warden audit: did you mean --format?"],
  [
    'an argument too many',
    ['audit', 'a.json'],
    "too many arguments for 'audit'. Expected 0 arguments but got 1: a.json: warden audit: run `warden audit --help`",
  ],
  [
    'a flag without its value',
    ['audit', '--snapshot'],
    "option '--snapshot <file>' argument missing: warden audit: run `warden audit --help`",
  ],
  ['a flag given twice', ['audit', '--snapshot', 'a', '--snapshot', 'b'], 'given twice: --snapshot: give it once'],
  ['an unknown format', ['audit', '--format', 'xml'], 'unknown value: --format xml: use table, json'],
  ['a format to come', ['audit', '--format', 'sarif'], 'not available yet: --format sarif: use table or json'],
  [
    'an unknown severity',
    ['audit', '--fail-on', 'urgent'],
    'unknown value: --fail-on urgent: use critical, high, medium, low, none',
  ],
  ['no Region', ['audit', '--region', 'US'], 'not a Region: --region US: write it as in us-east-1'],
  [
    'an unknown format of a diagnosis',
    ['diagnose', '--format', 'table'],
    'unknown value: --format table: use text, json',
  ],
  [
    'nothing to explain',
    ['diagnose'],
    'nothing to explain: warden diagnose: give --event FILE, --event - or --message TEXT',
  ],
  [
    'standard input for two things',
    ['diagnose', '--event', '-', '--snapshot', '-'],
    'standard input is read once: --event - --snapshot -: give one of them as a file',
  ],
  ['an empty message', ['diagnose', '--message', ' \n '], 'no text: --message: paste the error message behind it'],
  ['an empty path', ['audit', '--snapshot', ''], 'no file is named: an empty path: name a file'],
  [
    'a hostile command',
    ['a\nb\u001b[31m\u202e'],
    "unknown command 'a\\u000ab\\u001b[31m\\u202e': warden: run `warden --help`",
  ],
];

describe('the command used wrongly', () => {
  it.each(wrong)('%s is one line and status 2', async (_name, args, line) => {
    expect(await runWarden(args)).toEqual({ stdout: '', stderr: `warden: ${line}\n`, status: 2 });
  });
});

describe('asking for help', () => {
  it.each([[['--help']], [['help']], [['audit', '--help']], [['help', 'diagnose']]])(
    '%j answers on stdout',
    async (args) => {
      const { stdout, stderr, status } = await runWarden(args);
      expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
      expect(stdout).toMatch(/^Usage: warden /);
      expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
    },
  );

  it.each(['audit', 'diagnose'])('%s says what its exit status means', async (command) => {
    expect((await runWarden([command, '--help'])).stdout).toMatch(
      /Exit status:\n {2}0 .+\n {2}1 .+\n(?: {5}.+\n)? {2}2 .+\n {2}3 /,
    );
  });

  it('prints the version and the date of its data', async () => {
    const stdout = `${packageJson.version}\nservice authorization data of ${serviceAuthorization.date}\n`;
    expect(await runWarden(['--version'])).toEqual({ stdout, stderr: '', status: 0 });
  });
});

describe('an error that nobody foresaw', () => {
  const broken = `process.stdout.write = () => { throw new TypeError('boom' + String.fromCharCode(10, 27)); }`;
  const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(broken)}`;
  const line = 'warden: unexpected error: TypeError: boom\\u000a\\u001b: run with WARDEN_DEBUG=1 for the stack\n';

  it('is one line and status 2', async () => {
    expect(await runWarden(['--version'], { env: { NODE_OPTIONS } })).toEqual({ stdout: '', stderr: line, status: 2 });
  });

  it('shows its stack when asked', async () => {
    const { stderr, status } = await runWarden(['--version'], { env: { NODE_OPTIONS, WARDEN_DEBUG: '1' } });
    expect({ status, line: stderr.slice(0, line.length) }).toEqual({ status: 2, line });
    expect(stderr).toMatch(/\n {4}at .+/);
  });
});
