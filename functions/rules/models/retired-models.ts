import type { Policy } from '../../iam/policy.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import { LIFECYCLE_AS_OF } from '../../workload/model-end-dates.ts';
import { lifecycleOf, retiredOn } from '../../workload/model-lifecycle.ts';
import { locate } from '../findings/locate.ts';
import type { Finding } from '../rule.ts';
import { modelsUsed } from './models-used.ts';

/** Models that a policy allows and that are gone. What AWS tells of the models in use outweighs the published dates. */
export function retiredModels(
  { statements }: Policy,
  { takenAt, models }: Pick<AgentRole, 'takenAt' | 'models'>,
): readonly Finding[] {
  const asOf = 'known' in takenAt ? takenAt.known : LIFECYCLE_AS_OF;
  const living = new Set(
    modelsUsed('known' in models ? models.known : [])
      .filter(({ model }) => ['active', 'legacy'].includes(lifecycleOf(model, asOf).stage))
      .map(({ model }) => model.modelId),
  );
  return statements.flatMap(({ effect, resources, location }) => {
    if (effect === 'Deny' || resources === undefined || resources.except) return [];
    return [...new Set(resources.patterns)].flatMap((arn) => {
      const modelId = /^arn:[^:]*:bedrock:[^:]*::foundation-model\/(.+)$/.exec(arn)?.[1];
      const day = modelId === undefined || living.has(modelId) ? undefined : retiredOn(modelId, asOf);
      if (day === undefined) return [];
      return [
        {
          id: 'retired-model',
          severity: 'medium' as const,
          message: `\`${arn}\` is a model that reached its end of life on ${day}: there is nothing to allow (Resource of ${locate(location)}).`,
          location,
          remediation: `Remove \`${arn}\`, and allow the model that the agent uses today.`,
        },
      ];
    });
  });
}
