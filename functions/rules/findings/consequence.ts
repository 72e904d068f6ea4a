import { type ServiceAction, serviceAuthorization } from '../../iam/service-authorization.ts';

/** What a grant is good for, the worst first. */
export type Consequence = 'administers' | 'changes' | 'reads' | 'records' | 'lists';

/** Listed as writing, and nothing that anybody keeps changes by them. */
const CHANGE_NOTHING: ReadonlySet<string> = new Set([
  'kms:decrypt',
  'kms:encrypt',
  'kms:generatedatakey',
  'kms:generatedatakeywithoutplaintext',
  'kms:reencryptfrom',
  'kms:reencryptto',
  'bedrock:retrieveandgenerate',
]);

/** Listed as writing: they add to logs, metrics and traces. */
const RECORDS: ReadonlySet<string> = new Set([
  'cloudwatch:putmetricdata',
  'logs:createloggroup',
  'logs:createlogstream',
  'logs:putlogevents',
  'xray:puttelemetryrecords',
  'xray:puttracesegments',
]);

/** Services whose every change is one of permissions. */
const OF_PERMISSIONS = /^(iam|organizations|sts):/i;

/** By the access level of the Service Authorization Reference. */
export function consequenceOf({ action, accessLevel }: ServiceAction): Consequence {
  if (CHANGE_NOTHING.has(action.toLowerCase())) return 'reads';
  if (RECORDS.has(action.toLowerCase())) return 'records';
  const writes = /Write|Tagging|Permissions/.test(accessLevel);
  if (OF_PERMISSIONS.test(action) && writes) return 'administers';
  // InvokeGateway and its like are listed there as well, and change nobody's permissions.
  if (/Permissions/.test(accessLevel) && /:(Put|Add|Create|Delete|Remove|Set|Update|Grant|Attach|Detach)/.test(action))
    return 'administers';
  if (writes) return 'changes';
  return accessLevel === 'List' ? 'lists' : 'reads';
}

/** Of a service whose access levels are not in the data: a name tells whether it only reads. */
export const consequenceOfName = (action: string): Consequence =>
  /^[a-z0-9-]+:(Get|List|Describe|BatchGet|Search|Query)[A-Za-z]*[*?]?$/.test(action) ? 'reads' : 'changes';

/** Does one exactly named action change anything that others see? */
export function changesData(action: string): boolean {
  const prefix = action.split(':', 1)[0] ?? '';
  const known = serviceAuthorization.actionsMatching(action);
  const consequences = serviceAuthorization.isCovered(prefix) ? known.map(consequenceOf) : [consequenceOfName(action)];
  return consequences.some((consequence) => consequence === 'changes' || consequence === 'administers');
}
