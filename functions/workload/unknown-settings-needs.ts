import type { AgentConfiguration } from './agent-configurations.ts';
import { at, listAt, textAt } from './fields.ts';
import type { Capability } from './needs.ts';
import { quoted } from './unread.ts';

const COLLABORATION: ReadonlySet<string> = new Set(['DISABLED', 'SUPERVISOR', 'SUPERVISOR_ROUTER']);
const ORCHESTRATION: ReadonlySet<string> = new Set(['DEFAULT', 'CUSTOM_ORCHESTRATION']);
const MEMORY: ReadonlySet<string> = new Set(['SESSION_SUMMARY']);
/** None of them takes a permission of its own. */
const SIGNATURES: ReadonlySet<string> = new Set([
  'AMAZON.UserInput',
  'AMAZON.CodeInterpreter',
  'ANTHROPIC.Computer',
  'ANTHROPIC.TextEditor',
  'ANTHROPIC.Bash',
]);

/**
 * Settings whose needs are not known: values that AWS added after this version, and the orchestration of a version, which
 * GetAgentVersion does not tell. Memory needs no more than the model of its step.
 */
export const unknownSettingsNeeds: Capability = (_snapshot, configuration) => {
  const { detail, workload } = configuration;
  const collaboration = textAt(detail, 'agentCollaboration');
  const memories = listAt(detail, 'memoryConfiguration', 'enabledMemoryTypes').map(String);
  const groups = 'known' in configuration.actionGroups ? configuration.actionGroups.known : [];
  const unknown = [
    ...outside(COLLABORATION, [collaboration], 'collaboration mode'),
    ...outside(ORCHESTRATION, [textAt(detail, 'orchestrationType')], 'orchestration type'),
    ...outside(MEMORY, memories, 'memory type'),
    ...outside(
      SIGNATURES,
      groups.map((group) => textAt(group, 'parentActionSignature')),
      'action group signature',
    ),
  ];
  return {
    requests: [],
    gaps: [
      ...unknown.map((what) => `${what} of agent ${workload.id} is not known to this version of Warden`),
      ...groups.flatMap((group) => groupGaps(configuration, group)),
      ...orchestrationGaps(configuration),
    ],
  };
};

const outside = (
  known: ReadonlySet<string>,
  values: readonly (string | undefined)[],
  what: string,
): readonly string[] =>
  values.flatMap((value) => (value === undefined || known.has(value) ? [] : [`the ${what} ${quoted(value)}`]));

/** An executor or a schema of a form that has no known field. */
function groupGaps({ workload }: AgentConfiguration, group: unknown): readonly string[] {
  const name = textAt(group, 'actionGroupName') ?? textAt(group, 'actionGroupId') ?? 'without a name';
  const of = `of action group ${name} of agent ${workload.id} is not known to this version of Warden`;
  const isUnknown = (part: string, fields: readonly string[]): boolean =>
    at(group, part) !== undefined && fields.every((field) => at(group, part, field) === undefined);
  return [
    ...(isUnknown('actionGroupExecutor', ['lambda', 'customControl']) ? [`the executor ${of}`] : []),
    ...(isUnknown('apiSchema', ['s3', 'payload']) ? [`the form of the API schema ${of}`] : []),
  ];
}

/**
 * The function of a custom orchestration says "when and how to invoke the model".
 * https://docs.aws.amazon.com/bedrock/latest/userguide/agents-custom-orchestration.html
 */
function orchestrationGaps({ detail, draft, workload }: AgentConfiguration): readonly string[] {
  if (textAt(detail, 'orchestrationType') === 'CUSTOM_ORCHESTRATION')
    return [`the models that the custom orchestration of agent ${workload.id} calls are not in its configuration`];
  const isVersion = draft !== undefined && draft !== detail;
  return isVersion && textAt(draft, 'orchestrationType') === 'CUSTOM_ORCHESTRATION'
    ? [
        `whether version ${workload.version} of agent ${workload.id} orchestrates with a function is not in what AWS tells of a version`,
      ]
    : [];
}
