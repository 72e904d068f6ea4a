import type { Comparison } from './condition-operators.ts';
import { addressRange, parseAddress } from './ip-address.ts';
import { compileResourcePattern, fieldsMatch, type RequestedArn, requestedArn } from './resource-pattern.ts';
import { type Truth, unknown } from './truth.ts';
import { compileWildcard, isEverything, LITERAL_STAR, matchesWildcard, wildcardMatches } from './wildcard.ts';

/** One value of a policy, ready to be compared with a value of a request. */
export type ValueTest = (seen: string) => Truth;

/**
 * The test that a value of a policy stands for, for a positive operator. Unknown where a value is not of the operator's type:
 * AWS does not document what it does then.
 */
export function valueTest(comparison: Exclude<Comparison, 'Null'>, wanted: string): ValueTest {
  switch (comparison) {
    case 'StringEquals':
      return (seen) => seen === wanted;
    case 'StringEqualsIgnoreCase': {
      const text = wanted.toLowerCase();
      return (seen) => seen.toLowerCase() === text;
    }
    case 'StringLike': {
      const pattern = compileWildcard(wanted);
      return (seen) => wildcardMatches(pattern, seen);
    }
    case 'ArnLike':
      return arnTest(wanted);
    case 'Bool':
      return booleanTest(wanted);
    case 'BinaryEquals':
      return (seen) => seen === wanted;
    case 'IpAddress':
      return addressTest(wanted);
    default:
      return orderedTest(comparison, wanted);
  }
}

/** "Each of the six colon-delimited components of the ARN is checked separately", so a short ARN is not completed. */
function arnTest(wanted: string): ValueTest {
  if (isEverything(wanted)) return () => true;
  const pattern = compileResourcePattern(wanted);
  const undocumented = unknown(`wildcard across a colon in ${wanted.replaceAll(LITERAL_STAR, '*')}`);
  return (seen) => {
    if (seen === wanted) return true;
    const arn = takenApart(seen);
    if (arn.fields.length === 0) return matchesWildcard(wanted, seen);
    const matches = fieldsMatch(pattern, arn);
    if (pattern.complete) return matches;
    return matches || matchesWildcard(wanted, seen) ? undocumented : false;
  };
}

/** The ARN that was asked for last: many conditions ask for the same one in turn. */
let latest = requestedArn('');

function takenApart(arn: string): RequestedArn {
  if (latest.arn !== arn) latest = requestedArn(arn);
  return latest;
}

function booleanTest(written: string): ValueTest {
  const wanted = boolean(written);
  return (text) => {
    const seen = boolean(text);
    return wanted === undefined || seen === undefined ? unknown('operator Bool') : wanted === seen;
  };
}

function boolean(text: string): boolean | undefined {
  const lower = text.toLowerCase();
  return lower === 'true' ? true : lower === 'false' ? false : undefined;
}

function addressTest(wanted: string): ValueTest {
  const isInRange = addressRange(wanted);
  return (seen) => {
    const address = parseAddress(seen);
    return (address === undefined ? undefined : isInRange?.(address)) ?? unknown('operator IpAddress');
  };
}

function orderedTest(comparison: string, wanted: string): ValueTest {
  const type = comparison.startsWith('Date') ? 'Date' : 'Numeric';
  const read = type === 'Date' ? instant : number;
  const limit = read(wanted);
  const holds = orders[comparison.slice(type.length)] ?? orders.Equals;
  return (seen) => {
    const value = read(seen);
    return limit === undefined || value === undefined ? unknown(`operator ${comparison}`) : holds(value, limit);
  };
}

const orders: Readonly<Record<string, (value: number, limit: number) => boolean>> & {
  readonly Equals: (value: number, limit: number) => boolean;
} = {
  Equals: (value, limit) => value === limit,
  LessThan: (value, limit) => value < limit,
  LessThanEquals: (value, limit) => value <= limit,
  GreaterThan: (value, limit) => value > limit,
  GreaterThanEquals: (value, limit) => value >= limit,
};

function number(text: string): number | undefined {
  return /^[+-]?(\d{1,30}(\.\d{0,30})?|\.\d{1,30})$/.test(text) ? Number(text) : undefined;
}

/** Milliseconds; the W3C profile of ISO 8601, or seconds since 1970. */
function instant(text: string): number | undefined {
  if (/^\d{5,12}(\.\d{1,9})?$/.test(text)) return Number(text) * 1000;
  const iso = /^\d{4}(-\d{2}(-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?)?)?$/;
  const milliseconds = iso.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}
