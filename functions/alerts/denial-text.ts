import type { AlertSection } from './alert.ts';
import { denialSections } from './denial-sections.ts';
import type { ExplainedDenial } from './explain-denial.ts';

/** An explained denial as plain text: the body of the email, and what a terminal shows. */
export const denialText = (denial: ExplainedDenial): string => sectionsText(denialSections(denial));

export const sectionsText = (sections: readonly AlertSection[]): string =>
  `${sections.map(({ title, lines, code }) => [title, ...lines.map(indented), ...(code === undefined ? [] : ['', code])].join('\n')).join('\n\n')}\n`;

const indented = (line: string): string => `  ${line}`;
