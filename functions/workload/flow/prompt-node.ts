import { arnFields } from '../../iam/arn.ts';
import { at, textAt } from '../fields.ts';
import { guardrailOf } from '../guardrail-of.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import { namedModel } from '../named-model.ts';
import { GUIDE, type Needs, type WorkloadNeeds } from '../needs.ts';
import type { PromptDetail, Snapshot } from '../snapshot.ts';
import { notRead } from '../unread.ts';
import { encryptionKeyNeeds } from './encryption-key-needs.ts';
import { type FlowNodeInPlace, isOlderThanRoleChange, type NodeOf, nodeRequests } from './node.ts';

const PROMPT = /^(arn:aws[a-z-]*:bedrock:[a-z0-9-]+:\d{12}:prompt\/([0-9A-Za-z]{10}))(?::(\d{1,5}|DRAFT))?$/;

/** A prompt of the node's own, or one from Prompt management; either with the model that it is sent to. */
export const promptNode: NodeOf = (node, configuration) => {
  const source = at(configuration, 'sourceConfiguration');
  const guardrail = at(configuration, 'guardrailConfiguration');
  return joinNeeds([
    at(source, 'resource') === undefined
      ? inlinePrompt(node, textAt(source, 'inline', 'modelId'))
      : managedPrompt(node, textAt(source, 'resource', 'promptArn')),
    guardrailOf(node.snapshot, node.workload, guardrail),
  ]);
};

const inlinePrompt = (node: FlowNodeInPlace, model: string | undefined): WorkloadNeeds =>
  model === undefined
    ? unusable(node.name, 'the model of its prompt', undefined)
    : namedModel(node.snapshot, node.workload, model, `prompt ${node.name}`);

function managedPrompt(node: FlowNodeInPlace, written: string | undefined): WorkloadNeeds {
  const [promptArn, arn, id, version] = PROMPT.exec(written ?? '') ?? [];
  if (promptArn === undefined || arn === undefined || id === undefined)
    return unusable(node.name, 'the ARN of a prompt', written);
  const [, , , , account = ''] = arnFields(arn);
  if (account !== node.snapshot.accountId) {
    const gap = `how account ${account} lets a flow of another account use its prompt ${id} is not documented (${node.name})`;
    return needsWith({ gaps: [gap] });
  }
  const prompt = promptOf(node.snapshot, promptArn, id, version);
  return joinNeeds([
    { requests: renderRequests(node, arn, promptArn) },
    prompt === undefined
      ? { gaps: [notRead(node.snapshot, `prompts.${id}`, `the prompt ${promptArn}, which ${node.name} uses,`)] }
      : joinNeeds([variantNeeds(node, prompt, promptArn), promptKey(node, arn, prompt)]),
  ]);
}

function renderRequests(node: FlowNodeInPlace, arn: string, promptArn: string) {
  const request = nodeRequests(node, `prompt ${promptArn}`, 'prompt');
  const versioned =
    promptArn === arn
      ? []
      : request(['bedrock:RenderPrompt'], promptArn, {
          note: 'The page on the role names the prompt; by the service authorization reference its version is a resource of its own, which an ARN of the prompt does not match. Both are required here.',
        });
  const before =
    isOlderThanRoleChange(node) === false
      ? []
      : request(['bedrock:GetPrompt'], arn, {
          necessity: 'optional',
          note: 'Flows created before 2024-11-22 read the prompt with bedrock:GetPrompt.',
        });
  return [...request(['bedrock:RenderPrompt'], arn), ...versioned, ...before];
}

function promptOf(
  { prompts }: Snapshot,
  promptArn: string,
  id: string,
  version: string | undefined,
): PromptDetail | undefined {
  return (
    prompts?.find(({ arn }) => arn === promptArn) ??
    prompts?.find((prompt) => prompt.id === id && (prompt.version ?? 'DRAFT') === (version ?? 'DRAFT'))
  );
}

/** The variant that is the default, or all when none is. */
function variantNeeds(node: FlowNodeInPlace, prompt: PromptDetail, promptArn: string): WorkloadNeeds {
  const variants = prompt.variants ?? [];
  const preferred = variants.filter(({ name }) => name !== undefined && name === prompt.defaultVariant);
  const rendered = preferred.length > 0 ? preferred : variants;
  if (rendered.length === 0) return needsWith({ gaps: [`the prompt ${promptArn} has no variant`] });
  return joinNeeds(
    rendered.map(({ name, modelId }) =>
      modelId === undefined || modelId === ''
        ? needsWith({ gaps: [`variant ${name ?? 'without a name'} of the prompt ${promptArn} names no model`] })
        : namedModel(node.snapshot, node.workload, modelId, `prompt ${node.name}`),
    ),
  );
}

/** https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-management-prereq.html */
const promptKey = ({ workload }: FlowNodeInPlace, arn: string, { customerEncryptionKeyArn }: PromptDetail): Needs =>
  encryptionKeyNeeds(workload, customerEncryptionKeyArn, {
    what: `prompt ${arn}`,
    source: `${GUIDE}/prompt-management-prereq.html`,
    context: { 'kms:EncryptionContext:aws:bedrock-prompts:arn': arn },
  });
