import type { Evidence } from '../workload/evidence.ts';
import { LIFECYCLE_AS_OF, LIFECYCLE_PAGE, lifecycleOf, type ModelLifecycle } from '../workload/model-lifecycle.ts';
import { isRefused } from '../workload/model-refusal.ts';
import type { FoundationModelUse, ModelUse } from '../workload/model-use.ts';
import { listValues } from './list-values.ts';
import { availabilityFindings, isOpenToAccount } from './model-availability.ts';
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
    LIFECYCLE_PAGE,
  ],
  needs: ['models'],
  alsoReads: ['useCaseFormSubmitted', 'takenAt'],
  evaluate(role) {
    if (role.models.length === 0)
      return { complianceType: 'NOT_APPLICABLE', reason: 'the workloads of the role name no model' };
    const uses = usesByModel(role.models);
    const unresolved = role.models.flatMap(({ foundationModels }) =>
      'missing' in foundationModels ? foundationModels.missing : [],
    );
    const judged = uses.map((use) => judgeModel(use, role.takenAt));
    const form = useCaseForm(uses, role);
    return outcomeOf(
      [...form.findings, ...judged.flatMap(({ findings }) => findings)],
      [...new Set([...unresolved, ...form.open, ...judged.flatMap(({ open }) => open)])],
    );
  },
});

interface Judgement {
  readonly findings: readonly Finding[];
  readonly open: readonly string[];
}

/** A foundation model, and the workloads and ways in which it is used. */
interface Use {
  readonly model: FoundationModelUse;
  readonly workloads: readonly string[];
  /** Called directly at least once, and not through a profile. */
  readonly isDirect: boolean;
}

function usesByModel(models: readonly ModelUse[]): readonly Use[] {
  const uses = models.flatMap(({ kind, workload, foundationModels }) =>
    'known' in foundationModels ? foundationModels.known.map((model) => ({ model, workload, kind })) : [],
  );
  return [...Map.groupBy(uses, ({ model }) => model.modelId).values()].flatMap((ofModel) => {
    const [first] = ofModel;
    if (first === undefined) return [];
    const workloads = [...new Set(ofModel.map(({ workload }) => workload))];
    return [{ model: first.model, workloads, isDirect: ofModel.some(({ kind }) => kind === 'foundationModel') }];
  });
}

function judgeModel(use: Use, takenAt: Evidence<string>): Judgement {
  const { model, workloads, isDirect } = use;
  const [workload, ...others] = workloads;
  const concerning = workload !== undefined && others.length === 0 ? { workload } : {};
  const lifecycle = lifecycleOf(model, 'known' in takenAt ? takenAt.known : LIFECYCLE_AS_OF);
  const late = lateModel(model, lifecycle).map((finding) => ({ ...finding, ...concerning }));
  // A retired model answers nobody; the rest says nothing more.
  if (lifecycle.stage === 'retired') return { findings: late, open: [] };
  const { findings, open } = availabilityFindings(model, isDirect);
  return { findings: [...findings.map((finding) => ({ ...finding, ...concerning })), ...late], open };
}

function lateModel({ modelId }: FoundationModelUse, lifecycle: ModelLifecycle): readonly Finding[] {
  if (lifecycle.stage === 'retired')
    return [
      {
        id: 'model-retired',
        severity: 'critical',
        message: `The model \`${modelId}\` reached its end of life on ${lifecycle.endOfLife}: every call to it fails.`,
        remediation: `Give the agent a model that is active in its Region, and prepare it; ${LIFECYCLE_PAGE} lists successors.`,
      },
    ];
  if (lifecycle.stage !== 'legacy') return [];
  const until = lifecycle.endOfLife === undefined ? '' : `, and ends on ${lifecycle.endOfLife}`;
  return [
    {
      id: 'model-legacy',
      severity: 'medium',
      message: `The model \`${modelId}\` is legacy${until}: an account that does not use it for 15 days may lose access.`,
      remediation: 'Move the agent to an active model before that.',
    },
  ];
}

/**
 * The form is submitted once for an account, or for its organization, from which an account inherits it. The account's own
 * answer then still reads "not submitted"; a model that the account has agreed to and is entitled to tells that the form is there.
 */
function useCaseForm(
  uses: readonly Use[],
  role: {
    readonly accountId: string;
    readonly useCaseFormSubmitted: Evidence<boolean>;
    readonly takenAt: Evidence<string>;
  },
): Judgement {
  const takenAt = 'known' in role.takenAt ? role.takenAt.known : LIFECYCLE_AS_OF;
  const closed = uses
    .map(({ model }) => model)
    .filter((model) => model.provider === 'anthropic' && !isOpenToAccount(model))
    .filter((model) => lifecycleOf(model, takenAt).stage !== 'retired');
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
        remediation:
          "Submit the form in the Amazon Bedrock console (Model catalog, an Anthropic model), or run `aws bedrock put-use-case-for-model-access --form-data \"$(base64 < form.json | tr -d '\\n')\"` (AWS CLI 2.27.42 or later) with form.json holding companyName, companyWebsite, intendedUsers, industryOption, otherIndustryOption and useCases, in this account or in the organization's management account, and again in each opt-in Region. Change no policy.",
      },
    ],
    open: [],
  };
}
