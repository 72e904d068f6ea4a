import type { DiagnosisContext } from './context.ts';
import type { StepAnswer } from './steps/step.ts';

/** Where the answer of a layer is found, and what the evidence of it is called. */
const PARTS = {
  serviceControl: { part: 'serviceControlPolicies', named: 'service control policies deny it' },
  permissionsBoundary: { part: 'permissionsBoundary', named: 'the permissions boundary denies it' },
  resourceControl: { part: 'resourceControlPolicies', named: 'resource control policies deny it' },
} as const;

/** A layer that could deny, and whose answer is not known, is an open question as long as the message leaves it open. */
export function openLayer(
  { role, denied, openness, answers }: DiagnosisContext,
  layer: keyof typeof PARTS,
): StepAnswer {
  const open = openness === 'open' || (openness === 'iam' && denied.message.layer === undefined);
  if (!open || role === undefined) return { causes: [] };
  const { part, named } = PARTS[layer];
  const evidence = role[part];
  if ('missing' in evidence) return { causes: [], unanswered: [`whether ${named}: ${evidence.missing.join('; ')}`] };
  const unknown = answers.flatMap((answer) => (answer[layer]?.decision === 'unknown' ? answer[layer].dependsOn : []));
  if (unknown.length === 0) return { causes: [] };
  return { causes: [], unanswered: [`whether ${named}: it depends on ${[...new Set(unknown)].join(', ')}`] };
}
