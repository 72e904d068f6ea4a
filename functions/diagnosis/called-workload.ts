import type { WorkloadHint } from './diagnosis.ts';
import { at, textOf } from './json-value.ts';

const ARNS: readonly { readonly arn: RegExp; readonly type: WorkloadHint['type'] }[] = [
  { arn: /^arn:[a-z-]+:bedrock:[^:]*:\d*:agent(?:-alias)?\/([0-9A-Za-z]{10})(?:\/|$)/, type: 'agent' },
  { arn: /^arn:[a-z-]+:bedrock:[^:]*:\d*:knowledge-base\/([0-9A-Za-z]{10})$/, type: 'knowledgeBase' },
  { arn: /^arn:[a-z-]+:bedrock:[^:]*:\d*:flow\/([0-9A-Za-z]{10})(?:\/|$)/, type: 'flow' },
  { arn: /^arn:[a-z-]+:bedrock-agentcore:[^:]*:\d*:runtime\/([^/]+)(?:\/|$)/, type: 'agentCoreRuntime' },
  { arn: /^arn:[a-z-]+:bedrock-agentcore:[^:]*:\d*:gateway\/([^/]+)(?:\/|$)/, type: 'agentCoreGateway' },
];

/** The workload that somebody called and was refused: from the call's own parameters or the record's `resources`. */
export function calledWorkload(record: Readonly<Record<string, unknown>>): WorkloadHint | undefined {
  const parameter = (name: string): string | undefined => textOf(at(record, 'requestParameters', name));
  const agentId = parameter('agentId');
  if (agentId !== undefined) return { type: 'agent', id: agentId, actsAs: 'called' };
  const knowledgeBaseId = parameter('knowledgeBaseId');
  if (knowledgeBaseId !== undefined) return { type: 'knowledgeBase', id: knowledgeBaseId, actsAs: 'called' };
  const flowId = parameter('flowIdentifier');
  if (flowId !== undefined && /^[0-9A-Za-z]{10}$/.test(flowId)) return { type: 'flow', id: flowId, actsAs: 'called' };
  const resources = at(record, 'resources');
  const named = Array.isArray(resources) ? resources.map((resource) => textOf(at(resource, 'ARN'))) : [];
  for (const arn of [...named, parameter('agentRuntimeArn')]) {
    for (const { arn: pattern, type } of ARNS) {
      const id = pattern.exec(arn ?? '')?.[1];
      if (id !== undefined) return { type, id, actsAs: 'called' };
    }
  }
  return undefined;
}
