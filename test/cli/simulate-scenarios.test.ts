import { expect, it } from 'vitest';
import { decide } from '../../functions/iam/decide.ts';
import { policySet, type Scenario, scenariosOf, topics } from '../iam/scenario.ts';
import { runWarden } from './run-warden.ts';

/** The contract's context is whole, so a scenario is asked as such, whatever it was written for. */
const scenarios = topics().flatMap((topic) => scenariosOf(topic).map((scenario) => ({ topic, scenario })));

const idOf = (topic: string, { name }: Scenario) => `${topic}: ${name}`;

function expected(id: string, { request, policies }: Scenario) {
  const { decision, blockedBy, statements } = decide(request, policySet(policies, request.action), {
    absentKeys: 'absent',
  });
  if (decision === 'unknown') return { id, error: expect.stringMatching(/^cannot be decided, for it depends on ./) };
  return {
    id,
    decision,
    blockedBy,
    statements: statements.map(({ statement, ...rest }) => ({ ...rest, index: statement })),
  };
}

it('answers every scenario of the policy engine as the engine does', async () => {
  const lines = scenarios.map(({ topic, scenario }) => {
    const { request, policies } = scenario;
    return JSON.stringify({ id: idOf(topic, scenario), request, policies });
  });
  const { stdout, stderr, status } = await runWarden(['simulate', '--cases', '-'], { stdin: lines.join('\n') });
  const answers = stdout.split('\n').slice(0, -1);
  expect(answers.map((line) => JSON.parse(line))).toEqual(
    scenarios.map(({ topic, scenario }) => expected(idOf(topic, scenario), scenario)),
  );
  expect(answers.length).toBeGreaterThan(200);
  const errors = answers.filter((line) => line.includes('"error":')).length;
  expect({ stderr, status }).toEqual({
    stderr: `warden: ${errors} of ${answers.length} cases could not be decided\n`,
    status: 3,
  });
});
