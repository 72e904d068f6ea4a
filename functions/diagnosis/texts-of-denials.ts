import { parseDenialMessage } from './denial-message.ts';
import type { DenialMessage } from './diagnosis.ts';
import { isDenialCode, isRefusal } from './failure-codes.ts';

/** A line that is longer holds more than a message. */
const LONGEST_LINE = 16_384;
/** A terminal or a mail may have broken a message into so many lines. */
const BROKEN_INTO = 4;

/**
 * The messages in a text that tell of a denial, in their order and each once: the lines of a log, of a stack trace, or of a
 * message that was wrapped. Empty: none does.
 */
export function textsOfDenials(text: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line) => line.trim().slice(0, LONGEST_LINE));
  const found: string[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const read = parseDenialMessage(line);
    if (!isDenial(read)) continue;
    const { joined, taken } = withItsRest(lines, index, read);
    found.push(joined);
    index += taken;
  }
  const recognised = found.filter((one) => parseDenialMessage(one).template !== 'unrecognised');
  // A stack trace repeats the bare name of the exception; it counts only where nothing says more.
  return uniqueTexts(recognised.length > 0 ? recognised : found.slice(0, 1));
}

const isDenial = ({ template, errorCode, status }: DenialMessage): boolean =>
  isRefusal(template) || isDenialCode(errorCode) || status === 401 || status === 403;

/** The next lines belong to a message when it says more with them, of the same request. */
function withItsRest(
  lines: readonly string[],
  index: number,
  read: DenialMessage,
): { readonly joined: string; readonly taken: number } {
  let [joined, taken, known] = [lines[index] ?? '', 0, read];
  // Only IAM's sentences are long enough to be broken, and only before their reason.
  if (read.layer !== undefined || !isOpen(read)) return { joined, taken };
  for (let more = 1; more < BROKEN_INTO; more += 1) {
    const next = lines[index + more];
    if (next === undefined || next === '' || /^[[{(\d]|^(?:at|File|Traceback|User:|An error occurred) ?/.test(next))
      break;
    const longer = lines.slice(index, index + more + 1).join(' ');
    const facts = parseDenialMessage(longer);
    if (facts.layer === undefined && (facts.resource === undefined || known.resource !== undefined)) continue;
    [joined, taken, known] = [longer, more, facts];
    if (facts.layer !== undefined) break;
  }
  return { joined, taken };
}

const isOpen = ({ template }: DenialMessage): boolean =>
  template === 'iam-no-reason' || template.startsWith('iam-cut-') || template === 'unrecognised';

/** A stack trace tells the same message several times, with more or less around it. */
function uniqueTexts(texts: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return texts.filter((text) => {
    const { errorCode: _, operation: __, service: ___, status: ____, ...facts } = parseDenialMessage(text);
    const key = JSON.stringify(facts);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
