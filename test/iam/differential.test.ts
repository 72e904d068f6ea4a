import { isDeepStrictEqual } from 'node:util';
import { describe, expect, test } from 'vitest';
import { decide } from '../../functions/iam/decide.ts';
import type { PolicySet } from '../../functions/iam/decision.ts';
import { type Case, generateCases, REQUESTS } from './generate-case.ts';
import { policySet } from './scenario.ts';
import { decideSlowly, type Reached } from './twin/decide.ts';
import { shrink } from './twin/shrink-case.ts';
import { WRONG_TWINS } from './twin/wrong-twins.ts';

/** `WARDEN_SEED=7 vitest run …` compares other cases; a failure names the seed that found it. */
const SEED = Number(process.env.WARDEN_SEED ?? 1);
/** A few more are made: where a document is refused, nothing is compared. */
const CASES = 200_000;
const BLOCKS = 8;

const perBlock = Math.ceil((CASES / BLOCKS / REQUESTS) * 1.005);
const seedsFrom = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => SEED * 1_000_000 + first + index);

const DECISIONS = ['allowed', 'explicitDeny', 'implicitDeny', 'unknown'];
const LAYERS = [
  'identity',
  'resource',
  'permissionsBoundary',
  'session',
  'serviceControl',
  'resourceControl',
  'vpcEndpoint',
  'trust',
];

/** A case with its documents parsed. */
interface Asked extends Case {
  readonly set: PolicySet;
}

describe('the engine and its slow twin agree', () => {
  test.each(Array.from({ length: BLOCKS }, (_, block) => block * perBlock))('from the seed %i on', (first) => {
    const seen = new Map<string, number>();
    let compared = 0;
    for (const seed of seedsFrom(first, perBlock)) {
      for (const asked of casesOf(seed)) {
        const engine = engineOn(asked);
        if (!isDeepStrictEqual(engine, twinOn(asked))) expect.unreachable(told(seed, asked));
        compared += 1;
        for (const what of [engine.decision, ...engine.blockedBy]) seen.set(what, (seen.get(what) ?? 0) + 1);
      }
    }
    const share = (what: string): number => (seen.get(what) ?? 0) / compared;
    expect(compared).toBeGreaterThanOrEqual(CASES / BLOCKS);
    expect(DECISIONS.filter((decision) => share(decision) < 0.02)).toEqual([]);
    expect(LAYERS.filter((layer) => share(layer) < 0.005)).toEqual([]);
  });
});

describe('the comparison finds a twin that is wrong:', () => {
  test.each(Object.entries(WRONG_TWINS))('%s', (_name, wrong) => {
    const isFound = (asked: Asked): boolean => {
      const engine = engineOn(asked);
      const mistaken = wrong(asked.request, asked.set, asked.absentKeys);
      return !isDeepStrictEqual(engine, mistaken) && isDeepStrictEqual(engine, twinOn(asked));
    };
    expect(seedsFrom(0, 20_000 / REQUESTS).some((seed) => casesOf(seed).some(isFound))).toBe(true);
  });
});

/** The cases of a seed; none if one of their documents is refused. */
function casesOf(seed: number): readonly Asked[] {
  const cases = generateCases(seed);
  const set = cases[0] && parsed(cases[0]);
  return set === undefined ? [] : cases.map((one) => ({ ...one, set }));
}

function parsed({ request, policies }: Pick<Case, 'request' | 'policies'>): PolicySet | undefined {
  try {
    return policySet(policies, request.action);
  } catch {
    return undefined;
  }
}

function engineOn({ request, set, absentKeys }: Asked): Reached {
  const { decision, blockedBy, statements, dependsOn } = decide(request, set, { absentKeys });
  return { decision, blockedBy, statements, dependsOn };
}

const twinOn = ({ request, set, absentKeys }: Asked): Reached => decideSlowly(request, set, { absentKeys });

/** The case without whatever is not needed for the two to disagree, as a scenario file would have it. */
function told(seed: number, { request, policies, absentKeys }: Asked): string {
  const asked = (documents: Case['policies'], context: Case['request']['context']): Asked | undefined => {
    const smaller = { request: { ...request, context }, policies: documents, absentKeys };
    const set = parsed(smaller);
    return set && { ...smaller, set };
  };
  const disagree = (one: Asked | undefined): boolean =>
    one !== undefined && !isDeepStrictEqual(engineOn(one), twinOn(one));
  const fewer = shrink(policies, (documents) => disagree(asked(documents, request.context)));
  const shorter = shrink(request.context, (context) => disagree(asked(fewer, context)));
  const one = asked(fewer, shorter);
  if (one === undefined) return `seed ${seed}`;
  const { set: _, ...scenario } = one;
  const said = JSON.stringify({ name: `Seed ${seed}`, ...scenario, expected: twinOn(one) });
  return `${said}\nis what the twin says, but the engine says ${JSON.stringify(engineOn(one))}`;
}
