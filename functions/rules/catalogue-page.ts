import type { Rule } from './rule.ts';

/** An example of a rule, for people: a fixture that the tests run. */
export interface RuleExample {
  readonly ruleId: string;
  readonly name: string;
  readonly complianceType: 'COMPLIANT' | 'NON_COMPLIANT' | 'NOT_APPLICABLE' | 'INSUFFICIENT_DATA';
  /** From this folder's README. */
  readonly path: string;
}

/** The text of `README.md` in this folder: one section a rule, with its id as the anchor. */
export function cataloguePage(rules: readonly Rule[], examples: readonly RuleExample[]): string {
  const contents = rules.map(({ id, title }) => `- [\`${id}\`](#${id}): ${title}.`);
  const sections = rules.map((rule) => section(rule, examples));
  return `${[HEAD, contents.join('\n'), ...sections].join('\n\n')}\n`;
}

const HEAD = `# The rules

What Bedrock Warden judges about every role that an Amazon Bedrock workload acts with. Each rule is one file of this folder,
and an AWS Config rule named \`bedrock-warden-\` and its id. This page is made from them: run
\`UPDATE=1 npx vitest run -c test/vitest.config.ts test/catalogue.test.ts\` after changing one.

A rule answers \`COMPLIANT\`, \`NON_COMPLIANT\` with its findings, \`NOT_APPLICABLE\`, or \`INSUFFICIENT_DATA\` with what was not
read. What was not read never makes a role compliant, and never makes it non-compliant.`;

function section({ id, title, rationale, remediation, references }: Rule, examples: readonly RuleExample[]): string {
  const own = examples.filter(({ ruleId }) => ruleId === id);
  const shown = (['COMPLIANT', 'NON_COMPLIANT'] as const).flatMap((complianceType) => {
    const example = own.find((candidate) => candidate.complianceType === complianceType);
    return example === undefined ? [] : [`- \`${complianceType}\`: [${example.name}](${example.path})`];
  });
  return [
    `## ${id}`,
    `${title}.`,
    `**Why.** ${rationale}`,
    `**What to do.** ${remediation}`,
    `**Examples.**\n\n${shown.join('\n')}`,
    `**References.**\n\n${references.map((url) => `- <${url}>`).join('\n')}`,
  ].join('\n\n');
}
