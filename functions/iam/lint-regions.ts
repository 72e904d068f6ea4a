import { arnFields } from './arn.ts';
import type { LintContext, StatementProblem } from './lint.ts';

// A role is not bound to a Region: a caller in one Region may use an agent, a model or a queue in any other, and a
// cross-Region inference profile sends its requests to models elsewhere. So an ARN of another Region is no mistake by
// itself. Three things are certain, and only these are said.

/** How the Regions of the partitions other than `aws` begin. */
const PARTITIONS: readonly (readonly [start: string, partition: string])[] = [
  ['cn-', 'aws-cn'],
  ['us-gov-', 'aws-us-gov'],
  ['us-iso-', 'aws-iso'],
  ['us-isob-', 'aws-iso-b'],
  ['eu-isoe-', 'aws-iso-e'],
  ['us-isof-', 'aws-iso-f'],
  ['eusc-', 'aws-eusc'],
];

const isRegion = (text: string): boolean => /^[a-z]+(-[a-z]+)+-\d+$/.test(text);

const partitionOf = (region: string): string => PARTITIONS.find(([start]) => region.startsWith(start))?.[1] ?? 'aws';

/** An ARN whose Region is not in its partition. */
export function wrongRegion(element: string, value: string, context: LintContext): readonly StatementProblem[] {
  const [, partition = '', , region = ''] = arnFields(value);
  if (context.region === undefined || partition !== context.partition || !isRegion(region)) return [];
  const actual = partitionOf(region);
  if (actual === partition) return [];
  return [
    finding(
      element,
      value,
      `is in the Region \`${region}\`, which the partition \`${partition}\` does not have`,
      `Write a Region of the account, such as \`${context.region}\`.`,
    ),
  ];
}

/** Regions in which a geography's inference profiles certainly do not exist. */
const PROFILES_ELSEWHERE: Readonly<Record<string, RegExp>> = {
  us: /^(af|ap|eu|il|me)-/,
  eu: /^(ap|ca|sa|us)-/,
  apac: /^(ca|eu|sa|us)-/,
  au: /^(ca|eu|sa|us)-/,
  jp: /^(ca|eu|sa|us)-/,
};

/** A system-defined inference profile of one geography, in a Region of another. */
export function wrongProfileRegion(element: string, value: string, context: LintContext): readonly StatementProblem[] {
  const [, , service = '', region = '', , resource = ''] = arnFields(value);
  const geography = /^inference-profile\/([a-z]+)\./.exec(resource)?.[1] ?? '';
  const elsewhere = Object.hasOwn(PROFILES_ELSEWHERE, geography) ? PROFILES_ELSEWHERE[geography] : undefined;
  if (context.region === undefined || service !== 'bedrock' || elsewhere?.test(region) !== true) return [];
  return [
    finding(
      element,
      value,
      `is in the Region \`${region}\`, and the inference profiles of \`${geography}\` are not`,
      'Write the Region from which the profile is called, or the profile of that Region.',
    ),
  ];
}

/** In the policy of a resource, the ARN of something in another Region: a resource's policy speaks of that resource only. */
export function foreignRegion(element: string, value: string, context: LintContext): readonly StatementProblem[] {
  const [, , , region = ''] = arnFields(value);
  if (context.region === undefined || region === context.region || !isRegion(region)) return [];
  return [
    finding(
      element,
      value,
      `is in the Region \`${region}\`, and the resource that has this policy is in \`${context.region}\``,
      `Write the ARN of the resource itself, in \`${context.region}\`.`,
    ),
  ];
}

const finding = (element: string, value: string, what: string, help: string): StatementProblem => ({
  id: 'wrong-region',
  element,
  value,
  message: `\`${value}\` ${what}`,
  help,
});
