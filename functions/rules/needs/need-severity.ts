import type { RequiredRequest } from '../../workload/required-request.ts';
import type { Severity } from '../rule.ts';

/** What fails without a need: everything that a workload does, a part of it, or only its traces. */
export function severityOf({ action, kind }: Pick<RequiredRequest, 'action' | 'kind'>): Severity {
  if (kind === 'model') return action === 'bedrock:InvokeModel' ? 'critical' : 'high';
  return SEVERITIES[kind] ?? 'high';
}

const SEVERITIES: Partial<Readonly<Record<RequiredRequest['kind'], Severity>>> = {
  guardrail: 'critical',
  image: 'critical',
  identity: 'critical',
  prompt: 'medium',
  telemetry: 'low',
  other: 'medium',
};
