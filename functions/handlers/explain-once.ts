import type { DeniedRequest } from '../diagnosis/diagnosis.ts';
import type { Explained } from './explain-record.ts';
import type { RegionReaders } from './read-regions.ts';
import type { TellServices } from './tell-incident.ts';
import { unexplained } from './unexplained.ts';

/** Without a denial: looking into it failed, and this was the last attempt. */
export type Explanation = Explained | Pick<Extract<Explained, { readonly finding: unknown }>, 'finding'>;

/** `alone`: the denial is of an incident of its own. `crowd`: it is one of too many different ones. */
export type Place = 'alone' | 'crowd';

/**
 * The cause of a denial, asked for as often as one likes. Each part is loaded where it is asked for: most denials are of an
 * incident whose cause is known.
 *
 * @param isLast the queue does not deliver it again; until then a failure is left to the next attempt
 */
export function explainOnce(
  denied: DeniedRequest,
  place: Place,
  isLast: boolean,
  { readers, log }: Pick<TellServices, 'log'> & { readonly readers: RegionReaders },
): () => Promise<Explanation> {
  let explanation: Promise<Explanation> | undefined;
  return () => {
    explanation ??= explain(denied, place, readers).catch((thrown: unknown) => {
      if (!isLast) throw thrown;
      log('FAILED', { error: thrown instanceof Error ? thrown.name : undefined, reason: String(thrown) });
      return { finding: unexplained(denied) };
    });
    return explanation;
  };
}

async function explain(denied: DeniedRequest, place: Place, readers: RegionReaders): Promise<Explained> {
  if (place === 'crowd') return (await import('./crowded.ts')).crowded(denied);
  const { explainRecord } = await import('./explain-record.ts');
  return explainRecord(denied, readers);
}
