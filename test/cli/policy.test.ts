import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Snapshot } from '../../functions/workload/snapshot.ts';
import { runWarden } from './run-warden.ts';

const twoAgents = JSON.parse(
  readFileSync(fileURLToPath(new URL('../fixtures/cli/two-agents.json', import.meta.url)), 'utf8'),
) as Snapshot;
const folder = mkdtempSync(join(tmpdir(), 'warden-policy-'));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
function file(snapshot: unknown): string {
  files += 1;
  const path = join(folder, `${files}.json`);
  writeFileSync(path, JSON.stringify(snapshot));
  return path;
}

const run = (named: string, snapshot: unknown = twoAgents, ...args: readonly string[]) =>
  runWarden(['policy', named, '--snapshot', file(snapshot), ...args]);

const [orders, stock] = twoAgents.agents ?? [];
if (orders === undefined || stock === undefined) throw new Error('the fixture has no two agents');
const ordersArn = orders.agent.agentArn ?? '';
const roleOf = ({ agent }: typeof orders) => agent.agentResourceRoleArn ?? '';
const nameOf = (arn: string) => arn.split('/').at(-1) ?? '';

/** Nobody could say which guardrails the account enforces. */
const unread = {
  ...twoAgents,
  bedrock: { ...twoAgents.bedrock, enforcedGuardrails: undefined },
  unread: [{ part: 'bedrock.enforcedGuardrails', error: 'AccessDeniedException' }],
};
const shared = {
  ...twoAgents,
  agents: [orders, { ...stock, agent: { ...stock.agent, agentResourceRoleArn: roleOf(orders) } }],
};

