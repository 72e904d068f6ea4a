import type { Snapshot } from '../workload/snapshot.ts';
import type { RuleGuide } from './guides/rule-guide.ts';
import type { Outcome, Rule, RuleParameter } from './rule.ts';
import { closestSamples, type SamplePart } from './rule-sample.ts';

/** An example of a rule, for people: a fixture that the tests run. */
export interface RuleExample {
  readonly ruleId: string;
  readonly name: string;
  readonly complianceType: Outcome['complianceType'];
  /** `id severity` of each finding. */
  readonly findings: readonly string[];
  /** Below `test/fixtures/rules/`. */
  readonly file: string;
  readonly snapshot: Snapshot;
}

/** The text of `README.md` in this folder: one section a rule, with its id as the anchor. */
export function cataloguePage(rules: readonly Rule[]): string {
  const contents = rules.map(({ id, title }) => `- [\`${id}\`](#${id}): ${title}.`);
  const sections = rules.map(({ id, title, rationale, remediation }) =>
    [
      `## ${id}`,
      `${title}.`,
      `**Why.** ${rationale}`,
      `**What to do.** ${remediation}`,
      `[How to fix it, samples, severity, parameters](pages/${id}.md)`,
    ].join('\n\n'),
  );
  return `${[HEAD, contents.join('\n'), EXCEPTIONS, ...sections].join('\n\n')}\n`;
}

const HEAD = `# The rules

What Bedrock Warden judges about every role that an Amazon Bedrock workload acts with. Each rule is one file of this folder,
an AWS Config rule named \`bedrock-warden-\` and its id, and a page in \`pages/\`. All pages are made from the rules, their guides
and their fixtures: run \`UPDATE=1 npx vitest run -c test/vitest.config.ts test/catalogue.test.ts\` after changing one.

A rule answers \`COMPLIANT\`, \`NON_COMPLIANT\` with its findings, \`NOT_APPLICABLE\`, or \`INSUFFICIENT_DATA\` with what was not
read. What was not read never makes a role compliant, and never makes it non-compliant.

Where things are:

| here | what it holds |
|---|---|
| \`agent-*.ts\` | one rule each; no rule imports another |
| \`rule.ts\`, \`rule-parameters.ts\` | the shape of a rule, of its answer and of its parameters |
| \`catalogue.ts\`, \`evaluation.ts\`, \`annotation.ts\` | the list of the rules; how they are run on a role; the one line that AWS Config shows |
| \`needs/\` | does the role hold what its workloads need, in every layer that was read |
| \`above/\` | what a boundary, an organization or a Deny takes away |
| \`models/\` | access to the models and their end dates |
| \`trust/\` | who can assume a role, asked with probes of the policy engine |
| \`surplus/\` | what a role holds and does not need |
| \`escalation/\` | the known ways to more permissions |
| \`exceptions/\` | findings that somebody answers for |
| \`findings/\` | words, places and lists that several rules share |
| \`guides/\`, \`pages/\`, \`catalogue-page.ts\`, \`rule-sample.ts\` | what people read: never part of a Lambda bundle |`;

const EXCEPTIONS = `**Exceptions.** Somebody can answer for a finding until a day. Tag the role with the key
\`bedrock-warden:exception:RULE-ID\` and the value \`owner=orders-team until=2027-01-31 reason=moves in January\` (the reason
last), or list it in a file for \`warden audit --exceptions FILE\`:

\`\`\`json
{
  "format": "bedrock-warden/exceptions/1",
  "exceptions": [
    {
      "rule": "agent-role-not-shared",
      "role": "arn:aws:iam::111122223333:role/orders-agent",
      "owner": "orders-team",
      "reason": "both agents are one product",
      "until": "2027-01-31"
    }
  ]
}
\`\`\`

The role is then \`COMPLIANT\`, and every output says until when and why. After that day the findings are back by themselves.
An exception without a last day, an owner or a reason, one that lasts more than 365 days, and one for a rule that does not
exist excuse nothing and are findings themselves. What could not be decided is never excused.`;

