import type { WorkloadHint } from './diagnosis.ts';
import { at, given, textOf } from './json-value.ts';

const ARNS: readonly { readonly arn: RegExp; readonly type: WorkloadHint['type'] }[] = [
  { arn: /^arn:[a-z-]+:bedrock:[^:]*:\d*:agent(?:-alias)?\/([0-9A-Za-z]{10})(?:\/([^/]+))?$/, type: 'agent' },
  { arn: /^arn:[a-z-]+:bedrock:[^:]*:\d*:knowledge-base\/([0-9A-Za-z]{10})$/, type: 'knowledgeBase' },
  { arn: /^arn:[a-z-]+:bedrock:[^:]*:\d*:flow\/([0-9A-Za-z]{10})(?:\/alias\/([^/]+))?$/, type: 'flow' },
  {
    arn: /^arn:[a-z-]+:bedrock-agentcore:[^:]*:\d*:runtime\/([^/]+)(?:\/runtime-endpoint\/([^/]+))?$/,
    type: 'agentCoreRuntime',
  },
  { arn: /^arn:[a-z-]+:bedrock-agentcore:[^:]*:[^:]*:gateway\/([^/]+)(?:\/|$)/, type: 'agentCoreGateway' },
];

/** Parameters that name a workload, the alias or endpoint beside it, and its version. */
const PARAMETERS: readonly (readonly [id: string, type: WorkloadHint['type'], alias: string, version: string])[] = [
  ['agentId', 'agent', 'agentAliasId', 'agentVersion'],
  ['knowledgeBaseId', 'knowledgeBase', '', ''],
  ['flowIdentifier', 'flow', 'flowAliasIdentifier', 'flowVersion'],
  ['agentRuntimeId', 'agentCoreRuntime', 'qualifier', 'agentRuntimeVersion'],
  ['agentRuntimeArn', 'agentCoreRuntime', 'qualifier', 'agentRuntimeVersion'],
  ['gatewayIdentifier', 'agentCoreGateway', '', ''],
  ['gatewayId', 'agentCoreGateway', '', ''],
];

/** The workload that somebody called and was refused: from the call's own parameters or the record's `resources`. */
export function calledWorkload(record: Readonly<Record<string, unknown>>): WorkloadHint | undefined {
  const parameter = (name: string): string | undefined =>
    name === '' ? undefined : textOf(at(record, 'requestParameters', name));
  for (const [name, type, alias, version] of PARAMETERS) {
    const text = parameter(name);
    const named = text === undefined ? undefined : text.startsWith('arn:') ? ofArn(text) : { type, id: text };
    if (named !== undefined && isId(named))
      return {
        ...given<Omit<WorkloadHint, 'actsAs'>>({
          ...named,
          aliasId: aliasOf(parameter(alias)) ?? named.aliasId,
          version: parameter(version),
        }),
        actsAs: 'called',
      };
  }
  for (const arn of resourceArns(record)) {
    const named = ofArn(arn);
    if (named !== undefined) return { ...named, actsAs: 'called' };
  }
  return undefined;
}

/** The ARNs that CloudTrail lists as what the call was made on. */
export function resourceArns(record: Readonly<Record<string, unknown>>): readonly string[] {
  const resources = at(record, 'resources');
  if (!Array.isArray(resources)) return [];
  return resources.slice(0, 20).flatMap((resource) => {
    const arn = textOf(at(resource, 'ARN')) ?? textOf(at(resource, 'arn'));
    return arn?.startsWith('arn:') === true ? [arn] : [];
  });
}

interface Named {
  readonly type: WorkloadHint['type'];
  readonly id: string;
  readonly aliasId?: string;
}

function ofArn(text: string): Named | undefined {
  for (const { arn, type } of ARNS) {
    const [, id, aliasId] = arn.exec(text) ?? [];
    if (id !== undefined) return { type, id, ...(aliasId === undefined ? {} : { aliasId }) };
  }
  return undefined;
}

/** A flow may be named by its name too, which is no id. */
const isId = ({ type, id }: Named): boolean => type !== 'flow' || /^[0-9A-Za-z]{10}$/.test(id);

const aliasOf = (text: string | undefined): string | undefined => text?.split('/').at(-1);
