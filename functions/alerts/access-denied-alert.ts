import type { Severity } from '../rules/rule.ts';
import type { Alert } from './alert.ts';
import { denialSections } from './denial-sections.ts';
import { sectionsText } from './denial-text.ts';
import type { ExplainedDenial } from './explain-denial.ts';

/** SNS refuses a subject of 100 characters. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const LONGEST_SUBJECT = 99;

export function accessDeniedAlert(denial: ExplainedDenial): Alert {
  const sections = denialSections(denial);
  return {
    subject: subject(denial),
    severity: severity(denial),
    text: sectionsText(sections),
    sections,
    eventId: denial.eventId,
  };
}

function subject({ causes, roleName, denied }: ExplainedDenial): string {
  const code = causes[0]?.code ?? 'cause unknown';
  const role = roleName ?? denied.action ?? 'a call';
  const ascii = `Bedrock access denied: ${code}: ${role}`.replace(/[^\x20-\x7e]+/g, ' ').trim();
  return ascii.length > LONGEST_SUBJECT ? `${ascii.slice(0, LONGEST_SUBJECT - 3)}...` : ascii;
}

/** A workload that cannot work is worse than a caller who was turned away, or a guess. */
function severity({ causes, workload }: ExplainedDenial): Severity {
  if (workload === null) return 'medium';
  return causes[0]?.certainty === 'proven' ? 'high' : 'medium';
}
