import { needsAgreement } from '../../workload/model-refusal.ts';
import { administrator } from '../administrator.ts';
import type { DiagnosisContext } from '../context.ts';
import { callsModel } from '../denied-access.ts';
import type { Cause, EvidenceLine } from '../diagnosis.ts';
import { messageLine } from '../evidence-line.ts';
import { availabilityLine } from '../model-state.ts';
import { answerRequest } from '../policy-answer.ts';
import { nothing, type Step, type StepAnswer } from './step.ts';

/**
 * The first use of a third-party model in an account subscribes it; somebody needs the Marketplace actions once.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html
 */
export const marketplacePermissions: Step = {
  id: 'marketplace-permissions',
  question: 'Was the subscription to the model refused for lack of AWS Marketplace permissions?',
  examine(context) {
    const { template, action, layer, effect } = context.denied.message;
    const byAction = action?.toLowerCase().startsWith('aws-marketplace:') === true;
    if (template !== 'marketplace-permissions' && !(byAction && layer === 'identity' && effect === 'implicit'))
      return withoutText(context);
    return {
      causes: [
        {
          code: 'MARKETPLACE_PERMISSIONS_MISSING',
          // The general text is also used when the form or the payment method stands in the way.
          certainty: byAction ? 'proven' : hasRights(context) || isUnderWay(context) ? 'possible' : 'likely',
          summary:
            'The account has no subscription to the model, and the caller may not make one: aws-marketplace:Subscribe or aws-marketplace:ViewSubscriptions is missing.',
          evidence: [messageLine(context), ...rightsLines(context)],
          change: subscribe(context),
        },
      ],
    };
  },
};

const subscribe = (context: DiagnosisContext): Cause['change'] => ({
  kind: 'steps',
  who: administrator(context),
  steps: [
    'Invoke the model once as a principal that holds aws-marketplace:Subscribe, aws-marketplace:Unsubscribe and aws-marketplace:ViewSubscriptions; the subscription then counts for everyone in the account.',
    'Wait two minutes, then invoke the agent again; if it is still refused, look for a missing use-case form (Anthropic) or payment method.',
    'Do not give the Marketplace actions to the role of the agent: it needs them never again.',
  ],
});

const SUBSCRIBE = 'aws-marketplace:Subscribe';

/** Whether the caller may subscribe; undefined when its policies are not known. */
function mayCallerSubscribe({ role }: DiagnosisContext): boolean | undefined {
  if (role === undefined || 'missing' in role.identityPolicies) return undefined;
  const request = { action: SUBSCRIBE, resource: '*', context: {}, standing: 'optional' } as const;
  const { identity } = answerRequest(request, role);
  return identity?.decision === 'allowed' ? true : identity?.decision === 'unknown' ? undefined : false;
}

const isOfWorkload = ({ role }: DiagnosisContext): boolean => (role?.workloads.length ?? 0) > 0;

const hasRights = (context: DiagnosisContext): boolean => mayCallerSubscribe(context) === true;

const isUnderWay = ({ models }: DiagnosisContext): boolean =>
  models.models.some(({ availability }) => {
    const status = 'known' in availability ? availability.known.agreementAvailability?.status : undefined;
    return status === 'PENDING' || status === 'ERROR';
  });

const rightsLines = (context: DiagnosisContext): readonly EvidenceLine[] => {
  const may = mayCallerSubscribe(context);
  if (may === undefined) return [];
  return [
    {
      source: 'policy engine',
      says: `${SUBSCRIBE} on *: ${may ? 'allowed to the caller' : 'not allowed by any statement'}`,
    },
  ];
};

/** A call of a model that has no agreement yet makes one, with the rights of the caller. */
function withoutText(context: DiagnosisContext): StepAnswer {
  if (!context.modelRefused || !callsModel(context.denied.eventName)) return nothing;
  const without = context.models.models.filter(
    ({ provider, availability }) =>
      needsAgreement(provider) &&
      'known' in availability &&
      availability.known.agreementAvailability?.status === 'NOT_AVAILABLE',
  );
  const [model] = without;
  if (model === undefined || hasRights(context)) return nothing;
  const known = mayCallerSubscribe(context) === false;
  return {
    causes: [
      {
        code: 'MARKETPLACE_PERMISSIONS_MISSING',
        // The role of a workload is not meant to subscribe: somebody else does, once for the account.
        certainty: known && context.allowedByIdentity && !isOfWorkload(context) ? 'likely' : 'possible',
        summary: `The account has no agreement for ${model.modelId}; the first call makes it, and the caller ${known ? 'may not' : 'is not known to be allowed to'} subscribe.`,
        evidence: [availabilityLine(model.modelId, 'agreementAvailability NOT_AVAILABLE'), ...rightsLines(context)],
        change: subscribe(context),
      },
    ],
  };
}
