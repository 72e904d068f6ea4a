import type { Policy } from '../../../functions/iam/policy.ts';
import { isInRange } from './addresses.ts';
import type { Answer } from './answer.ts';
import type { Facts } from './facts.ts';
import { covers, inside } from './resources.ts';
import { hasVariable, matchesWithVariables, replaceVariables } from './variables.ts';
import { asPattern, glob, literal, matchesWhole } from './wildcards.ts';

/**
 * Whether a value of the request meets a value of the policy under a positive operator without prefix and suffix.
 * Nothing: a value is not of the operator's type.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export function valueAnswer(
  operator: string,
  told: string,
  written: string,
  facts: Facts,
  version: Policy['version'],
): Answer | undefined {
  const how = { facts, version };
  switch (operator) {
    case 'StringEquals':
      return matchesWithVariables(written, told, { ...how, written: literal });
    case 'StringEqualsIgnoreCase':
      return matchesWithVariables(written, told, { ...how, written: literal, flags: 'i' });
    case 'StringLike':
      return matchesWithVariables(written, told, { ...how, written: glob });
    case 'ArnEquals':
    case 'ArnLike':
      return arnAnswer(told, written, facts, version);
    default:
      if (hasVariable(written, version)) return [`variable in operator ${operator}`];
      return plainAnswer(operator, told, written);
  }
}

/** Field by field: nothing crosses a colon, except in the sixth field. A variable may be several fields. */
function arnAnswer(told: string, written: string, facts: Facts, version: Policy['version']): Answer {
  if (!hasVariable(written, version)) return plainArnAnswer(told, written, written);
  const replaced = replaceVariables(written, facts);
  if (replaced === 'without a value') return false;
  const texts = replaced.parts.map((part) =>
    'value' in part ? asPattern(part.value) : 'text' in part ? part.text : '*',
  );
  const answer = plainArnAnswer(told, texts.join(''), written);
  return answer === false || replaced.open.length === 0 ? answer : replaced.open;
}

function plainArnAnswer(told: string, pattern: string, written: string): Answer {
  if (/^\*+$/.test(pattern)) return true;
  const fields = pattern.split(':');
  if (told.split(':').length < 6) return matchesWhole(glob(pattern), told);
  if (fields.length < 6) {
    return covers(fields, told) === false ? false : [`wildcard across a colon in ${written}`];
  }
  return matchesWhole([...fields.slice(0, 5).map(inside), glob(fields.slice(5).join(':'))].join(':'), told);
}

function plainAnswer(operator: string, told: string, written: string): boolean | undefined {
  if (operator === 'BinaryEquals') return told === written;
  if (operator === 'IpAddress') return isInRange(told, written);
  if (operator === 'Bool') {
    const both = [told.toLowerCase(), written.toLowerCase()];
    return both.every((text) => text === 'true' || text === 'false') ? both[0] === both[1] : undefined;
  }
  const [, type, comparison] = /^(Numeric|Date)(.+)$/.exec(operator) ?? [];
  const [one, other] = [told, written].map(type === 'Date' ? instant : number);
  if (one === undefined || other === undefined) return undefined;
  switch (comparison) {
    case 'Equals':
      return one === other;
    case 'LessThan':
      return one < other;
    case 'LessThanEquals':
      return one <= other;
    case 'GreaterThan':
      return one > other;
    default:
      return one >= other;
  }
}

const number = (text: string): number | undefined => (/^[+-]?(\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : undefined);

/** ISO 8601, with a time zone if there is a time, or seconds since 1970 (four digits are a year); in seconds. */
function instant(text: string): number | undefined {
  if (/^\d{5,12}(\.\d+)?$/.test(text)) return Number(text);
  if (!/^\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?)?)?$/.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}
