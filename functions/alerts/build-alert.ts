import type { Alert, AlertAttributes, AlertSection } from './alert.ts';
import { maskSecrets, maskSecretsWithin } from './mask-secrets.ts';
import { plainLines, plainText, shortened } from './plain-text.ts';

/** SNS refuses a subject of 100 characters. https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const LONGEST_SUBJECT = 99;

/** Longer than anything that is true: a policy's ARN, the text of an error (CloudTrail gives 1 KB of it). */
const LONGEST = { line: 2_000, title: 250, id: 256, attribute: 256 } as const;

/** An alert of what was found, with every text harmless to print on a line and every secret in it masked. */
export function buildAlert(parts: Omit<Alert, 'format'>): Alert {
  const { severity, ...attributes } = parts.attributes;
  return {
    format: 'bedrock-warden/alert/1',
    ...parts,
    id: line(parts.id, LONGEST.id),
    thread: line(parts.thread, LONGEST.id),
    subject: subjectLine(parts.subject),
    summary: line(parts.summary),
    sections: parts.sections.map(section),
    more: line(parts.more),
    silence: parts.silence.map((command) => line(command)),
    attributes: { severity, ...(usable(attributes) as Omit<AlertAttributes, 'severity'>) },
    details: maskSecretsWithin(parts.details),
  };
}

const line = (text: string, most: number = LONGEST.line): string => shortened(plainText(maskSecrets(text)), most);

/** ASCII only, so that no mail program has to decode it; the beginning says most. */
export function subjectLine(text: string): string {
  const ascii = maskSecrets(text)
    .replace(/[^\x20-\x7e]+/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
  return ascii.length > LONGEST_SUBJECT ? `${ascii.slice(0, LONGEST_SUBJECT - 3)}...` : ascii;
}

const section = ({ code, ...rest }: AlertSection): AlertSection => ({
  ...rest,
  title: line(rest.title, LONGEST.title),
  lines: rest.lines.map((text) => line(text)).filter((text) => text !== ''),
  ...(code !== undefined && { code: plainLines(maskSecrets(code)) }),
});

/** SNS refuses an attribute without a value. */
const usable = (attributes: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(attributes).flatMap(([name, value]) => {
      const text = line(value ?? '', LONGEST.attribute);
      return text === '' ? [] : [[name, text]];
    }),
  );
