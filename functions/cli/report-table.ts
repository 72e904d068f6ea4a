import { styleText } from 'node:util';
import Table from 'cli-table3';
import type { Evaluation } from '../rules/evaluation.ts';
import type { AppliedException, Finding, Outcome } from '../rules/rule.ts';
import type { AgentRole } from '../workload/agent-role.ts';
import type { UnreadPart } from '../workload/snapshot.ts';
import type { Workload } from '../workload/workload.ts';
import { type Audit, NOT_READ } from './judge-snapshot.ts';
import { printable, printableLines } from './printable.ts';
import { severities, worstSeverity } from './severity.ts';
import { complianceTypes, summaryOf } from './summary.ts';
import type { TableStyle } from './table-style.ts';
import { wrapCopyable, wrapText } from './wrap-text.ts';

/** How many findings (or gaps) of one evaluation are worded; the rest is counted. */
const SHOWN = 5;
/** The column of `? INSUFFICIENT_DATA`, with its padding and the lines around both columns. */
const STATUS_WIDTH = 19 + 7;

const ARROW = '→ ';
const symbols = { NON_COMPLIANT: '✗', INSUFFICIENT_DATA: '?', COMPLIANT: '✓', NOT_APPLICABLE: '–' } as const;
const colours = {
  NON_COMPLIANT: 'red',
  INSUFFICIENT_DATA: 'magenta',
  COMPLIANT: 'green',
  NOT_APPLICABLE: 'gray',
} as const;

/** The audit for people: a block for each role, the worst first in it, and what it all comes to. */
export function tableReport(audit: Audit, style: TableStyle): string {
  const roles = [...Map.groupBy(audit.evaluations, ({ role }) => role)];
  const blocks = roles.map(([role, evaluations]) => roleBlock(role, evaluations, style));
  return `${[...blocks, summaryBlock(audit, style)].join('\n\n')}\n`;
}

function roleBlock(role: AgentRole, evaluations: readonly Evaluation[], style: TableStyle): string {
  const heading = [
    ...wrapText(`Role ${printable(role.name)}`, style.width).map((line) => paint('bold', line, style)),
    ...wrapper(style)(`  ${printable(role.arn)}`, style.width),
    ...workloadLines(role.workloads).flatMap((line) => wrapText(`  ${line}`, style.width)),
  ];
  return [...heading, drawn(evaluationRows(evaluations, style), style)].join('\n');
}

/** As AWS names them in a sentence. */
const TYPES: Readonly<Record<Workload['type'], string>> = {
  agent: 'agent',
  knowledgeBase: 'knowledge base',
  flow: 'flow',
  agentCoreRuntime: 'AgentCore runtime',
  agentCoreGateway: 'AgentCore gateway',
  agentCoreMemory: 'AgentCore memory',
  agentCoreBrowser: 'AgentCore browser',
  agentCoreCodeInterpreter: 'AgentCore code interpreter',
  agentCoreHarness: 'AgentCore harness',
  agentCoreEvaluation: 'AgentCore online evaluation',
};

/** The versions of an agent share its ARN, and so a line. */
function workloadLines(workloads: readonly Workload[]): readonly string[] {
  return [...Map.groupBy(workloads, ({ arn }) => arn).values()].map((same) => {
    const { type, name, id } = same[0] as Workload;
    const versions = same.flatMap(({ version }) => version ?? []);
    const versionText = versions.length === 0 ? '' : `, version ${versions.join(', ')}`;
    return printable(`${TYPES[type]} ${name} (${id}${versionText})`);
  });
}

/** One line of the table; an evaluation takes several. */
type Row = readonly [status: string, text: string];

function evaluationRows(evaluations: readonly Evaluation[], style: TableStyle): readonly Row[] {
  const of = (complianceType: Outcome['complianceType']) =>
    evaluations.filter(({ outcome }) => outcome.complianceType === complianceType);
  const bySeverity = severities.flatMap((severity) =>
    of('NON_COMPLIANT').filter(({ outcome }) => worstSeverity(outcome) === severity),
  );
  const [excepted, plain] = [of('COMPLIANT').filter(isExcepted), of('COMPLIANT').filter((each) => !isExcepted(each))];
  const compliant = plain.map(({ rule }) => rule.id);
  const groups = [
    ...[...bySeverity, ...of('INSUFFICIENT_DATA'), ...excepted].map((evaluation) => worded(evaluation, style)),
    ...(compliant.length === 0 ? [] : [sideBySide([status('COMPLIANT', style)], compliant)]),
    ...of('NOT_APPLICABLE').map((evaluation) => worded(evaluation, style)),
  ];
  return groups.flatMap((rows, index) => (index === 0 ? rows : [['', ''] as const, ...rows]));
}

/** Somebody answers for what was found, until a day. */
const isExcepted = ({ outcome }: Pick<Evaluation, 'outcome'>): boolean =>
  'exception' in outcome && outcome.exception !== undefined;

function worded({ rule, outcome }: Evaluation, style: TableStyle): readonly Row[] {
  const severity = worstSeverity(outcome);
  const aside = isExcepted({ outcome }) ? 'excepted' : severity;
  return sideBySide(
    [status(outcome.complianceType, style), ...(aside === null ? [] : [`  ${aside}`])],
    [paint('bold', rule.id, style), ...wording(outcome).flatMap((line) => hanging(printableLines(line), style))],
  );
}

