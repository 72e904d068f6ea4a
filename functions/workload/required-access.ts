import { actionGroupNeeds } from './action-group-needs.ts';
import { collaboratorNeeds } from './collaborator-needs.ts';
import { concreteNeeds } from './concrete-needs.ts';
import { guardrailNeeds } from './guardrail-needs.ts';
import { keyNeeds } from './key-needs.ts';
import { knowledgeBaseNeeds } from './knowledge-base-needs.ts';
import { modelNeeds } from './model-needs.ts';
import { allNeeds, type Capability } from './needs.ts';
import { promptNeeds } from './prompt-needs.ts';
import { unknownSettingsNeeds } from './unknown-settings-needs.ts';

const capabilities: readonly Capability[] = [
  modelNeeds,
  knowledgeBaseNeeds,
  guardrailNeeds,
  actionGroupNeeds,
  collaboratorNeeds,
  keyNeeds,
  promptNeeds,
  unknownSettingsNeeds,
];

/**
 * Every request that the role of an agent must be allowed, derived from the agent's own configuration, and what could not
 * be derived.
 */
export const requiredAccess: Capability = (snapshot, configuration) =>
  concreteNeeds(allNeeds(capabilities.map((needsOf) => needsOf(snapshot, configuration))));
