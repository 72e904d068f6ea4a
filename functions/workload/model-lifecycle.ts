import type { FoundationModelUse } from './model-use.ts';

interface EndOfLife {
  readonly modelId: string;
  /** `2025-07-21` */
  readonly legacy?: string;
  readonly endOfLife: string;
}

/** Where AWS lists the dates. */
export const LIFECYCLE_PAGE = 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html';

/** When the table below was compiled: what had ended by then has ended for good, whenever a snapshot was taken. */
export const LIFECYCLE_AS_OF = '2026-11-22';

/**
 * Models that AWS has given one last day for all Regions. Models whose day depends on the Region are left out: a model that
 * is not listed is not known to be retired.
 */
export const endsOfLife: readonly EndOfLife[] = [
  { modelId: 'anthropic.claude-v1', endOfLife: '2024-02-28' },
  { modelId: 'anthropic.claude-v2', legacy: '2025-01-21', endOfLife: '2025-07-21' },
  { modelId: 'anthropic.claude-v2:1', legacy: '2025-01-21', endOfLife: '2025-07-21' },
  { modelId: 'anthropic.claude-instant-v1', legacy: '2025-01-21', endOfLife: '2025-07-21' },
  { modelId: 'anthropic.claude-3-opus-20240229-v1:0', endOfLife: '2026-01-15' },
  { modelId: 'anthropic.claude-3-7-sonnet-20250219-v1:0', endOfLife: '2026-04-28' },
  { modelId: 'anthropic.claude-opus-4-20250514-v1:0', endOfLife: '2026-05-31' },
  { modelId: 'anthropic.claude-3-5-haiku-20241022-v1:0', endOfLife: '2026-06-19' },
  { modelId: 'anthropic.claude-3-haiku-20240307-v1:0', endOfLife: '2026-09-10' },
  { modelId: 'anthropic.claude-sonnet-4-20250514-v1:0', endOfLife: '2026-10-14' },
  { modelId: 'anthropic.claude-opus-4-1-20250805-v1:0', legacy: '2026-07-08', endOfLife: '2027-01-08' },
  { modelId: 'amazon.titan-text-premier-v1:0', endOfLife: '2025-08-15' },
  { modelId: 'amazon.titan-text-express-v1', endOfLife: '2025-08-15' },
  { modelId: 'amazon.titan-text-lite-v1', endOfLife: '2025-08-15' },
  { modelId: 'amazon.nova-premier-v1:0', endOfLife: '2026-09-14' },
  { modelId: 'amazon.nova-sonic-v1:0', endOfLife: '2026-09-14' },
  { modelId: 'amazon.nova-canvas-v1:0', endOfLife: '2026-09-30' },
  { modelId: 'amazon.nova-reel-v1:0', endOfLife: '2026-09-30' },
  { modelId: 'cohere.command-text-v14', endOfLife: '2025-08-12' },
  { modelId: 'cohere.command-r-v1:0', endOfLife: '2026-08-19' },
  { modelId: 'cohere.command-r-plus-v1:0', endOfLife: '2026-08-19' },
  { modelId: 'ai21.jamba-1-5-large-v1:0', endOfLife: '2026-11-26' },
  { modelId: 'ai21.jamba-1-5-mini-v1:0', endOfLife: '2026-11-26' },
];

const byModelId = new Map(endsOfLife.map((entry) => [entry.modelId, entry]));

/** The day a model was retired, if that was before `takenAt` (ISO 8601); undefined when it was not, or is not known. */
export function retiredOn(modelId: string, takenAt: string): string | undefined {
  const endOfLife = byModelId.get(modelId)?.endOfLife;
  return endOfLife !== undefined && isBefore(endOfLife, takenAt) ? endOfLife : undefined;
}

export type ModelLifecycle =
  | { readonly stage: 'active' | 'unknown' }
  | { readonly stage: 'legacy'; readonly endOfLife?: string }
  | { readonly stage: 'retired'; readonly endOfLife: string };

/** What AWS said of the model itself comes first; AWS no longer answers for a retired one, and the table does. */
export function lifecycleOf(
  { modelId, details }: Pick<FoundationModelUse, 'modelId' | 'details'>,
  takenAt: string,
): ModelLifecycle {
  const told = 'known' in details ? details.known.modelLifecycle : undefined;
  const endOfLife = told?.endOfLifeTime?.slice(0, 10);
  if (endOfLife !== undefined && isBefore(endOfLife, takenAt)) return { stage: 'retired', endOfLife };
  if (told?.status === 'LEGACY') return { stage: 'legacy', ...(endOfLife === undefined ? {} : { endOfLife }) };
  if (told?.status === 'ACTIVE') return { stage: 'active' };
  const retired = retiredOn(modelId, takenAt);
  return retired === undefined ? { stage: 'unknown' } : { stage: 'retired', endOfLife: retired };
}

/** ISO dates compare as text; a model still answers on its last day. */
const isBefore = (day: string, takenAt: string): boolean =>
  /^\d{4}-\d{2}-\d{2}/.test(day) && /^\d{4}-\d{2}-\d{2}/.test(takenAt) && day < takenAt.slice(0, 10);
