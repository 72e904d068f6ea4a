import { LIFECYCLE_PAGE } from '../workload/model-end-dates.ts';
import { lifecycleFindings } from './models/lifecycle-findings.ts';
import { concerning, modelsUsed, unresolvedModels } from './models/models-used.ts';
import { defineRule, outcomeOf } from './rule.ts';

export default defineRule({
  id: 'agent-model-supported',
  title: 'None of the models that the role invokes is legacy, past its end of life, or close to it',
  rationale:
    'After the last day of a model every call to it fails, and the agent with it; nothing moves it to another model by itself. A legacy model is on its way there: an account that does not use it for 15 days may lose it at once, new Provisioned Throughput cannot be bought, and in public extended access its provider may ask a higher price. The denial that follows looks like a missing permission.',
  remediation:
    'Give the workload an active model, allow the role to invoke it, and prepare the agent before the last day.',
  references: [
    LIFECYCLE_PAGE,
    'https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle-legacy.html',
    'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_FoundationModelLifecycle.html',
  ],
  needs: ['models'],
  alsoReads: ['takenAt'],
  parameters: [
    {
      name: 'warnDaysAhead',
      description: 'How many days before an active model becomes legacy, or ends, the role is non-compliant.',
      default: '90',
      accepts: 'a whole number of days from 0 to 365',
      isAccepted: (text) => /^\d{1,3}$/.test(text) && Number(text) <= 365,
    },
  ],
  evaluate({ models, needGaps, takenAt }, { warnDaysAhead }) {
    const uses = modelsUsed(models);
    const unresolved = [...unresolvedModels(models), ...needGaps.models];
    if (uses.length === 0 && unresolved.length === 0)
      return {
        complianceType: 'NOT_APPLICABLE',
        reason:
          models.length === 0
            ? 'the workloads of the role name no model'
            : "the workloads of the role name only the account's own models, which AWS does not retire",
      };
    const judged = uses.map((use) => ({ use, ...lifecycleFindings(use, takenAt, Number(warnDaysAhead)) }));
    return outcomeOf(
      judged.flatMap(({ use, findings }) => findings.map((finding) => ({ ...finding, ...concerning(use) }))),
      [...new Set([...unresolved, ...judged.flatMap(({ open }) => open)])],
    );
  },
});
