import { expect, test } from 'vitest';
import { isDay } from '../../functions/workload/day.ts';
import { endDates } from '../../functions/workload/model-end-dates.ts';
import { lifecycleOf, retiredOn, successorsOf } from '../../functions/workload/model-lifecycle.ts';
import type { FoundationModelUse } from '../../functions/workload/model-use.ts';

const rows: readonly [modelId: string, takenAt: string, day: string | undefined][] = [
  ['anthropic.claude-v2', '2026-11-22T10:00:00Z', '2025-07-21'],
  ['anthropic.claude-v2:1', '2026-11-22T10:00:00Z', '2025-07-21'],
  ['anthropic.claude-instant-v1', '2026-11-22T10:00:00Z', '2025-07-21'],
  ['anthropic.claude-v2', '2025-07-21T23:59:59Z', undefined],
  ['anthropic.claude-v2', '2025-07-22T00:00:00Z', '2025-07-21'],
  ['anthropic.claude-opus-4-1-20250805-v1:0', '2026-11-22T10:00:00Z', undefined],
  ['anthropic.claude-v2:1:18k', '2026-11-22T10:00:00Z', '2025-07-21'],
  ['anthropic.claude-v2:0:100k', '2026-11-22T10:00:00Z', '2025-07-21'],
  ['anthropic.claude-v20', '2026-11-22T10:00:00Z', undefined],
  ['constructor', '2026-11-22T10:00:00Z', undefined],
  ['anthropic.claude-v2', '', undefined],
];

test.each(rows)('%s at %s', (modelId, takenAt, day) => {
  expect(retiredOn(modelId, takenAt)).toBe(day);
});

const use = (modelId: string, modelLifecycle?: object, ...regions: readonly string[]): FoundationModelUse => ({
  modelId,
  provider: 'anthropic',
  modelArns: regions.map((region) => `arn:aws:bedrock:${region}::foundation-model/${modelId}`),
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
  ['a status that is new', use('a.b', { status: 'SUNSET' }), { stage: 'unknown', status: 'SUNSET' }],
  [
    'legacy by its own day, although AWS still calls it active',
    use('a.b', { status: 'ACTIVE', legacyTime: '2026-11-22T12:00:00Z' }),
    { stage: 'legacy', legacy: '2026-11-22' },
  ],
  [
    'days of the table where AWS tells none',
    use('anthropic.claude-opus-4-1-20250805-v1:0', { status: 'LEGACY' }),
    { stage: 'legacy', legacy: '2026-07-08', extendedAccess: '2026-10-08', endOfLife: '2027-01-08' },
  ],
  [
    'legacy by the table',
    use('anthropic.claude-opus-4-1-20250805-v1:0', undefined, 'us-east-1'),
    { stage: 'legacy', legacy: '2026-07-08', extendedAccess: '2026-10-08', endOfLife: '2027-01-08' },
  ],
  [
    'the last day of its Region',
    use('anthropic.claude-3-5-sonnet-20240620-v1:0', undefined, 'us-east-1'),
    { stage: 'retired', endOfLife: '2026-03-01' },
  ],
  [
    'the last day of the Region that keeps it longest',
    use('anthropic.claude-3-5-sonnet-20240620-v1:0', undefined, 'us-east-1', 'ap-northeast-1'),
    { stage: 'retired', endOfLife: '2026-07-30' },
  ],
  [
    'a Region without a last day',
    use('anthropic.claude-3-5-sonnet-20240620-v1:0', undefined, 'us-east-1', 'sa-east-1'),
    { stage: 'unknown' },
  ],
  [
    'AWS GovCloud (US)',
    use('anthropic.claude-3-7-sonnet-20250219-v1:0', undefined, 'us-gov-west-1'),
    { stage: 'retired', endOfLife: '2026-07-30' },
  ],
];

test.each(stages)('%s', (_what, model, expected) => {
  expect(lifecycleOf(model, '2026-11-22T10:00:00Z')).toEqual(expected);
});

test('the table has valid days in their order, and one entry for a model and a Region', () => {
  const days = endDates.flatMap(({ legacy, extendedAccess, endOfLife }) => [
    [legacy, extendedAccess, endOfLife].filter((day) => day !== undefined),
  ]);
  expect(days.flat().filter((day) => !isDay(day))).toEqual([]);
  expect(days.filter((ofModel) => ofModel.toSorted().join() !== ofModel.join())).toEqual([]);
  const keys = endDates.flatMap(({ modelId, regions = ['everywhere'] }) => regions.map((region) => modelId + region));
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test.each([
  ['anthropic.claude-v2', ['anthropic.claude-sonnet-4-5-20250929-v1:0']],
  ['anthropic.claude-opus-4-20250514-v1:0', []],
  ['anthropic.claude-3-opus-20240229-v1:0', ['anthropic.claude-sonnet-4-5-20250929-v1:0']],
  ['amazon.nova-pro-v1:0', []],
])('what AWS recommends in place of %s, and has a future', (modelId, successors) => {
  expect(successorsOf(modelId)).toEqual(successors);
});