/** The text of a rule's own page in `pages/`. */
export function rulePage(rule: Rule, guide: RuleGuide, examples: readonly RuleExample[]): string {
  const { id, title, rationale, remediation, references, parameters = [] } = rule;
  const { json, cli, cloudFormation, terraform } = guide.howToFix;
  const own = examples.filter(({ ruleId }) => ruleId === id);
  return `${[
    `# ${id}`,
    `${title}.`,
    `AWS Config knows it as \`bedrock-warden-${id}\`.`,
    `## Why\n\n${rationale}`,
    `## How to fix it\n\n${remediation}`,
    `### JSON\n\n${fenced('json', json)}`,
    `### AWS CLI\n\n${fenced('sh', cli)}`,
    `### CloudFormation\n\n${fenced('yaml', template(cloudFormation))}`,
    `### Terraform\n\n${fenced('hcl', terraform)}`,
    `## Samples\n\n${samples(own)}`,
    `## Severity\n\n${severity(own)}`,
    `## Parameters\n\n${parameters.length === 0 ? 'None.' : parameters.map(parameterLine).join('\n')}`,
    `## When not to use it\n\n${guide.whenNotToUse}`,
    `## References\n\n${references.map((url) => `- <${url}>`).join('\n')}`,
  ].join('\n\n')}\n`;
}

/** A resource alone becomes a template, which can be deployed as it is. */
const template = (yaml: string): string =>
  /^Resources:/m.test(yaml) ? yaml : `Resources:\n${yaml.trim().replaceAll(/^(?=.)/gm, '  ')}`;

function samples(own: readonly RuleExample[]): string {
  const of = (wanted: Outcome['complianceType']) => own.filter(({ complianceType }) => complianceType === wanted);
  const pair = closestSamples(of('COMPLIANT'), of('NON_COMPLIANT'));
  if (pair === undefined) return 'None.';
  const others = own.filter((example) => example !== pair.good.example && example !== pair.bad.example);
  const list = others.map(({ complianceType, name, file }) => `- \`${complianceType}\`: ${link(name, file)}`);
  return [
    ...sample(pair.good.example, pair.good.parts),
    ...sample(pair.bad.example, pair.bad.parts),
    ...(list.length === 0 ? [] : [`Others:\n\n${list.join('\n')}`]),
  ].join('\n\n');
}

const sample = (
  { complianceType, name, file, findings }: RuleExample,
  parts: readonly SamplePart[],
): readonly string[] => [
  `### ${complianceType}`,
  `${link(name, file)}${findings.length === 0 ? '' : `: ${findings.map((finding) => `\`${finding}\``).join(', ')}`}`,
  ...(parts.length === 0 ? ['Like the other sample, without what that one shows.'] : []),
  ...parts.map(({ title, json }) => `${title}:\n\n${fenced('json', cut(json, file))}`),
];

/** Longer than a screen is no sample: the fixture has the rest. */
const MOST_LINES = 48;

function cut(json: string, file: string): string {
  const lines = json.split('\n');
  if (lines.length <= MOST_LINES) return json;
  return [...lines.slice(0, MOST_LINES), `… ${lines.length - MOST_LINES} more lines in ${file}`].join('\n');
}

const link = (name: string, file: string): string => `[${name}](../../../test/fixtures/rules/${file})`;

function severity(examples: readonly RuleExample[]): string {
  const seen = [...new Set(examples.flatMap(({ findings }) => findings))].toSorted();
  const head = "That of a finding's consequence, not of the rule.";
  if (seen.length === 0) return head;
  const lines = seen.map((finding) => `- \`${finding.split(' ')[0]}\`: ${finding.split(' ')[1]}`);
  return `${head} In the samples:\n\n${lines.join('\n')}`;
}

const parameterLine = ({ name, description, default: text, accepts }: RuleParameter): string =>
  `- \`${name}\` (${accepts}; \`${text}\` when it is not set): ${description}`;

/** A fence that is longer than any in the text. */
function fenced(language: string, code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code.trimEnd()}\n${fence}`;
}
