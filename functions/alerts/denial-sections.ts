import type { Remediation } from '../remediation/remediation.ts';
import type { AlertSection } from './alert.ts';
import type { ExplainedCause, ExplainedDenial } from './explain-denial.ts';
import { plainLines, plainText } from './plain-text.ts';

const CERTAINTIES = { proven: 'proven', likely: 'likely, not proven', possible: 'possible' } as const;

/** An explained denial in the order in which somebody acts on it. */
export function denialSections(denial: ExplainedDenial): readonly AlertSection[] {
  const [first, ...others] = denial.causes;
  return [
    { part: 'happened', title: 'What happened', lines: happened(denial) },
    ...(first === undefined
      ? [{ part: 'why' as const, title: 'Cause', lines: ['Not found: neither the message nor the evidence tells it.'] }]
      : [causeSection(first), todoSection(first.remediation), ...changeSection(first.remediation)]),
    ...(others.length === 0
      ? []
      : [
          {
            part: 'more' as const,
            title: 'Also',
            lines: others.map(({ code, certainty, summary }) =>
              plainText(`${code} (${CERTAINTIES[certainty]}): ${summary}`),
            ),
          },
        ]),
    ...(denial.unanswered.length === 0
      ? []
      : [{ part: 'more' as const, title: 'Still open', lines: denial.unanswered.map(plainText) }]),
  ];
}

function happened({ denied, roleArn, roleName, workload, eventId }: ExplainedDenial): readonly string[] {
  const named = workload === null ? undefined : (workload.arn ?? workload.id);
  return [
    `${denied.action ?? 'A call'} was denied${denied.resource === null ? '' : ` on ${denied.resource}`}.`,
    ...((roleArn ?? roleName) === null ? [] : [`Role: ${roleArn ?? roleName}`]),
    ...(workload === null || named === undefined
      ? []
      : [
          `Workload: ${workload.type} ${named}${workload.version === undefined ? '' : `, version ${workload.version}`}`,
        ]),
    ...(eventId === null ? [] : [`CloudTrail event: ${eventId}`]),
  ].map(plainText);
}

const causeSection = ({ code, certainty, summary, evidence }: ExplainedCause): AlertSection => ({
  part: 'why',
  title: `Cause (${CERTAINTIES[certainty]}): ${code}`,
  lines: [summary, ...evidence.map(({ source, says }) => `${source}: ${says}`)].map(plainText),
});

function todoSection({ who, steps, cli, proof, hash }: Remediation): AlertSection {
  const proved =
    proof?.after === 'allowed'
      ? [
          `Proof: the policy engine answered ${proof.before} before the change and allowed with it; nothing in it can be left out, and nothing else becomes allowed.`,
        ]
      : [];
  // What was approved is what is applied.
  const approved = hash === undefined ? [] : [`Proposed document: ${hash}`];
  return {
    part: 'todo',
    title: 'What to do',
    lines: [`By ${who}:`, ...steps.map((step, index) => `${index + 1}. ${step}`), ...proved, ...approved].map(
      plainText,
    ),
    ...(cli === undefined ? {} : { code: plainLines(cli) }),
  };
}

/** What is new altogether stands in the command. */
function changeSection({ diff }: Remediation): readonly AlertSection[] {
  if (diff === undefined || diff.startsWith('--- /dev/null')) return [];
  return [{ part: 'more', title: 'What changes', lines: [], code: plainLines(diff) }];
}
