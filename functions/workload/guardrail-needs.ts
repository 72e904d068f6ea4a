import type { AgentConfiguration } from './agent-configurations.ts';
import { at, textAt } from './fields.ts';
import { guardrailRequests } from './guardrail-requests.ts';
import { allNeeds, bedrockArn, type Capability, GUIDE, type Needs, NO_NEEDS } from './needs.ts';
import type { Snapshot } from './snapshot.ts';
import { notRead } from './unread.ts';

/** Applying the agent's guardrail, and those that the account enforces on every call. */
export const guardrailNeeds: Capability = (snapshot, configuration) =>
  allNeeds([ownGuardrail(snapshot, configuration), enforcedGuardrails(snapshot, configuration)]);

function ownGuardrail(snapshot: Snapshot, { detail, workload }: AgentConfiguration): Needs {
  const identifier = textAt(detail, 'guardrailConfiguration', 'guardrailIdentifier');
  if (identifier === undefined) return NO_NEEDS;
  const version = textAt(detail, 'guardrailConfiguration', 'guardrailVersion');
  return guardrailRequests(snapshot, workload, { identifier, version });
}

/**
 * A guardrail that the account enforces denies every caller who may not apply it, also an agent without a guardrail. What an
 * organization enforces, and the account does not list, cannot be seen here.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/guardrails-resource-based-policies.html
 */
function enforcedGuardrails(snapshot: Snapshot, { detail, workload }: AgentConfiguration): Needs {
  const enforced = snapshot.bedrock?.enforcedGuardrails;
  if (enforced === undefined)
    return {
      requests: [],
      gaps: [notRead(snapshot, 'bedrock.enforcedGuardrails', 'the guardrails that the account enforces', 'were')],
    };
  const own = textAt(detail, 'guardrailConfiguration', 'guardrailIdentifier');
  return allNeeds(
    enforced.map((entry) => {
      const arn = textAt(entry, 'guardrailArn');
      if (arn === undefined)
        return { requests: [], gaps: ['a guardrail that the account enforces is not named by its ARN'] };
      if (arn === own || arn === bedrockArn(snapshot, workload.region, `guardrail/${own}`)) return NO_NEEDS;
      return guardrailRequests(snapshot, workload, {
        identifier: arn,
        version: textAt(entry, 'guardrailVersion'),
        source: `${GUIDE}/guardrails-resource-based-policies.html`,
        note:
          at(entry, 'modelEnforcement') === undefined
            ? 'The account enforces it on every call of a model.'
            : "The account enforces it on some models only; whether this workload's are among them was not considered.",
      });
    }),
  );
}
