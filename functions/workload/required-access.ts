import { actionGroupNeeds } from './action-group-needs.ts';
import { collaboratorNeeds } from './collaborator-needs.ts';
import { guardrailNeeds } from './guardrail-needs.ts';
import { keyNeeds } from './key-needs.ts';
import { knowledgeBaseNeeds } from './knowledge-base-needs.ts';
import { modelNeeds } from './model-needs.ts';
import { allNeeds, type Capability } from './needs.ts';
import type { RequiredRequest } from './required-request.ts';

const capabilities: readonly Capability[] = [
  modelNeeds,
  knowledgeBaseNeeds,
  guardrailNeeds,
  actionGroupNeeds,
  collaboratorNeeds,
  keyNeeds,
];

/**
 * Every request that the role of an agent must be allowed, derived from the agent's own configuration, and what could not
 * be derived.
 */
export const requiredAccess: Capability = (snapshot, configuration) => {
  const { requests, gaps } = allNeeds(capabilities.map((needsOf) => needsOf(snapshot, configuration)));
  const unusable = requests.filter((request) => !isConcrete(request));
  return {
    requests: requests.filter(isConcrete),
    gaps: [
      ...gaps,
      ...unusable.map(
        ({ capability, resource }) => `\`${resource.slice(0, 80)}\` is no ARN of a resource (${capability})`,
      ),
    ],
  };
};

/** A name with a wildcard in it is no resource: as a need, it would excuse a grant on all resources. */
const isConcrete = ({ action, resource }: RequiredRequest): boolean =>
  resource === '*' ? action === 'bedrock:AssociateThirdPartyKnowledgeBase' : /^arn:[^*?]+$/.test(resource);
