import { expect, test } from 'vitest';
import { endsOfLife, lifecycleOf, retiredOn } from '../../functions/workload/model-lifecycle.ts';
import type { FoundationModelUse } from '../../functions/workload/model-use.ts';

const rows: readonly [modelId: string, takenAt: string, day: string | undefined][] = [
  ['anthropic.claude-v2', '2026-11-22T10:00:00Z', '2025-07-21'],
  ['anthropic.claude-v2:1', '2026-11-22T10:00:00Z', '2025-07-21'],
  ['anthropic.claude-instant-v1', '2026-11-22T10:00:00Z', '2025-07-21'],
  ['anthropic.claude-v2', '2025-07-21T23:59:59Z', undefined],
  ['anthropic.claude-v2', '2025-07-22T00:00:00Z', '2025-07-21'],
  ['anthropic.claude-opus-4-1-20250805-v1:0', '2026-11-22T10:00:00Z', undefined],
  ['anthropic.claude-v20', '2026-11-22T10:00:00Z', undefined],
  ['constructor', '2026-11-22T10:00:00Z', undefined],
  ['anthropic.claude-v2', '', undefined],
];

test.each(rows)('%s at %s', (modelId, takenAt, day) => {
  expect(retiredOn(modelId, takenAt)).toBe(day);
});

const use = (modelId: string, modelLifecycle?: object): FoundationModelUse => ({
  modelId,
  provider: 'anthropic',
  modelArns: [],
  details: modelLifecycle === undefined ? { missing: ['not read'] } : { known: { modelId, modelLifecycle } },
  availability: { missing: ['not read'] },
});

const stages: readonly [what: string, use: FoundationModelUse, expected: object][] = [
  ['the table, where AWS says nothing', use('anthropic.claude-v2'), { stage: 'retired', endOfLife: '2025-07-21' }],
  ['AWS before the table', use('anthropic.claude-v2', { status: 'ACTIVE' }), { stage: 'active' }],
  [
    'its own last day',
    use('a.b', { status: 'ACTIVE', endOfLifeTime: '2026-11-21T00:00:00Z' }),
    { stage: 'retired', endOfLife: '2026-11-21' },
  ],
  [
    'a last day to come',
    use('a.b', { status: 'LEGACY', endOfLifeTime: '2026-11-23T00:00:00Z' }),
    { stage: 'legacy', endOfLife: '2026-11-23' },
  ],
  ['neither', use('a.b'), { stage: 'unknown' }],
];

test.each(stages)('%s', (_what, model, expected) => {
  expect(lifecycleOf(model, '2026-11-22T10:00:00Z')).toEqual(expected);
});

test('the table has one valid day a model', () => {
  expect(endsOfLife.filter(({ endOfLife }) => Number.isNaN(Date.parse(endOfLife)))).toEqual([]);
  expect(new Set(endsOfLife.map(({ modelId }) => modelId)).size).toBe(endsOfLife.length);
});