describe('warden policy', () => {
  it('prints the documented JSON', async () => {
    const { stdout, stderr, status } = await run(nameOf(roleOf(orders)));
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    await expect(stdout).toMatchFileSnapshot('../fixtures/cli/orders.policy.json');
  });

  it.each([
    ['cloudformation', 'orders.policy.yml'],
    ['terraform', 'orders.policy.tf'],
    ['cli', 'orders.policy.sh'],
  ])('prints %s', async (format, expected) => {
    const { stdout, stderr, status } = await run(orders.agent.agentId, twoAgents, '--format', format);
    expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
    await expect(stdout).toMatchFileSnapshot(`../fixtures/cli/${expected}`);
  });

  it('is the same by name and by ARN, of the role and of its workload', async () => {
    const named = [roleOf(orders), nameOf(roleOf(orders)), ordersArn, orders.agent.agentId, `${ordersArn}#DRAFT`];
    const printed = await Promise.all(named.map((name) => run(name)));
    expect(new Set(printed.map(({ stdout }) => stdout)).size).toBe(1);
  });

  it.each<[name: string, named: string, snapshot: unknown, message: RegExp]>([
    [
      'an unknown name',
      'order-agent-role',
      twoAgents,
      /^warden: no agent role or workload of that name: order-agent-role: use one of orders-agent-role, [^\n]+\n$/,
    ],
    [
      'a name with escapes',
      'x\u001b[2J',
      twoAgents,
      /^warden: no agent role or workload of that name: x\\u001b\[2J: use one of [^\n]+\n$/,
    ],
    ['nothing at all', 'x', { ...twoAgents, agents: [] }, /^warden: [^\n]*: x: there is none at all\n$/],
    [
      'a workload whose versions have roles of their own',
      orders.agent.agentId,
      {
        ...twoAgents,
        agents: [
          {
            ...orders,
            versions: [
              { ...orders, agentVersion: { ...orders.agent, version: '1', agentResourceRoleArn: roleOf(stock) } },
            ],
            aliases: [{ agentAliasId: 'ALIAS00001', routingConfiguration: [{ agentVersion: '1' }] }],
          },
        ],
      },
      new RegExp(
        `^warden: more than one is called so: ${orders.agent.agentId}: use one of ${ordersArn}#DRAFT, ${ordersArn}#1\n$`,
      ),
    ],
  ])('is one line and 2 for %s', async (_name, named, snapshot, message) => {
    const { stdout, stderr, status } = await run(named, snapshot);
    expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
    expect(stderr).toMatch(message);
  });

  it('tells a workload of a shared role what a role of its own needs', async () => {
    const [ofOne, ofRole] = await Promise.all([run(orders.agent.agentId, shared), run(nameOf(roleOf(orders)), shared)]);
    const [one, whole] = [JSON.parse(ofOne.stdout), JSON.parse(ofRole.stdout)];
    expect([one.workloads, whole.workloads.length]).toEqual([[`${ordersArn}#DRAFT`], 2]);
    expect(one.notes.join(' ')).toContain(`also serves ${stock.agent.agentArn}#DRAFT`);
    const { stdout } = await run(orders.agent.agentId, shared, '--format', 'cli');
    expect(stdout).toContain(`\naws iam create-role --role-name '${nameOf(roleOf(orders))}-${orders.agent.agentId}' `);
    expect(stdout).not.toContain('update-assume-role-policy');
  });

  describe('when evidence is missing', () => {
    it('is 3, and says what is unknown', async () => {
      const { stdout, stderr, status } = await run(orders.agent.agentId, unread);
      expect(status).toBe(3);
      expect(stderr).toBe(
        `warden: incomplete: ${orders.agent.agentId} needs more than what is printed. Do not use it as the whole policy.
warden: unknown: the guardrails that the account enforces were not read (AccessDeniedException)
`,
      );
      const printed = JSON.parse(stdout);
      expect(printed).toMatchObject({ complete: false, partialPolicies: [{}], partialTrustPolicy: {} });
      expect(Object.keys(printed).filter((key) => key === 'policies' || key === 'trustPolicy')).toEqual([]);
    });

    it.each(['cli', 'terraform', 'cloudformation'])('%s is comments only', async (format) => {
      const { stdout, status } = await run(orders.agent.agentId, unread, '--format', format);
      expect(status).toBe(3);
      expect(stdout).toMatch(/^# INCOMPLETE: /);
      expect(stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual([]);
    });
  });

  describe('with hostile names', () => {
    const key = `it's \${x} %{y} $(id) \`id\` "q" \\ {{z}} # ü\u00ad.json`;
    const hostile = {
      ...twoAgents,
      agents: [
        {
          ...orders,
          actionGroups: [
            {
              actionGroupId: 'GROUP00001',
              actionGroupName: 'orders',
              actionGroupState: 'ENABLED',
              apiSchema: { s3: { s3BucketName: 'schemas', s3ObjectKey: key } },
            },
          ],
        },
      ],
      bucketEncryption: { 'arn:aws:s3:::schemas': { Rules: [] } },
    };

    it('every format says the same policy', async () => {
      const [json, yaml, shell, terraform] = await Promise.all(
        ['json', 'cloudformation', 'cli', 'terraform'].map((format) =>
          run(orders.agent.agentId, hostile, '--format', format),
        ),
      );
      const complete = JSON.parse(json?.stdout ?? '');
      const policies = complete.policies ?? complete.partialPolicies;
      const [{ document }] = policies;
      const bare = (text: string | undefined) =>
        complete.complete ? (text ?? '') : (text ?? '').replaceAll(/^# (?=[\w ]|$)/gm, '');
      expect(JSON.stringify(document)).toContain("it's ${$}{x} %{y} $(id)");
      expect(parse(bare(yaml?.stdout)).Resources.Role.Properties.Policies[0].PolicyDocument).toEqual(document);
      expect(shellWord(bare(shell?.stdout), '--policy-document', 'put-role-policy')).toEqual(document);
      expect(hclPolicy(bare(terraform?.stdout))).toEqual(document);
    });

    it('a name that CloudFormation would resolve is refused', async () => {
      const [agent] = hostile.agents;
      const resolving = {
        ...hostile,
        agents: [
          {
            ...agent,
            actionGroups: [
              {
                ...agent?.actionGroups[0],
                apiSchema: { s3: { s3BucketName: 'schemas', s3ObjectKey: '{{resolve:ssm:x}}' } },
              },
            ],
          },
        ],
      };
      const { stdout, stderr, status } = await run(orders.agent.agentId, resolving, '--format', 'cloudformation');
      expect({ stdout, status }).toEqual({ stdout: '', status: 2 });
      expect(stderr).toMatch(/^warden: a name that CloudFormation would resolve: .*\{\{resolve:ssm:x.*\n$/);
    });
  });
});

/** What a shell makes of the word behind an option. */
function shellWord(script: string, option: string, command: string): unknown {
  const line = script.split('\n').find((candidate) => candidate.includes(command)) ?? '';
  const printed = execFileSync('sh', ['-c', line.replace(/^aws /, "printf '%s\\n' ")], { encoding: 'utf8' }).split(
    '\n',
  );
  return JSON.parse(printed[printed.indexOf(option) + 1] ?? '');
}

/** The policy in the JSON that Terraform's expression is, its templates undone. */
function hclPolicy(text: string): unknown {
  const expression =
    /\bpolicy\s+= jsonencode\(([\s\S]*?)\)\n\}/.exec(text.slice(text.indexOf('aws_iam_role_policy')))?.[1] ?? '';
  expect(expression.replaceAll(/[$%]{2}\{/g, '')).not.toMatch(/[$%]\{/);
  return JSON.parse(expression.replaceAll(/([$%])\1\{/g, '$1{'));
}
