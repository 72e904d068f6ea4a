import { listAt, textAt } from '../fields.ts';
import { joinNeeds, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { type AgentCorePlace, arnIn, placeRequests } from './place.ts';
import { inWords } from './union.ts';

/**
 * Calling the operations of a REST API that are exposed as tools.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/gateway-target-api-gateway.html
 */
export function apiGatewayNeeds(place: AgentCorePlace, api: unknown): WorkloadNeeds {
  const id = textAt(api, 'restApiId');
  const stage = textAt(api, 'stage');
  if (id === undefined || !/^[a-z0-9]+$/.test(id)) return unusable(place.label, 'the id of a REST API', id);
  if (stage === undefined || !/^[\w-]+$/.test(stage)) return unusable(place.label, 'the stage of a REST API', stage);
  const filters = listAt(api, 'apiGatewayToolConfiguration', 'toolFilters');
  if (filters.length === 0) return unusable(place.label, 'the operations of a REST API', undefined);
  const request = placeRequests(place, 'gateway-target-api-gateway', 'function', `REST API ${id}`);
  return joinNeeds(
    filters.map((filter) => {
      const path = textAt(filter, 'filterPath');
      if (path === undefined || !path.startsWith('/')) return unusable(place.label, 'the path of an operation', path);
      const methods = listAt(filter, 'methods');
      if (methods.length === 0) return unusable(place.label, 'the methods of an operation', undefined);
      return joinNeeds(
        methods.map((method) =>
          typeof method === 'string' && /^[A-Z]+$/.test(method)
            ? {
                requests: request(
                  ['execute-api:Invoke'],
                  arnIn(place, 'execute-api', `${id}/${stage}/${method}${anyFromVariable(path)}`),
                ),
              }
            : unusable(place.label, 'the method of an operation', inWords(method)),
        ),
      );
    }),
  );
}

/** `/pets/{id}/toys` is called as `/pets/7/toys`: what follows a variable can be anything. */
const anyFromVariable = (path: string): string => path.replace(/[{*].*$/, '*');
