import type { SurplusGrant } from '../../iam/allow-surplus.ts';
import type { Policy, Statement } from '../../iam/policy.ts';
import { serviceAuthorization } from '../../iam/service-authorization.ts';
import { listValues } from '../findings/list-values.ts';
import { locate } from '../findings/locate.ts';
import type { Finding } from '../rule.ts';

const isEverything = (pattern: string): boolean => /^(\*+|\*+:\*+)$/.test(pattern);

/** `bedrock:*`, `s3:**`; what AWS has no service for grants nothing. */
export function serviceOf(pattern: string): string | undefined {
  const service = /^([a-z0-9-]+):\*+$/i.exec(pattern)?.[1]?.toLowerCase();
  return service !== undefined && serviceAuthorization.isKnownPrefix(service) ? service : undefined;
}

/** `*`, or all of a kind: `arn:aws:s3:::*`, `arn:aws:bedrock:*:*:agent/*`. */
const isBroad = (resource: string): boolean => /^(\*+|arn:[^/]*:\*+|arn:[^/]*[:/][a-z-]+\/\*+)$/.test(resource);

const reachesBroadly = ({ resources }: Statement): boolean =>
  resources === undefined || resources.except || resources.patterns.some(isBroad);

const allowsEveryAction = ({ actions }: Statement): boolean => !actions.except && actions.patterns.some(isEverything);

const isAdministrative = (statement: Statement): boolean =>
  statement.effect === 'Allow' &&
  allowsEveryAction(statement) &&
  (statement.resources?.except === true ||
    statement.resources?.patterns.some((resource) => /^\*+$/.test(resource)) === true);

/** Grants that no needs of any workload can justify, whatever they are; they are findings even while the needs are unknown. */
export function broadGrants(policy: Policy): readonly Finding[] {
  const administrative = policy.statements.filter(isAdministrative);
  const [first] = administrative;
  const rest = policy.statements.filter(
    (statement) => statement.effect === 'Allow' && !administrative.includes(statement),
  );
  return [...(first === undefined ? [] : [administrator(policy, first)]), ...rest.flatMap(broadStatement)];
}

/** Does a broad finding about the statement already say what this pair would say? */
export function isNamedBroadly({ location, action }: SurplusGrant, broad: readonly Finding[]): boolean {
  return broad.some(({ id, location: named }) => {
    if (named?.policy !== location.policy) return false;
    // An administrator's policy grants all that its other statements do.
    if (id === 'administrator-access') return true;
    if (named.statement !== location.statement) return false;
    return id === 'allow-with-not-action' || serviceOf(action) !== undefined || /^\*/.test(action);
  });
}

const administrator = ({ name }: Policy, { location }: Statement): Finding => ({
  id: 'administrator-access',
  severity: 'critical',
  message: `The ${name} allows every action on every resource: whoever steers the agent acts as an administrator of the account.`,
  location,
  remediation: name.includes('managed policy')
    ? `Detach the ${name} from the role, and allow only what its workloads need.`
    : `Remove the statement from the ${name}, and allow only what the role's workloads need.`,
});

function broadStatement(statement: Statement): readonly Finding[] {
  const { actions, location } = statement;
  if (actions.except)
    return [
      {
        id: 'allow-with-not-action',
        severity: reachesBroadly(statement) ? 'critical' : 'high',
        message: `An Allow with NotAction (${locate(location)}) grants every action but ${listValues(actions.patterns)}, those of every service included.`,
        location,
        remediation: 'Replace NotAction by an Action that lists what is needed.',
      },
    ];
  if (!reachesBroadly(statement)) return [];
  const services = [
    ...new Set(actions.patterns.flatMap((pattern) => serviceOf(pattern) ?? (isEverything(pattern) ? ['*'] : []))),
  ];
  if (services.length === 0) return [];
  const granted = services.map((service) => (service === '*' ? '*' : `${service}:*`));
  return [
    {
      id: 'all-actions-of-a-service',
      severity: services.some((service) => service === 'iam' || service === 'sts') ? 'critical' : 'high',
      message: `${listValues(granted)} on ${resourcesText(statement)} (${locate(location)}) allows every action, deletion and administration included.`,
      location,
      remediation: `Replace ${listValues(granted)} by the actions that are needed, on the ARNs that are needed.`,
    },
  ];
}

const resourcesText = ({ resources }: Statement): string =>
  resources === undefined
    ? 'the role'
    : resources.except
      ? `everything but ${listValues(resources.patterns)}`
      : listValues(resources.patterns.filter(isBroad));
