import { arnFields } from '../../iam/arn.ts';
import { coversResource } from '../../iam/cover.ts';
import type { Policy } from '../../iam/policy.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { Evidence } from '../../workload/evidence.ts';
import { mayTrust } from '../../workload/hidden-users.ts';
import type { RequiredRequest } from '../../workload/required-request.ts';
import type { Finding } from '../rule.ts';
import { locate } from './locate.ts';

/**
 * Resources of Amazon Bedrock in a Region where no workload of the role is, and where none of them calls anything: a model, a
 * knowledge base or a guardrail is used in the Region of whoever uses it, or where an inference profile routes to. Nothing is
 * said while needs are not known, or where the trust policy lets in the workloads of that Region too.
 */
export function foreignRegions(
  { statements }: Policy,
  {
    workloads,
    requiredAccess,
    trustPolicy,
  }: Pick<AgentRole, 'workloads' | 'trustPolicy'> & { readonly requiredAccess: Evidence<readonly RequiredRequest[]> },
): readonly Finding[] {
  if ('missing' in requiredAccess) return [];
  const needed = requiredAccess.known.map(({ resource }) => resource);
  const regions = new Set([...workloads.map(({ region }) => region), ...needed.map(regionOf)]);
  const [own] = workloads;
  const isForeign = (arn: string): boolean => {
    const region = regionOf(arn);
    return (
      IS_REGION.test(region) && !regions.has(region) && !mayTrust(trustPolicy, BEDROCK, `arn:*:bedrock:${region}:*:*`)
    );
  };
  return statements.flatMap(({ effect, resources, location }) =>
    effect === 'Deny' || resources === undefined || resources.except
      ? []
      : [...new Set(resources.patterns)]
          .filter((arn) => arnFields(arn)[2] === 'bedrock' && isForeign(arn))
          .map((arn) => ({
            id: 'wrong-region',
            severity: 'medium' as const,
            message: `\`${arn}\` is in the Region \`${regionOf(arn)}\`, where no workload of the role is, and where none of them calls anything (Resource of ${locate(location)}).`,
            location,
            remediation: remedy(arn, own?.region ?? '', needed, resources.patterns),
          })),
  );
}

const BEDROCK = 'bedrock.amazonaws.com';
const IS_REGION = /^[a-z]+(-[a-z]+)+-\d+$/;

const regionOf = (arn: string): string => arnFields(arn)[3] ?? '';

/** The same resource in the Region of the workloads, where that is what they need. */
function remedy(arn: string, region: string, needed: readonly string[], written: readonly string[]): string {
  const meant = arnFields(arn)
    .map((field, index) => (index === 3 ? region : field))
    .join(':');
  return needed.some((resource) => coversResource(meant, resource)) && !written.includes(meant)
    ? `Write \`${meant}\`.`
    : `Remove \`${arn}\` from the statement.`;
}
