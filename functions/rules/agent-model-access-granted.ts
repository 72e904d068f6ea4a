import type { Evidence } from '../workload/evidence.ts';
import { LIFECYCLE_AS_OF } from '../workload/model-end-dates.ts';
import { lifecycleOf } from '../workload/model-lifecycle.ts';
import { isRefused } from '../workload/model-refusal.ts';
import { listValues } from './findings/list-values.ts';
import { availabilityFindings, IN_GOV_CLOUD, isOpenToAccount } from './models/model-availability.ts';
import { concerning, modelsUsed, type UsedModel, unresolvedModels } from './models/models-used.ts';
import { defineRule, type Finding, outcomeOf } from './rule.ts';

export default defineRule({
  id: 'agent-model-access-granted',
  title: 'The account has access to every model that the role invokes',
  rationale:
    "Access to a model is a matter of the account, not of the role: the provider's agreement, the account's authorization and entitlement, the Region, and for Anthropic's models a use-case form that somebody submits once. While one of them is missing, the agent is denied with a message that looks like a missing permission, and no policy helps: widening the role only adds risk.",
  remediation:
    "Submit Anthropic's use-case form, accept the model's agreement, or choose a model that is offered; leave the role's policies as they are.",
  references: [
    'https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html',
    'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_GetFoundationModelAvailability.html',
  ],
  needs: ['models'],
  alsoReads: ['useCaseFormSubmitted', 'takenAt'],
  evaluate(role) {
    const uses = modelsUsed(role.models);
    const unresolved = [...unresolvedModels(role.models), ...role.needGaps.models];
    const takenAt = 'known' in role.takenAt ? role.takenAt.known : LIFECYCLE_AS_OF;
    // A retired model answers nobody, and AWS tells no more of it.
    const living = uses.filter(({ model }) => lifecycleOf(model, takenAt).stage !== 'retired');
    if (living.length === 0 && unresolved.length === 0)
      return { complianceType: 'NOT_APPLICABLE', reason: noAccess(role.models.length, uses.length) };
    const judged = living.map((use) => ({ use, ...availabilityFindings(use, role.partition) }));
    const form = useCaseForm(living, role);
    return outcomeOf(
      [
        ...form.findings,
        ...judged.flatMap(({ use, findings }) => findings.map((finding) => ({ ...finding, ...concerning(use) }))),
      ],
      [...new Set([...unresolved, ...form.open, ...judged.flatMap(({ open }) => open)])],
    );
  },
});

/** Why there is no access to judge. */
function noAccess(named: number, foundationModels: number): string {
  if (named === 0) return 'the workloads of the role name no model';
  return foundationModels === 0
    ? "the workloads of the role name only the account's own models, to which access is a matter of policies"
    : 'the models of the role are past their end of life, and access to them is not to be had';
}

interface Judgement {
  readonly findings: readonly Finding[];
  readonly open: readonly string[];
}

/**
 * The form is submitted once for an account, or for its organization, from which an account inherits it. The account's own
 * answer then still reads "not submitted"; a model that the account has agreed to and is entitled to tells that the form is there.
 */
function useCaseForm(
  uses: readonly UsedModel[],
  role: {
    readonly accountId: string;
    readonly useCaseFormSubmitted: Evidence<boolean>;
    readonly partition: string;
  },
): Judgement {
  const closed = uses
    .map(({ model }) => model)
    .filter((model) => model.provider === 'anthropic' && !isOpenToAccount(model));
  if (closed.length === 0) return { findings: [], open: [] };
  if ('missing' in role.useCaseFormSubmitted) return { findings: [], open: role.useCaseFormSubmitted.missing };
  if (role.useCaseFormSubmitted.known) return { findings: [], open: [] };
  const refused = closed.filter(isRefused);
  if (refused.length === 0)
    return {
      findings: [],
      open: closed.map(({ modelId }) => `whether the account inherits a use-case form for ${modelId} was not told`),
    };
  const models = listValues(refused.map(({ modelId }) => modelId));
  return {
    findings: [
      {
        id: 'use-case-form-not-submitted',
        severity: 'critical',
        message: `The account ${role.accountId} has not submitted Anthropic's use-case form, without which nobody in it can call ${models}; no IAM policy changes that.`,
        remediation: role.partition === 'aws-us-gov' ? IN_GOV_CLOUD : SUBMIT,
      },
    ],
    open: [],
  };
}

const SUBMIT =
  "Submit the form in the Amazon Bedrock console (Model catalog, an Anthropic model), or run `aws bedrock put-use-case-for-model-access --form-data \"$(base64 < form.json | tr -d '\\n')\"` (AWS CLI 2.27.42 or later) with form.json holding companyName, companyWebsite, intendedUsers, industryOption, otherIndustryOption and useCases, in this account or in the organization's management account, and again in each opt-in Region. Change no policy.";
