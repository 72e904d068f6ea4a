import { afterAll, beforeAll, expect, it } from 'vitest';
import { countConfigCalls } from '../bench/count-config-calls.ts';
import { buildBundles } from '../built-bundles.ts';
import { temporaryFolder } from './sample.ts';

const folder = temporaryFolder();

beforeAll(() => buildBundles(folder.path), 240_000);
afterAll(() => folder.remove());

/** AWS Config is told of each rule; whatever else is read is read once. */
const RULES = 15;

/** ListAgents gives ten a page, with an empty page between two; each agent takes four calls, and flows and knowledge bases one. */
const index = (agents: number) => ({
  'bedrock-agent': 4 * agents + 2 * Math.ceil(agents / 10) + 1,
  'bedrock-agentcore': 8,
});

it.each([10, 20])('in an account of %i agent roles', { timeout: 240_000 }, async (agents) => {
  const counted = await countConfigCalls(agents, folder.path);
  const [irrelevant, ofAllRules, relevant, sweep, nextSweep] = counted.map(({ services }) => services);
  expect(irrelevant).toEqual({ ...index(agents), config: 1 });
  expect(ofAllRules).toEqual({ ...index(agents), config: RULES });
  const { bedrock = 0, ec2 = 0, organizations = 0, ...others } = relevant ?? {};
  expect(others).toEqual({ ...index(agents), config: RULES });
  expect([bedrock, ec2 <= 3, organizations <= 6]).toEqual([4, true, true]);
  // One call to read what is stored and one to report; of IAM a page for each thousand roles, and an empty one.
  expect(sweep).toMatchObject({ ...index(agents), bedrock: 4, config: 2 * RULES });
  expect(sweep?.iam).toBeLessThanOrEqual(3);
  expect(nextSweep).toEqual(sweep);
});
