import { isResourceControlled } from '../../iam/resource-controlled.ts';
import type { Change } from '../../workload/change.ts';
import { isAboutRole } from '../about-role.ts';
import { organizationAdministrator } from '../administrator.ts';
import { isAssumedByService } from '../assumed-by-service.ts';
import type { DiagnosisContext } from '../context.ts';
import { deniedBy } from '../denied-by.ts';
import type { Cause } from '../diagnosis.ts';
import { decisionText } from '../evidence-line.ts';
import { openLayer } from '../open-layer.ts';
import { isShutOutAbove } from '../trust-answer.ts';
import { nothing, type Step } from './step.ts';

/** https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html */
export const resourceControlPolicy: Step = {
  id: 'resource-control-policy',
  question: 'Does the organization deny it with a resource control policy?',
  examine(context) {
    const named = context.denied.message.layer === 'resourceControl';
    const denied = deniedBy(context, 'resourceControl', { named, explicitOnly: false });
    if (denied === undefined) {
      const shut = named ? undefined : serviceShutOut(context);
      if (shut !== undefined) return { causes: [shut] };
      const applies = context.answers.some(({ request }) => isResourceControlled(request.action));
      return applies ? openLayer(context, 'resourceControl') : nothing;
    }
    return {
      causes: [
        {
          code: 'RCP_DENY',
          certainty: denied.certainty,
          summary: `A resource control policy of the organization denies ${context.access.action ?? 'the call'}${denied.where === undefined ? '' : ` (${denied.where})`}.`,
          evidence: denied.evidence,
          change: excepted(context),
        },
      ],
    };
  },
};

/** A service that assumes a role asks the organization of the role, too. */
function serviceShutOut(context: DiagnosisContext): Cause | undefined {
  if (!isAboutRole(context)) return undefined;
  const shut = context.trust.filter(isShutOutAbove);
  const unsure = context.trust.filter(({ resourceControl }) => resourceControl?.decision === 'unknown');
  const told = shut.length > 0 ? shut : isAssumedByService(context) ? unsure : [];
  const [first] = told;
  if (first === undefined) return undefined;
  const certain = shut.length === context.trust.length;
  return {
    code: 'RCP_DENY',
    certainty: certain ? 'proven' : shut.length > 0 ? 'likely' : 'possible',
    summary: `A resource control policy of the organization ${shut.length > 0 ? 'denies' : 'may deny'} ${first.workload.servicePrincipal} to assume the role for ${first.workload.sourceArn}.`,
    evidence: told.map(({ workload, resourceControl }) => ({
      source: 'policy engine',
      says: `sts:AssumeRole by ${workload.servicePrincipal} for ${workload.sourceArn}: ${resourceControl === undefined ? '' : decisionText(resourceControl)}`,
    })),
    change: excepted(context),
  };
}

const excepted = (context: DiagnosisContext): Change => ({
  kind: 'steps',
  who: organizationAdministrator(context),
  steps: [
    'Except the role, or the services that act for it, from the Deny of the resource control policy.',
    'Leave the policies of the role as they are: nothing in the account outweighs a resource control policy.',
  ],
});
