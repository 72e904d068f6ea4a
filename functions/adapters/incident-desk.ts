import type { ByHand } from '../alerts/incidents/by-hand.ts';
import type { Incident } from '../alerts/incidents/incident.ts';
import { type Aws, awsFailure, isNotFound } from './aws.ts';
import { buildIncidentStore, type IncidentStore } from './incident-store.ts';
import { InputError } from './input-error.ts';
import { type Identity, readIdentity } from './read-identity.ts';
import { INCIDENT_TABLE } from './wider-evidence.ts';

/** The incidents of a deployment, as whoever handles them by hand needs them. */
export interface IncidentDesk {
  /** Whose credentials these are. */
  readonly caller: Identity;
  /** The last seen first. @throws InputError when there is no table, or it may not be read */
  list(): Promise<readonly Incident[]>;
  /** @param prefix the beginning of an id that no other has. @throws InputError when it names none, or several */
  find(prefix: string): Promise<Incident>;
  /**
   * Writes what a person says of an incident. Where somebody wrote meanwhile, it is said of what is there now.
   *
   * @throws InputError when it cannot be said of it, or may not be written
   */
  change(incident: Incident, say: (current: Incident) => ByHand): Promise<Incident>;
}

const MOST_ATTEMPTS = 5;

/** @throws InputError when there are no usable credentials or no Region */
export async function openIncidentDesk(aws: Aws, now: () => number): Promise<IncidentDesk> {
  const caller = await readIdentity(aws);
  const store = buildIncidentStore(INCIDENT_TABLE, aws, now);
  const place = `account ${caller.accountId}, ${caller.region}`;
  const ask = <Answer>(permission: string, request: () => Promise<Answer>): Promise<Answer> =>
    request().catch((thrown: unknown) => {
      throw refusal(thrown, place, permission);
    });
  const list = () => ask('dynamodb:Query', () => store.list());
  return {
    caller,
    list,
    find: async (prefix) => named(prefix, await list(), place),
    change: (incident, say) => change(incident, say, store, ask),
  };
}

async function change(
  { id }: Incident,
  say: (current: Incident) => ByHand,
  store: IncidentStore,
  ask: <Answer>(permission: string, request: () => Promise<Answer>) => Promise<Answer>,
): Promise<Incident> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const current = await ask('dynamodb:GetItem', () => store.read(id));
    if (current === undefined)
      throw new InputError('it is kept no longer', `incident ${id}`, 'list the incidents again');
    const said = say(current);
    if ('refused' in said) throw new InputError(said.refused, `incident ${id}`, `see \`warden incidents show ${id}\``);
    const { outcome } = await ask('dynamodb:PutItem', () => store.write(said.incident));
    if (outcome === 'written') return said.incident;
  }
  throw new InputError('others wrote to it all the time', `incident ${id}`, 'run it again in a minute');
}

function named(prefix: string, incidents: readonly Incident[], place: string): Incident {
  const matching = incidents.filter(({ id }) => id.startsWith(prefix.toLowerCase()));
  const [first, ...others] = matching.filter(({ id }) => id === prefix.toLowerCase()).concat(matching);
  if (first === undefined || prefix === '')
    throw new InputError(
      `no incident has an id that begins with \`${prefix}\``,
      place,
      'run `warden incidents list --state all`',
    );
  if (first.id !== prefix.toLowerCase() && others.length > 0)
    throw new InputError(
      `${matching.length} incidents have ids that begin with it`,
      prefix,
      `write more of the one that you mean: ${matching
        .slice(0, 5)
        .map(({ id }) => id)
        .join(', ')}`,
    );
  return first;
}

function refusal(thrown: unknown, place: string, permission: string): unknown {
  if (isNotFound(thrown))
    return new InputError(
      `there is no table \`${INCIDENT_TABLE}\``,
      place,
      'name the Region that Bedrock Warden is deployed in with `--region`, or deploy it (README.md, "Deploy it")',
      { cause: thrown },
    );
  const { error, message } = awsFailure(thrown);
  const what = `the table \`${INCIDENT_TABLE}\` did not answer (${error}: ${message})`;
  return new InputError(what, place, `see that your credentials allow \`${permission}\` on it`, { cause: thrown });
}
