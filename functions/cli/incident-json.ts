import type { Identity } from '../adapters/read-identity.ts';
import type { Incident } from '../alerts/incidents/incident.ts';

/** The incidents as `--format json` prints them: `bedrock-warden/incidents/1`, without the calls that they were worked out of. */
export function incidentsJson(incidents: readonly Incident[], { accountId, region }: Identity) {
  const count = (wanted: Incident['state']) => incidents.filter(({ state }) => state === wanted).length;
  return {
    format: 'bedrock-warden/incidents/1',
    accountId,
    region,
    incidents: incidents.map(({ denied, ...incident }) => incident),
    summary: {
      open: count('open'),
      acknowledged: count('acknowledged'),
      muted: count('muted'),
      resolved: count('resolved'),
    },
  };
}
