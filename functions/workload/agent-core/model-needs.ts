import { guardrailOf } from '../guardrail-of.ts';
import { joinNeeds } from '../join-needs.ts';
import { namedModel } from '../named-model.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { rolePage } from '../role-page.ts';
import { type AgentCorePlace, pageOf } from './place.ts';

/**
 * Calling a model, with the guardrails that the account enforces on it.
 *
 * @param page of the AgentCore developer guide: what it says of the role
 * @param usedBy where the model is named
 */
export function modelNeeds(place: AgentCorePlace, page: string, model: string, usedBy: string): WorkloadNeeds {
  const { snapshot, workload } = place;
  const needs = joinNeeds([namedModel(snapshot, workload, model, usedBy), guardrailOf(snapshot, workload)]);
  return {
    ...needs,
    requests: needs.requests.map((request) =>
      request.source === rolePage(workload) ? { ...request, source: pageOf(page) } : request,
    ),
  };
}
