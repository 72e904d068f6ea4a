import type { Remediation } from '../remediation/remediation.ts';
import type { AlertSection } from './alert.ts';
import type { ExplainedCause, ExplainedDenial } from './explain-denial.ts';
import { plainLines, plainText } from './plain-text.ts';

const CERTAINTIES = { proven: 'proven', likely: 'likely, not proven', possible: 'possible' } as const;

/** An explained denial in the order in which somebody acts on it. */
export function denialSections(denial: ExplainedDenial): readonly AlertSection[] {
  const [first, ...others] = denial.causes;
  return [
    { title: 'What happened', lines: happened(denial) },
    ...(first === undefined
      ? [{ title: 'Cause', lines: ['Not found: neither the message nor the evidence tells it.'] }]
      : [causeSection(first), todoSection(first.remediation)]),
    ...(others.length === 0
      ? []
      : [
          {
            title: 'Also',
            lines: others.map(({ code, certainty, summary }) =>
              plainText(`${code} (${CERTAINTIES[certainty]}): ${summary}`),
            ),
          },
        ]),
    ...(denial.unanswered.length === 0 ? [] : [{ title: 'Still open', lines: denial.unanswered.map(plainText) }]),
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
  title: `Cause (${CERTAINTIES[certainty]}): ${code}`,
  lines: [summary, ...evidence.map(({ source, says }) => `${source}: ${says}`)].map(plainText),
});

function todoSection({ who, steps, cli, proof }: Remediation): AlertSection {
  const proved =
    proof?.after === 'allowed'
      ? [
          `Proof: the policy engine answered ${proof.before} without the policy and allowed with it; nothing in it can be left out.`,
        ]
      : [];
  return {
    title: 'What to do',
    lines: [`By ${who}:`, ...steps.map((step, index) => `${index + 1}. ${step}`), ...proved].map(plainText),
    ...(cli === undefined ? {} : { code: plainLines(cli) }),
  };
}
