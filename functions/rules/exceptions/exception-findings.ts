import { nearest } from '../../iam/nearest.ts';
import type { Finding } from '../rule.ts';
import { type ExceptionState, LONGEST_EXCEPTION_DAYS, type RuleException } from './exception.ts';

const FORM = '`owner=team-name until=2027-01-31 reason=why it is accepted`';

/** What is amiss with an exception that is not applied; nothing of one that has merely expired. */
export function exceptionFindings({ state, exception }: ExceptionState): readonly Finding[] {
  switch (state) {
    case 'without expiry':
      return [
        {
          id: 'exception-without-expiry',
          severity: 'medium',
          message: `The exception from \`${exception.rule}\` (${exception.source}) ${expiry(exception)}: nobody would be reminded of it, so it is not applied.`,
          remediation: `Write \`until=YYYY-MM-DD\` (in a file \`"until": "YYYY-MM-DD"\`), at most ${LONGEST_EXCEPTION_DAYS} days ahead; a tag reads ${FORM}.`,
        },
      ];
    case 'incomplete':
      return [
        {
          id: 'exception-incomplete',
          severity: 'medium',
          message: `The exception from \`${exception.rule}\` (${exception.source}) names no ${lacking(exception)}: nobody answers for it, so it is not applied.`,
          remediation: `Write who answers for it and why; a tag reads ${FORM}.`,
        },
      ];
    case 'too long':
      return [
        {
          id: 'exception-too-long',
          severity: 'low',
          message: `The exception from \`${exception.rule}\` (${exception.source}) lasts until ${exception.until}, more than ${LONGEST_EXCEPTION_DAYS} days ahead, so it is not applied.`,
          remediation: `Write a day at most ${LONGEST_EXCEPTION_DAYS} days ahead, and renew it when it comes.`,
        },
      ];
    default:
      return [];
  }
}

/** An exception that excuses nothing, because there is no such rule. */
export function unknownRuleFinding({ rule, source }: RuleException, ruleIds: readonly string[]): Finding {
  const meant = nearest(rule, ruleIds);
  return {
    id: 'exception-for-unknown-rule',
    severity: 'medium',
    message: `An exception (${source}) is for ${rule === '' ? 'no rule' : `the rule ${quoted(rule)}, which does not exist`}: it excuses nothing.`,
    remediation:
      meant === undefined
        ? 'Name a rule of the catalogue, or remove the exception.'
        : `If \`${meant}\` is meant, write that; else remove the exception.`,
  };
}

const expiry = ({ until }: RuleException): string =>
  until === undefined ? 'has no last day' : `ends on ${quoted(until)}, which is no day`;

const lacking = ({ owner = '', reason = '' }: RuleException): string =>
  owner.trim() !== '' ? 'reason' : reason.trim() !== '' ? 'owner' : 'owner and no reason';

const quoted = (text: string): string => `\`${text.length > 80 ? `${text.slice(0, 79)}…` : text}\``;
