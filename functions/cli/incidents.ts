import { openIncidentDesk } from '../adapters/incident-desk.ts';
import { acknowledge, type ByHand, mute, resolve } from '../alerts/incidents/by-hand.ts';
import type { Incident } from '../alerts/incidents/incident.ts';
import { exitStatus } from './exit-status.ts';
import { incidentsJson } from './incident-json.ts';
import { changedLine, incidentText } from './incident-text.ts';
import { incidentTable } from './incidents-table.ts';
import { muteEnd } from './mute-end.ts';
import type { IncidentFormat, IncidentStates } from './option-values.ts';
import { printableJson } from './printable.ts';
import { showProgress } from './progress.ts';
import { tableStyle } from './table-style.ts';
import { openReport } from './write-report.ts';

interface IncidentOptions {
  readonly region?: string;
  readonly format: IncidentFormat;
}

export interface ListOptions extends IncidentOptions {
  readonly state: IncidentStates;
  readonly out?: string;
}

export interface SayOptions extends IncidentOptions {
  /** The caller's ARN when absent. */
  readonly by?: string;
  readonly why: string;
}

export interface MuteOptions extends SayOptions {
  readonly until: string;
}

const desk = ({ region }: IncidentOptions) => openIncidentDesk(region === undefined ? {} : { region }, Date.now);

/** Writes the incidents in these states, and returns the exit status: found when one is open. */
export async function listIncidents(options: ListOptions): Promise<number> {
  const writeReport = await openReport(options.out);
  const done = showProgress('Reading the incidents');
  const { caller, incidents } = await desk(options)
    .then(async (opened) => ({ caller: opened.caller, incidents: await opened.list() }))
    .finally(done);
  const shown = incidents.filter(({ state }) => isAsked(state, options.state));
  const style = tableStyle(options.out === undefined ? process.stdout : undefined);
  await writeReport(
    options.format === 'json' ? printableJson(incidentsJson(shown, caller)) : incidentTable(shown, caller, style),
  );
  return shown.some(({ state }) => state === 'open') ? exitStatus.found : exitStatus.nothingToReport;
}

const isAsked = (state: Incident['state'], asked: IncidentStates): boolean =>
  asked === 'all' || (asked === 'unresolved' ? state !== 'resolved' : state === asked);

/** Writes all that is known of one incident. @param id or the beginning of it */
export async function showIncident(id: string, options: IncidentOptions): Promise<number> {
  const opened = await desk(options);
  await print(await opened.find(id), options, (incident) => incidentText(incident, tableStyle(process.stdout)));
  return exitStatus.nothingToReport;
}

export const acknowledgeIncident = (id: string, options: SayOptions): Promise<number> => say(id, options, acknowledge);

export const resolveIncident = (id: string, options: SayOptions): Promise<number> => say(id, options, resolve);

export function muteIncident(id: string, options: MuteOptions): Promise<number> {
  const until = muteEnd(options.until, Date.now());
  return say(id, options, (incident, word, now) => mute(incident, word, until, now));
}

async function say(
  id: string,
  options: SayOptions,
  change: (incident: Incident, word: { readonly by: string; readonly why: string }, now: number) => ByHand,
): Promise<number> {
  const opened = await desk(options);
  const word = { by: options.by ?? opened.caller.arn, why: options.why };
  const found = await opened.find(id);
  const changed = await opened.change(found, (current) => change(current, word, Date.now()));
  await print(changed, options, changedLine);
  return exitStatus.nothingToReport;
}

async function print(
  incident: Incident,
  { format }: IncidentOptions,
  textOf: (incident: Incident) => string,
): Promise<void> {
  const write = await openReport(undefined);
  await write(
    format === 'json' ? printableJson({ format: 'bedrock-warden/incident/1', ...incident }) : textOf(incident),
  );
}
