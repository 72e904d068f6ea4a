import type { AlertSection } from './alert.ts';
import { denialSections } from './denial-sections.ts';
import type { ExplainedDenial } from './explain-denial.ts';
import { wrapLine } from './wrap-line.ts';

/** An explained denial as plain text: the body of the email, and what a terminal shows. */
export const denialText = (denial: ExplainedDenial): string => sectionsText(denialSections(denial));

/** Lines are broken for a mail program that does not; what is to be pasted never is. */
export const sectionsText = (sections: readonly AlertSection[]): string =>
  `${sections.map(sectionText).join('\n\n')}\n`;

const WIDTH = 96;

function sectionText({ title, lines, code }: AlertSection): string {
  const wrapped = lines.flatMap((line) => wrapLine(line, WIDTH, '  ').map((part) => `  ${part}`));
  return [title, ...wrapped, ...(code === undefined ? [] : ['', code])].join('\n');
}
