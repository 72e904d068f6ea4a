import { describe, expect, test } from 'vitest';
import { decide } from '../../functions/iam/decide.ts';
import { policySet, scenariosOf, topics } from './scenario.ts';

test('the scenarios are seen at all', () => {
  expect(topics().flatMap(scenariosOf).length).toBeGreaterThanOrEqual(1_400);
});

describe.each(topics())('%s', (topic) => {
  test.each(scenariosOf(topic))('$name', ({ request, policies, absentKeys = 'unknown', expected }) => {
    const { misses: _, ...decision } = decide(request, policySet(policies, request.action), { absentKeys });
    expect(decision).toEqual(expected);
  });
});
