import type { Severity } from '../rule.ts';

/** One way from the permissions of a role to more. */
export interface EscalationPath {
  readonly kind: EscalationKind;
  /** What whoever steers the workload can do: `write a new version of a policy`. */
  readonly does: string;
  /** All of these must be possible; of the actions of one step, any. */
  readonly steps: readonly [EscalationStep, ...EscalationStep[]];
  /** Who documents it. */
  readonly source: string;
}

export interface EscalationStep {
  readonly anyOf: readonly [string, ...string[]];
  /** For `iam:PassRole`: the service that takes the role. */
  readonly passedTo?: string;
}

export type EscalationKind =
  | 'changes-permissions'
  | 'takes-over-an-identity'
  | 'passes-a-role'
  | 'assumes-other-roles'
  | 'runs-code-of-another-role'
  | 'steers-another-workload'
  | 'opens-a-resource-policy'
  | 'changes-the-organization';

/** What a path of the kind leads to: any permission of the account, or those of somebody else. */
export const SEVERITIES: Readonly<Record<EscalationKind, Severity>> = {
  'changes-permissions': 'critical',
  'takes-over-an-identity': 'critical',
  'changes-the-organization': 'critical',
  'passes-a-role': 'critical',
  'assumes-other-roles': 'high',
  'runs-code-of-another-role': 'high',
  'steers-another-workload': 'high',
  'opens-a-resource-policy': 'high',
};

export const RHINO = 'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/';
export const RHINO_2 = 'https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation-part-2/';
export const AGENT_CORE =
  'https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/security-credentials-management.html';
export const SONRAI =
  'https://sonraisecurity.com/blog/sandboxed-to-compromised-new-research-exposes-credential-exfiltration-paths-in-aws-code-interpreters';
export const BEDROCK_API = 'https://docs.aws.amazon.com/bedrock/latest/APIReference/API_agent_';

/** Each step is its alternatives, with `|` between them. */
export type Steps = readonly [string, ...string[]];

/** One call is enough. */
export const single = (
  kind: EscalationKind,
  source: string,
  calls: Readonly<Record<string, string>>,
): readonly EscalationPath[] =>
  Object.entries(calls).map(([action, does]) => ({ kind, does, steps: [{ anyOf: [action] }], source }));

/** Several calls: each step is its alternatives, with `|` between them. */
export const chain = (
  kind: EscalationKind,
  does: string,
  source: string,
  [first, ...others]: Steps,
): EscalationPath => ({
  kind,
  does,
  steps: [step(first), ...others.map(step)],
  source,
});

export const step = (alternatives: string): EscalationStep => {
  const [first = '', ...others] = alternatives.split('|');
  return { anyOf: [first, ...others] };
};
