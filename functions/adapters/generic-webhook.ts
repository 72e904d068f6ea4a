import type { Alert } from '../alerts/alert.ts';
import { teamsMessage } from '../alerts/teams-message.ts';
import { addressIn, type SecretFields } from './notifier-secret.ts';
import { NotDelivered, type Patience, postPatiently } from './post-patiently.ts';

/**
 * Posts an alert to the address that the secret names: as it is (`bedrock-warden/alert/1`), or, with `"format":"teams"`, as the
 * Adaptive Card that a Teams workflow expects. `authorization` of the secret becomes the header of that name. Every retry has the
 * same `idempotency-key`.
 *
 * @throws NotDelivered when the endpoint does not take it in time, or not at all
 */
export async function postToWebhook(secret: SecretFields, alert: Alert, patience: Patience): Promise<void> {
  const { authorization, format } = secret;
  const headers = {
    'idempotency-key': alert.id.replace(/[^\x21-\x7e]/g, '_'),
    ...(authorization !== undefined && { authorization }),
  };
  const body = format === 'teams' ? teamsMessage(alert) : alert;
  const request = { url: addressIn(secret, 'webhookUrl'), headers, body };
  const answer = await postPatiently(request, patience);
  if (typeof answer.status !== 'number' || answer.status < 200 || answer.status > 299)
    throw new NotDelivered(answer, request);
}
