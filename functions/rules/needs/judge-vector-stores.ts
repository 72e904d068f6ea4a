import { arnFields } from '../../iam/arn.ts';
import type { AgentRole } from '../../workload/agent-role.ts';
import type { GrantedRequest } from '../../workload/change.ts';
import { type DataAccess, dataAccess, networkAccess } from '../../workload/data-access.ts';
import type { RequiredRequest } from '../../workload/required-request.ts';
import { listValues } from '../findings/list-values.ts';
import type { Finding } from '../rule.ts';
import type { JudgedNeeds } from './judge-needs.ts';

type Judged = Pick<AgentRole, 'arn' | 'accountId' | 'openSearch' | 'accessHeldElsewhere'>;

/** What OpenSearch Serverless itself says of the vector stores: its data access policies and its network policies. */
export function judgeVectorStores(role: Judged): JudgedNeeds {
  const requests = role.accessHeldElsewhere.filter(
    ({ heldBy, necessity }) => heldBy === 'dataAccessPolicy' && necessity === 'required',
  );
  const asked = requests.map((request) => ({ request, access: dataAccess(role, request) }));
  const denied = Map.groupBy(asked, ({ request: { workload, capability }, access: { answer } }) =>
    JSON.stringify([workload, capability, answer]),
  );
  const stores = new Map(requests.map((request) => [collectionOf(request), request]));
  const networks = [...stores].map(([id, request]) => ({ request, access: networkAccess(role, id) }));
  return {
    needed: requests.length,
    findings: [
      ...[...denied.values()].flatMap((group) => dataAccessFinding(role, group)),
      ...networks.flatMap(({ request, access }) =>
        access.answer === 'shut' ? [networkFinding(request, access.name, access.rule?.policy)] : [],
      ),
    ],
    open: [
      ...new Set([...asked, ...networks].flatMap(({ access }) => (access.answer === 'open' ? access.reasons : []))),
    ],
  };
}

const requestOf = ({ action, resource, context }: RequiredRequest): GrantedRequest => ({ action, resource, context });

/** Both `collection/ID` and `index/ID/INDEX` have it in the second place. */
const collectionOf = ({ resource }: RequiredRequest): string => (arnFields(resource)[5] ?? '').split('/')[1] ?? '';

interface Asked {
  readonly request: RequiredRequest;
  readonly access: DataAccess;
}

function dataAccessFinding({ arn }: Judged, group: readonly Asked[]): readonly Finding[] {
  const [first] = group;
  if (first === undefined) return [];
  const { request, access } = first;
  const { workload, capability, principal = arn } = request;
  switch (access.answer) {
    case 'granted':
    case 'open':
      return [];
    case 'noSuchCollection':
      return [
        {
          id: 'collection-missing',
          severity: 'critical',
          workload,
          message: `OpenSearch Serverless has no collection \`${access.pattern}\`, in which ${capability} is meant to be: nothing can be stored or found.`,
          remediation: 'Restore the collection, or create a knowledge base on one that exists.',
        },
      ];
    case 'notGranted': {
      const actions = listValues(
        group.map((asked) => asked.request.action),
        5,
      );
      const patterns = group.flatMap((asked) => ('pattern' in asked.access ? [asked.access.pattern] : []));
      return [
        {
          id: 'data-access-policy-does-not-allow',
          severity: 'critical',
          workload,
          message: `No data access policy of OpenSearch Serverless allows \`${principal}\` ${actions} on ${listValues(patterns)}, which ${capability} needs beside \`aoss:APIAccessAll\` in the role.`,
          remediation: `Add to a data access policy: ${accessPolicy(group, principal)}`,
          ...(principal === arn
            ? { fix: { kind: 'dataAccess', requests: group.map(({ request: asked }) => requestOf(asked)) } }
            : {}),
        },
      ];
    }
  }
}

function accessPolicy(group: readonly Asked[], principal: string): string {
  const patterns = Map.groupBy(group, ({ access }) => ('pattern' in access ? access.pattern : ''));
  const rules = [...patterns].map(([pattern, ofPattern]) => ({
    ResourceType: pattern.startsWith('index/') ? 'index' : 'collection',
    Resource: [pattern],
    Permission: ofPattern.map(({ request }) => request.action),
  }));
  return JSON.stringify([{ Rules: rules, Principal: [principal] }]);
}

const networkFinding = (
  { workload, capability }: RequiredRequest,
  name: string,
  policy: string | undefined,
): Finding => ({
  id: 'network-policy-shuts-out-bedrock',
  severity: 'critical',
  workload,
  message: `${
    policy === undefined
      ? `No network policy is about the collection \`${name}\``
      : `The network policies of the collection \`${name}\`, such as \`${policy}\`, let in neither public networks nor \`bedrock.amazonaws.com\``
  }: Amazon Bedrock does not reach ${capability}.`,
  remediation: `Add to a network policy: ${JSON.stringify([
    {
      Rules: [{ ResourceType: 'collection', Resource: [`collection/${name}`] }],
      AllowFromPublic: false,
      SourceServices: ['bedrock.amazonaws.com'],
    },
  ])}`,
});
