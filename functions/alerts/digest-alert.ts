import type { Severity } from '../rules/rule.ts';
import { partitionOf } from '../workload/arn.ts';
import type { Alert, AlertSection } from './alert.ts';
import { buildAlert } from './build-alert.ts';
import { consoleLinks } from './console-links.ts';
import type { Incident } from './incidents/incident.ts';
import { gravestFirst } from './non-compliance.ts';
import { counted, spokenTime } from './spoken.ts';

export interface DigestRole {
  readonly roleName: string;
  readonly severity: Severity;
  /** The rules that it is non-compliant with. */
  readonly ruleIds: readonly string[];
}

export interface Digest {
  readonly accountId: string;
  readonly region: string;
  /** `2026-11-22` */
  readonly day: string;
  /** Those that nobody has resolved. */
  readonly incidents: readonly Incident[];
  readonly roles: readonly DigestRole[];
  readonly exceptions: readonly {
    readonly roleName: string;
    readonly ruleId: string;
    readonly owner: string;
    readonly until: string;
  }[];
  readonly models: readonly { readonly roleName: string; readonly message: string }[];
  /** Why rules had no answer, each reason once. */
  readonly undecided: readonly string[];
}

/** So many of a kind that one reads them; the number before tells of all. */
const MOST = 8;

export const isAllClear = ({ incidents, roles, exceptions, models, undecided }: Digest): boolean =>
  incidents.length + roles.length + exceptions.length + models.length + undecided.length === 0;

/** What is open, in one message: by schedule, whether or not anything changed. */
export function digestAlert(digest: Digest): Alert {
  const { accountId, region, day } = digest;
  const severity = severityOf(digest);
  return buildAlert({
    id: `digest/${accountId}/${region}/${day}`,
    thread: `digest/${accountId}/${region}/${day}`,
    kind: 'digest',
    reason: 'scheduled',
    severity,
    subject: `Digest of ${day}, account ${accountId}: ${sums(digest)}`,
    summary: `On ${day}: ${sums(digest)}.`,
    sections: [
      {
        part: 'happened',
        title: 'What is open',
        lines: [`On ${day}: ${sums(digest)}.`, `Account ${accountId}, ${region}`],
      },
      ...sectionsOf(digest),
      ...whatToDo(digest),
    ],
    links: consoleLinks({ partition: partitionOf({ region }), region }, { configRules: true }),
    more: 'warden audit, warden incidents list',
    silence: [],
    attributes: { severity, account: accountId, region },
    eventId: null,
    details: { ...digest, incidents: digest.incidents.map(({ denied, ...incident }) => incident) },
  });
}

function severityOf({ incidents, roles }: Digest): Severity {
  const open = incidents.filter(({ state }) => state === 'open');
  return [...open, ...roles].map(({ severity }) => severity).toSorted(gravestFirst)[0] ?? 'low';
}

function sums(digest: Digest): string {
  const { incidents, roles, exceptions, models, undecided } = digest;
  if (isAllClear(digest)) return 'all clear, no denial and no finding is open';
  const parts = [
    [incidents.length, 'unresolved incident'],
    [roles.length, 'non-compliant role'],
    [exceptions.length, 'exception ending soon', 'exceptions ending soon'],
    [usersByModel(models).size, 'model near its end', 'models near their end'],
    [undecided.length, 'question without an answer', 'questions without an answer'],
  ] as const;
  return parts
    .flatMap(([count, one, many]) =>
      count === 0 ? [] : [many === undefined ? counted(count, one) : `${count} ${count === 1 ? one : many}`],
    )
    .join(', ');
}

function sectionsOf({ incidents, roles, exceptions, models, undecided }: Digest): readonly AlertSection[] {
  return [
    section('todo', 'Unresolved incidents', incidents.toSorted(gravestIncident).map(incidentLine)),
    section(
      'todo',
      'Non-compliant roles',
      roles
        .toSorted((a, b) => gravestFirst(a.severity, b.severity) || (a.roleName < b.roleName ? -1 : 1))
        .map(({ roleName, severity, ruleIds }) => `${severity}: ${roleName}: ${ruleIds.join(', ')}`),
    ),
    section(
      'why',
      'Exceptions that end within 30 days',
      exceptions
        .toSorted((a, b) => (a.until < b.until ? -1 : 1))
        .map(({ roleName, ruleId, owner, until }) => `${until}: ${roleName}: ${ruleId}, owner ${owner}`),
    ),
    section(
      'why',
      'Models near their end',
      [...usersByModel(models)].map(([message, users]) => `${named(users)}: ${message}`),
    ),
    section('more', 'Not decided, evidence was missing', undecided),
  ].flatMap((found) => found ?? []);
}

function whatToDo(digest: Digest): readonly AlertSection[] {
  if (isAllClear(digest)) return [];
  const [first] = digest.incidents.toSorted(gravestIncident);
  const lines = [
    ...(first === undefined ? [] : [`Of an incident, its cause and the steps: \`warden incidents show ${first.id}\``]),
    'All findings, with what to do about each: `warden audit`',
  ];
  return [{ part: 'todo', title: 'What to do', lines }];
}

const section = (part: AlertSection['part'], title: string, lines: readonly string[]): AlertSection | undefined =>
  lines.length === 0
    ? undefined
    : {
        part,
        title: `${title} (${lines.length})`,
        lines: lines.length <= MOST ? lines : [...lines.slice(0, MOST), `and ${lines.length - MOST} more`],
      };

/** The roles of a model, by what is said of it: many roles use one model. */
const usersByModel = (models: Digest['models']): ReadonlyMap<string, readonly string[]> =>
  new Map(
    [...Map.groupBy(models, ({ message }) => message)].map(([message, of]) => [
      message,
      of.map(({ roleName }) => roleName),
    ]),
  );

/** So many names of roles that the message behind them is still read. */
const MOST_NAMES = 3;

const named = (names: readonly string[]): string =>
  names.length <= MOST_NAMES
    ? names.join(', ')
    : `${names.slice(0, MOST_NAMES).join(', ')} and ${counted(names.length - MOST_NAMES, 'more role')}`;

const gravestIncident = (a: Incident, b: Incident): number =>
  Number(a.state !== 'open') - Number(b.state !== 'open') || gravestFirst(a.severity, b.severity);

const incidentLine = ({ id, severity, state, roleName, action, cause, count, lastSeen }: Incident): string =>
  `${severity}: ${id} (${state}): ${roleName ?? 'an unknown role'}: ${action ?? 'a call'}: ${cause ?? 'cause unknown'}, ${counted(count, 'time')}, last ${spokenTime(lastSeen)}`;
