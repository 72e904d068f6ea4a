import { InputError } from '../adapters/input-error.ts';
import { parseJson } from '../adapters/json-text.ts';
import type { DeniedRequest } from '../diagnosis/diagnosis.ts';
import { textsOfDenials } from '../diagnosis/texts-of-denials.ts';
import { messageDenial } from './message-denial.ts';
import { readDenials } from './read-denials.ts';

/**
 * The denied requests that a pasted text tells of: an error message, a log with several, or a record, trace or error as JSON.
 * Whoever asks says that it is a denial, so a text that is not recognised as one is explained all the same, as a whole.
 *
 * @throws InputError when there is no text
 */
export function messageDenials(text: string): readonly DeniedRequest[] {
  if (text.trim() === '') throw new InputError('no text', '--message', 'paste the error message behind it');
  const json = /^\s*[[{"]/.test(text) ? parseJson(text) : undefined;
  if (json !== undefined && 'value' in json && typeof json.value === 'object') {
    const { denied } = readDenials({ documents: [{ where: '--message', value: json.value }], unreadable: [] });
    if (denied.length > 0) return denied;
  }
  const texts = text.trim().includes('\n') ? textsOfDenials(text) : [];
  return (texts.length === 0 ? [text] : texts).map(messageDenial);
}
