import type { Policy } from '../../iam/policy.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import { readPolicies } from '../needs/open-policies.ts';

type Restricted = Pick<
  AgentRole,
  'identityPolicies' | 'readablePolicies' | 'permissionsBoundary' | 'serviceControlPolicies' | 'resourceControlPolicies'
>;

/** Is there, in what was read of the role and above it, anything that could take something away? */
export function mayRestrict(role: Restricted): boolean {
  const { permissionsBoundary: boundary, serviceControlPolicies, resourceControlPolicies } = role;
  const levels = [serviceControlPolicies, resourceControlPolicies].flatMap((layer) =>
    'known' in layer ? layer.known : [],
  );
  return (
    readPolicies(role).some(denies) ||
    ('known' in boundary && boundary.known !== null && !isUnlimited([boundary.known])) ||
    levels.some((level) => !isUnlimited(level))
  );
}

const denies = ({ statements }: Policy): boolean => statements.some(({ effect }) => effect === 'Deny');

/** `FullAWSAccess`, and nothing that denies beside it. */
const isUnlimited = (level: readonly Policy[]): boolean =>
  !level.some(denies) &&
  level.some(({ statements }) =>
    statements.some(
      ({ actions, resources, conditions }) =>
        conditions.length === 0 &&
        !actions.except &&
        actions.patterns.includes('*') &&
        resources?.except === false &&
        resources.patterns.includes('*'),
    ),
  );
