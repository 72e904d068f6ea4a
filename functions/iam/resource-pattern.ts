import { arnFields } from './arn.ts';
import { type Truth, unknown } from './truth.ts';
import {
  compileWildcard,
  isEverything,
  matchesWildcard,
  type Wildcard,
  wildcardMatches,
  wildcardMatchesPart,
} from './wildcard.ts';

const EVERYTHING = compileWildcard('*');

/** One value of a `Resource` element, taken apart once. */
export interface ResourcePattern {
  readonly pattern: string;
  readonly everything: boolean;
  /** `arn`, partition, service, Region, account; written or completed. */
  readonly fields: readonly Wildcard[];
  /** The sixth field. */
  readonly rest: Wildcard;
  /** A `*` ends one of the first five fields: it may reach across colons. */
  readonly reaches: boolean;
  /** Six fields are written. */
  readonly complete: boolean;
}

/** An ARN of a request, taken apart once. */
export interface RequestedArn {
  readonly arn: string;
  /** The first five fields; empty when the text has fewer than six: then it is no ARN. */
  readonly fields: readonly string[];
  /** Where the sixth field begins. */
  readonly restAt: number;
  /** The sixth field has colons. */
  readonly hasMoreColons: boolean;
}

export function requestedArn(arn: string): RequestedArn {
  const fields: string[] = [];
  let from = 0;
  while (fields.length < 5) {
    const to = arn.indexOf(':', from);
    if (to === -1) return { arn, fields: [], restAt: arn.length, hasMoreColons: false };
    fields.push(arn.slice(from, to));
    from = to + 1;
  }
  return { arn, fields, restAt: from, hasMoreColons: arn.indexOf(':', from) !== -1 };
}

export function compileResourcePattern(pattern: string): ResourcePattern {
  const everything = isEverything(pattern);
  const written = arnFields(pattern);
  const complete = written.length === 6;
  const rest = compileWildcard(complete ? (written[5] ?? '') : '*');
  const fields: Wildcard[] = [];
  let reaches = false;
  for (let index = 0; index < 5; index += 1) {
    const field = written[index];
    fields.push(field === undefined ? EVERYTHING : compileWildcard(field));
    reaches ||= field?.endsWith('*') === true;
  }
  return { pattern, everything, fields, rest, reaches, complete };
}

/**
 * Does a Resource pattern match? Partition, service, Region and account are matched one by one; in the rest, `*` also stands
 * for `/` and `:`. An ARN pattern with missing fields is completed with `*`. "If the * wildcard is the last character of a
 * resource ARN segment, it can expand to match beyond the colon boundaries"; what it does in a pattern that is also to be
 * completed is not documented, so unknown. An action without resource types is asked for with the resource `*`, which only
 * `*` matches.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export function resourcePatternMatches(wanted: ResourcePattern, requested: RequestedArn): Truth {
  if (wanted.everything) return true;
  const { arn, fields } = requested;
  if (fields.length === 0) return wanted.pattern === arn || (arn !== '*' && matchesWildcard(wanted.pattern, arn));
  if (fieldsMatch(wanted, requested)) return true;
  if (!wanted.reaches) return false;
  if (wanted.complete) return requested.hasMoreColons && reachesAcross(wanted, requested);
  return reachesEnd(wanted, arn) ? unknown(`wildcard across a colon in ${wanted.pattern}`) : false;
}

/** Each field by itself, nothing reaching across a colon. False for what is no ARN. */
export function fieldsMatch({ fields: wanted, rest }: ResourcePattern, { arn, fields, restAt }: RequestedArn): boolean {
  // What differs most often comes first: the resource, then the account and the Region.
  if (fields.length === 0 || !wildcardMatchesPart(rest, arn, restAt, arn.length)) return false;
  for (let index = 4; index >= 0; index -= 1) {
    const field = wanted[index];
    const seen = fields[index];
    if (field === undefined || seen === undefined || !wildcardMatches(field, seen)) return false;
  }
  return true;
}

/** Does a `*` at the end of a field, reaching across colons, make the pattern match? */
function reachesAcross({ fields, rest }: ResourcePattern, { arn, restAt }: RequestedArn): boolean {
  if (!restCanBegin(rest, arn, restAt)) return false;
  const starts = fields.reduce<readonly number[]>(startsAfter(arn), [0]);
  return starts.some((start) => wildcardMatchesPart(rest, arn, start, arn.length));
}

/** Reaching across a colon, a star leaves the rest of the pattern to begin behind a later one than the fifth. */
function restCanBegin(rest: Wildcard, arn: string, restAt: number): boolean {
  for (let colon = arn.indexOf(':', restAt); colon !== -1; colon = arn.indexOf(':', colon + 1)) {
    if (wildcardMatchesPart(rest, arn, colon + 1, arn.length)) return true;
  }
  return false;
}

/** The same for a pattern of fewer than six fields that is not completed. */
function reachesEnd({ pattern }: ResourcePattern, arn: string): boolean {
  const fields = arnFields(pattern).map(compileWildcard);
  const last = fields.at(-1) ?? EVERYTHING;
  return fields
    .slice(0, -1)
    .reduce<readonly number[]>(startsAfter(arn), [0])
    .some((start) => {
      const colon = arn.indexOf(':', start);
      const end = colon === -1 ? arn.length : colon;
      return (colon === -1 || last.pattern.endsWith('*')) && wildcardMatchesPart(last, arn, start, end);
    });
}

/** From where a field may begin, where the next one may; a field that ends in `*` opens every later place. */
const startsAfter =
  (arn: string) =>
  (starts: readonly number[], field: Wildcard): readonly number[] => {
    const next: number[] = [];
    for (const start of starts) {
      const end = arn.indexOf(':', start);
      if (end === -1 || !wildcardMatchesPart(field, arn, start, end)) continue;
      next.push(end + 1);
      if (!field.pattern.endsWith('*')) continue;
      for (let colon = arn.indexOf(':', end + 1); colon !== -1; colon = arn.indexOf(':', colon + 1))
        next.push(colon + 1);
      break;
    }
    return next;
  };

/** As `resourcePatternMatches`, for a pattern that is matched once. */
export const resourceMatch = (pattern: string, arn: string): Truth =>
  resourcePatternMatches(compileResourcePattern(pattern), requestedArn(arn));

/** Does the pattern certainly match? */
export const matchesResource = (pattern: string, arn: string): boolean => resourceMatch(pattern, arn) === true;