/** Between borders nothing may be longer than its column; without them, what is to be copied is not broken. */
const wrapper = ({ borders }: TableStyle): typeof wrapText => (borders ? wrapText : wrapCopyable);

/** What to do stands out from what was seen. */
function hanging(text: string, style: TableStyle): readonly string[] {
  const [wrap, width] = [wrapper(style), style.width - STATUS_WIDTH];
  if (!text.startsWith(ARROW)) return wrap(text, width);
  const lines = wrap(text.slice(ARROW.length), width - ARROW.length);
  return lines.map((line, index) => (index === 0 ? ARROW : '  ') + line);
}

function sideBySide(left: readonly string[], right: readonly string[]): readonly Row[] {
  return Array.from({ length: Math.max(left.length, right.length) }, (_, line) => [
    left[line] ?? '',
    right[line] ?? '',
  ]);
}

/** What was seen, and what to do first. */
function wording(outcome: Outcome): readonly string[] {
  switch (outcome.complianceType) {
    case 'COMPLIANT':
      return outcome.exception === undefined ? [] : exceptionWording(outcome.exception);
    case 'NOT_APPLICABLE':
      return [outcome.reason];
    case 'INSUFFICIENT_DATA':
      return shown(distinct(outcome.missing), (reason) => [`unknown: ${reason}`]);
    case 'NON_COMPLIANT':
      return [
        ...shown(worstFirst(outcome.findings), ({ severity, message, remediation }) => [
          severity === worstSeverity(outcome) ? message : `(${severity}) ${message}`,
          ARROW + remediation,
        ]),
        ...shown(distinct(outcome.missing ?? []), (reason) => [`also unknown: ${reason}`]),
        ...(outcome.notExcepted ?? []),
      ];
  }
}

const exceptionWording = ({ owner, reason, until, source, findings }: AppliedException): readonly string[] => [
  `excepted until ${until} by ${owner}: ${reason} (${source})`,
  ...shown(worstFirst(findings), ({ severity, message }) => [`(${severity}) ${message}`]),
];

/** What several models or workloads of a role miss is said once. */
const distinct = (reasons: readonly string[]): readonly string[] => [...new Set(reasons)];

function worstFirst(findings: readonly Finding[]): readonly Finding[] {
  return severities.flatMap((severity) => findings.filter((finding) => finding.severity === severity));
}

function shown<Item>(items: readonly Item[], words: (item: Item) => readonly string[]): readonly string[] {
  const rest = items.length - SHOWN;
  return [...items.slice(0, SHOWN).flatMap(words), ...(rest > 0 ? [`… and ${rest} more: --format json has all`] : [])];
}

function summaryBlock({ accountId, regions, takenAt, evaluations, unread }: Audit, style: TableStyle): string {
  const { roles, complianceType, severity } = summaryOf(evaluations);
  const where = `account ${accountId}, ${regions.join(', ')}${takenAt === undefined ? '' : `, as of ${takenAt}`}`;
  const bySeverity = severities.filter((name) => severity[name] > 0).map((name) => `${severity[name]} ${name}`);
  const exceptions = evaluations.filter(isExcepted).length;
  const excepted = exceptions === 0 ? [] : [`${exceptions} excepted`];
  const counts = complianceTypes
    .filter((name) => complianceType[name] > 0)
    .map((name) => {
      const details = name === 'NON_COMPLIANT' ? bySeverity : name === 'COMPLIANT' ? excepted : [];
      const detail = details.length === 0 ? '' : ` (${details.join(', ')})`;
      return `${complianceType[name]} ${name}${detail}`;
    });
  const lines = [
    `${roles} agent ${roles === 1 ? 'role' : 'roles'} in ${where}`,
    ...(counts.length === 0 ? [] : [counts.join(', ')]),
    ...shown(unread, (part) => [unreadLine(part)]),
  ];
  return lines.flatMap((line) => wrapText(printable(line), style.width)).join('\n');
}

function unreadLine({ part, error, message }: UnreadPart): string {
  if (error === NOT_READ) return message ?? part;
  return `not read: ${part} (${error}${message === undefined ? '' : `: ${message}`})`;
}

function status(complianceType: Outcome['complianceType'], style: TableStyle): string {
  return paint(colours[complianceType], `${symbols[complianceType]} ${complianceType}`, style);
}

function paint(format: 'bold' | (typeof colours)[keyof typeof colours], text: string, style: TableStyle): string {
  return style.colours ? styleText(format, text, { validateStream: false }) : text;
}

/**
 * Text is wrapped before and comes line by line: the table's own wrapping cuts long words off, and its time grows with
 * the cube of a cell's length.
 */
function drawn(rows: readonly Row[], { borders }: TableStyle): string {
  const table = new Table({
    style: { head: [], border: [], compact: true, 'padding-left': borders ? 1 : 0, 'padding-right': borders ? 1 : 2 },
    ...(borders ? {} : { chars: noBorders }),
  });
  table.push(...rows.map((cells) => [...cells]));
  return table.toString().replaceAll(/ +$/gm, '');
}

const noBorders = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};
