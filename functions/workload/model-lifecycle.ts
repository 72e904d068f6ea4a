import { utcDay } from './day.ts';
import { type EndDates, endDates } from './model-end-dates.ts';
import type { FoundationModelUse } from './model-use.ts';

const byModelId = Map.groupBy(endDates, ({ modelId }) => modelId);

/** Provisioned Throughput names a model with its context length besides: `anthropic.claude-v2:1:18k`, `amazon.nova-pro-v1:0:300k`. */
function entriesFor(modelId: string): readonly EndDates[] {
  const plain = modelId.replace(/(:\d+):(\d+k|mm)$/, '$1');
  return byModelId.get(plain) ?? byModelId.get(plain.replace(/:0$/, '')) ?? [];
}

/** The day a model was retired in every Region, if that was before `takenAt` (ISO 8601); undefined when it was not, or is not known. */
export function retiredOn(modelId: string, takenAt: string): string | undefined {
  const listed = entriesFor(modelId);
  const isEverywhere = listed.some(({ regions }) => regions === undefined);
  const last = isEverywhere ? latest(listed) : undefined;
  return last !== undefined && isBefore(last.endOfLife, takenAt) ? last.endOfLife : undefined;
}

/** `YYYY-MM-DD` each. */
export interface LifecycleDates {
  readonly legacy?: string;
  readonly extendedAccess?: string;
  readonly endOfLife?: string;
}

export type ModelLifecycle =
  | ({ readonly stage: 'active' | 'legacy' } & LifecycleDates)
  | { readonly stage: 'unknown'; readonly status?: string }
  | { readonly stage: 'retired'; readonly endOfLife: string };

/**
 * What AWS said of the model itself comes first; AWS no longer answers for a retired one, and the table does. A model that
 * is called in several Regions is retired when it is in all of them.
 *
 * @param takenAt ISO 8601; the days are compared with its day in UTC
 */
export function lifecycleOf(
  { modelId, modelArns = [], details }: Pick<FoundationModelUse, 'modelId' | 'details'> & Partial<FoundationModelUse>,
  takenAt: string,
): ModelLifecycle {
  const told = 'known' in details ? details.known.modelLifecycle : undefined;
  const dates = datesFrom({
    legacy: told?.legacyTime,
    extendedAccess: told?.publicExtendedAccessTime,
    endOfLife: told?.endOfLifeTime,
  });
  if (dates.endOfLife !== undefined && isBefore(dates.endOfLife, takenAt))
    return { stage: 'retired', endOfLife: dates.endOfLife };
  const listed = listedFor(modelId, modelArns);
  // The table fills what AWS left out, and never corrects what it told.
  if (told?.status === 'LEGACY') return { stage: 'legacy', ...datesFrom(listed ?? {}), ...dates };
  if (told?.status === 'ACTIVE') return { stage: hasCome(dates.legacy, takenAt) ? 'legacy' : 'active', ...dates };
  if (listed === undefined || told?.status !== undefined)
    return { stage: 'unknown', ...(told?.status === undefined ? {} : { status: told.status }) };
  if (isBefore(listed.endOfLife, takenAt)) return { stage: 'retired', endOfLife: listed.endOfLife };
  return hasCome(listed.legacy, takenAt) ? { stage: 'legacy', ...datesFrom(listed) } : { stage: 'unknown' };
}

/** What AWS recommended in place of a model, without what has no future itself. */
export function successorsOf(modelId: string): readonly string[] {
  const named = entriesFor(modelId).flatMap(({ successors = [] }) => successors);
  return [...new Set(named)].filter((successor) => !byModelId.has(successor));
}

/** The days of the Region that keeps the model longest; undefined when one of the Regions has no known last day. */
function listedFor(modelId: string, modelArns: readonly string[]): EndDates | undefined {
  const listed = entriesFor(modelId);
  const everywhere = listed.find(({ regions }) => regions === undefined);
  const regions = modelArns.map((arn) => arn.split(':')[3] ?? '').filter((region) => region !== '');
  if (regions.length === 0) return everywhere === undefined ? undefined : latest(listed);
  const inRegions = regions.map((region) => listed.find((entry) => entry.regions?.includes(region)) ?? everywhere);
  return inRegions.includes(undefined) ? undefined : latest(inRegions.filter((entry) => entry !== undefined));
}

const latest = (entries: readonly EndDates[]): EndDates | undefined =>
  entries.reduce<EndDates | undefined>(
    (last, entry) => (last === undefined || entry.endOfLife > last.endOfLife ? entry : last),
    undefined,
  );

type Times = { readonly [Name in keyof LifecycleDates]: string | undefined };

/** Only the three days, and of these the ones that are there. */
function datesFrom({ legacy, extendedAccess, endOfLife }: Times): LifecycleDates {
  const days = Object.entries({ legacy, extendedAccess, endOfLife }).flatMap(([name, time]) => {
    const day = time === undefined ? undefined : utcDay(time);
    return day === undefined ? [] : [[name, day]];
  });
  return Object.fromEntries(days);
}

/** ISO dates compare as text; a model still answers on its last day. */
function isBefore(day: string, takenAt: string): boolean {
  const today = utcDay(takenAt);
  return today !== undefined && day < today;
}

/** A model is legacy from the day itself on. */
function hasCome(day: string | undefined, takenAt: string): boolean {
  const today = utcDay(takenAt);
  return today !== undefined && day !== undefined && day <= today;
}
