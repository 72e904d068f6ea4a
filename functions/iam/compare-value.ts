import type { Comparison } from './condition-operators.ts';
import { inAddressRange } from './ip-address.ts';
import { arnFields, LITERAL_STAR, matchesWildcard, resourceMatch } from './match.ts';
import { asPlainText } from './policy-variable.ts';
import { type Truth, unknown } from './truth.ts';

/**
 * One value of the policy against one value of the request, for a positive operator. Unknown where a value is not of the
 * operator's type: AWS does not document what it does then.
 */
export function compareValue(comparison: Exclude<Comparison, 'Null'>, wanted: string, seen: string): Truth {
  switch (comparison) {
    case 'StringEquals':
      return asPlainText(wanted) === seen;
    case 'StringEqualsIgnoreCase':
      return asPlainText(wanted).toLowerCase() === seen.toLowerCase();
    case 'StringLike':
      return matchesWildcard(wanted, seen);
    case 'ArnLike':
      return arnMatch(wanted, seen);
    case 'Bool':
      return booleanMatch(wanted, seen);
    case 'BinaryEquals':
      return wanted === seen;
    case 'IpAddress':
      return inAddressRange(wanted, seen) ?? unknown('operator IpAddress');
    default:
      return orderedMatch(comparison, wanted, seen);
  }
}

/** "Each of the six colon-delimited components of the ARN is checked separately", so a short ARN is not completed. */
function arnMatch(wanted: string, seen: string): Truth {
  const truth = resourceMatch(wanted, seen);
  if (truth !== true || wanted === seen || /^\*+$/.test(wanted) || arnFields(wanted).length === 6) return truth;
  return unknown(`wildcard across a colon in ${wanted.replaceAll(LITERAL_STAR, '*')}`);
}

function booleanMatch(wanted: string, seen: string): Truth {
  const [one, other] = [wanted.toLowerCase(), seen.toLowerCase()];
  const boolean = /^(true|false)$/;
  return boolean.test(one) && boolean.test(other) ? one === other : unknown('operator Bool');
}

function orderedMatch(comparison: string, wanted: string, seen: string): Truth {
  const type = comparison.startsWith('Date') ? 'Date' : 'Numeric';
  const read = type === 'Date' ? instant : number;
  const limit = read(wanted);
  const value = read(seen);
  if (limit === undefined || value === undefined) return unknown(`operator ${comparison}`);
  switch (comparison.slice(type.length)) {
    case 'LessThan':
      return value < limit;
    case 'LessThanEquals':
      return value <= limit;
    case 'GreaterThan':
      return value > limit;
    case 'GreaterThanEquals':
      return value >= limit;
    default:
      return value === limit;
  }
}

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
