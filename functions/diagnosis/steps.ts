import { accessHeldElsewhere } from './steps/access-held-elsewhere.ts';
import { agentNotPrepared } from './steps/agent-not-prepared.ts';
import { conditionNotMet } from './steps/condition-not-met.ts';
import { explicitDeny } from './steps/explicit-deny.ts';
import { marketplacePermissions } from './steps/marketplace-permissions.ts';
import { marketplaceSubscription } from './steps/marketplace-subscription.ts';
import { missingAction } from './steps/missing-action.ts';
import { modelAccess } from './steps/model-access.ts';
import { modelRegion } from './steps/model-region.ts';
import { nothingThere } from './steps/nothing-there.ts';
import { passedThings } from './steps/passed-things.ts';
import { permissionsBoundary } from './steps/permissions-boundary.ts';
import { policiesChanged } from './steps/policies-changed.ts';
import { resourceArnMismatch } from './steps/resource-arn-mismatch.ts';
import { resourceControlPolicy } from './steps/resource-control-policy.ts';
import { resourcePolicy } from './steps/resource-policy.ts';
import { retiredModel } from './steps/retired-model.ts';
import { roleNotThere } from './steps/role-not-there.ts';
import { serviceControlPolicy } from './steps/service-control-policy.ts';
import { sessionPolicy } from './steps/session-policy.ts';
import { statedCause } from './steps/stated-cause.ts';
import type { Step } from './steps/step.ts';
import { storeNetwork } from './steps/store-network.ts';
import { trustPolicy } from './steps/trust-policy.ts';
import { useCaseForm } from './steps/use-case-form.ts';
import { vpcEndpointPolicy } from './steps/vpc-endpoint-policy.ts';
import { wrongCredentials } from './steps/wrong-credentials.ts';

/** The questions of a diagnosis; of two causes of the same certainty, the earlier one comes first. */
export const steps: readonly Step[] = [
  // Nobody is to be granted what another was meant to ask for.
  wrongCredentials,
  roleNotThere,
  agentNotPrepared,
  // No form and no agreement brings a retired model back.
  retiredModel,
  useCaseForm,
  marketplacePermissions,
  modelAccess,
  marketplaceSubscription,
  modelRegion,
  // Who may become the role comes before what the role may do.
  trustPolicy,
  passedThings,
  accessHeldElsewhere,
  storeNetwork,
  policiesChanged,
  // IAM's denials of the workload's role come in IAM's words; Bedrock's own are about what stands behind it.
  statedCause,
  missingAction,
  resourceArnMismatch,
  conditionNotMet,
  explicitDeny,
  serviceControlPolicy,
  permissionsBoundary,
  sessionPolicy,
  vpcEndpointPolicy,
  resourceControlPolicy,
  resourcePolicy,
  nothingThere,
];
