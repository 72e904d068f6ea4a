import { modelReferences, unnamedModels } from './list-model-uses.ts';
import { modelRequests } from './model-requests.ts';
import { allNeeds, type Capability } from './needs.ts';

/** Invoking every model that the configuration names. */
export const modelNeeds: Capability = (snapshot, configuration) => {
  const references = new Set(modelReferences(configuration).map(({ reference }) => reference));
  return allNeeds([
    ...[...references].map((reference) => modelRequests(snapshot, configuration.workload, reference)),
    { requests: [], gaps: unnamedModels(configuration) },
  ]);
};
