import type { Patterns, Policy } from '../../../functions/iam/policy.ts';
import { type Answer, any, not } from './answer.ts';
import type { Facts } from './facts.ts';
import { hasVariable, matchesWithVariables, splitAtColons } from './variables.ts';
import { glob, matchesWhole } from './wildcards.ts';

/** Whether the request's resource is one that `Resource` (or `NotResource`) says; a trust policy has neither. */
export function resourceAnswer(resources: Patterns | undefined, facts: Facts, version: Policy['version']): Answer {
  if (resources === undefined) return true;
  const named = any(resources.patterns.map((pattern) => patternAnswer(pattern, facts, version)));
  return resources.except ? not(named) : named;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html */
function patternAnswer(pattern: string, facts: Facts, version: Policy['version']): Answer {
  const { action, principal } = facts.request;
  if (/^\*+$/.test(pattern)) return true;
  // The list of all buckets is about all of them.
  const everyBucket = `arn:${principal?.match(/^arn:([^:]+):/)?.[1] ?? 'aws'}:s3:::*`;
  const isAboutEveryBucket = facts.request.resource === '*' && /^s3:ListAllMyBuckets$/i.test(action);
  const resource = isAboutEveryBucket ? everyBucket : facts.request.resource;
  if (resource === '*') return false;

  const fields = splitAtColons(pattern, version);
  if (fields.slice(0, 5).some((field) => hasVariable(field, version))) {
    // AWS knows no variables there; what would match with a `*` in their place is open.
    const whateverTheValue = pattern.replaceAll(/\$\{[^}]*\}/g, '*').split(':');
    return covers(whateverTheValue, resource) === false ? false : ['variable before the fifth colon of an ARN'];
  }
  if (fields.length < 6) return covers(fields, resource);
  return matchesWithVariables(fields.slice(5).join(':'), resource, {
    facts,
    version,
    before: [...fields.slice(0, 5).map(reaching), ''].join(':'),
    written: glob,
  });
}

/** A wildcard stays inside its field. */
export const inside = (field: string): string => glob(field, '[^:]*', '[^:]');

/** But a `*` that is the last character of its field may reach across colons. */
const reaching = (field: string): string => (field.endsWith('*') ? `${inside(field.slice(0, -1))}.*` : inside(field));

/** A pattern without variables. Whether a star makes up for missing fields by reaching across colons is not documented. */
export function covers(fields: readonly string[], resource: string): Answer {
  const [before, rest] = [fields.slice(0, 5), fields.slice(5).join(':')];
  if (fields.length > 5) return matchesWhole([...before.map(reaching), glob(rest)].join(':'), resource);
  const missing = Array.from({ length: 6 - fields.length }, () => '.*');
  if (matchesWhole([...before.map(inside), ...missing].join(':'), resource)) return true;
  return matchesWhole(before.map(reaching).join(':'), resource)
    ? [`wildcard across a colon in ${fields.join(':')}`]
    : false;
}
