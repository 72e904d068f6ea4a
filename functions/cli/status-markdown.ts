import type { ComplianceStatus, ResourceStatus } from './compliance-status.ts';
import { printable } from './printable.ts';
import { annotationOf, minuteOf, resourceTitle, ruleNotes, statusSummary, unreadNote } from './status-words.ts';

/** The status as GitHub-flavoured Markdown: a table for each role, the worst first. */
export function statusMarkdown(status: ComplianceStatus): string {
  const notes = [...ruleNotes(status), ...status.unread.map(unreadNote)];
  return [
    '# Bedrock Warden: what AWS Config says',
    literal(statusSummary(status)),
    ...(notes.length === 0 ? [] : [notes.map((note) => `- ${literal(note)}`).join('\n')]),
    ...status.resources.map(resourceSection),
    '',
  ]
    .join('\n\n')
    .replace(/\n+$/, '\n');
}

function resourceSection(resource: ResourceStatus): string {
  const { arn, results, withoutResult } = resource;
  return [
    `## ${literal(resourceTitle(resource))}`,
    ...(arn === null ? [] : ['', literal(arn)]),
    '',
    '| rule | compliance | since | annotation |',
    '|---|---|---|---|',
    ...results.map((result) =>
      row([result.ruleId, result.complianceType, minuteOf(result.since), annotationOf(result)]),
    ),
    ...withoutResult.map((ruleId) => row([ruleId, 'no result', '', ''])),
  ].join('\n');
}

const row = (cells: readonly string[]): string => `| ${cells.map(literal).join(' | ')} |`;

/**
 * Text that Markdown shows and does not obey: what is in an account may hold links, HTML or the end of a cell. `_` inside a word
 * emphasizes nothing, so names stay readable.
 */
function literal(text: string): string {
  return printable(text)
    .replace(/[\\`*[\]<>|~#&!@]/g, '\\$&')
    .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/:\/\//g, ':\\/\\/');
}
