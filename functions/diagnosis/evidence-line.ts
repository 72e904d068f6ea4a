import type { Decision } from '../iam/decision.ts';
import type { StatementLocation } from '../iam/policy.ts';
import type { AskedRequest } from './asked-requests.ts';
import type { DiagnosisContext } from './context.ts';
import type { EvidenceLine } from './diagnosis.ts';

const LONGEST_QUOTE = 300;

/** AWS's own words, as far as they fit. */
export function messageLine({ denied }: Pick<DiagnosisContext, 'denied'>): EvidenceLine {
  const text = (denied.errorMessage ?? '').slice(0, 2_048).replace(/\s+/g, ' ').trim();
  if (text === '') return { source: 'error message', says: 'none was given' };
  return { source: 'error message', says: text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text };
}

export const engineLine = (request: Pick<AskedRequest, 'action' | 'resource'>, answer: string): EvidenceLine => ({
  source: 'policy engine',
  says: `${request.action} on ${request.resource}: ${answer}`,
});

export const statementName = ({ policy, statement, sid }: StatementLocation): string =>
  `${policyName(policy)}, statement ${sid === undefined ? statement : `${statement} (${sid})`}`;

/** An ARN of AWS's own policies is told by its name. */
function policyName(policy: string): string {
  const managed = /^arn:[a-z-]+:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(policy)?.[1];
  return managed === undefined ? policy : `managed policy ${managed}`;
}

/** `allowed by managed policy AdministratorAccess, statement 0` */
export function decisionText({ decision, statements, dependsOn }: Decision): string {
  const [first] = statements;
  if (decision === 'allowed') return first === undefined ? 'allowed' : `allowed by ${statementName(first)}`;
  if (decision === 'explicitDeny')
    return first === undefined ? 'explicitly denied' : `explicitly denied by ${statementName(first)}`;
  if (decision === 'unknown') return `depends on ${dependsOn.join(', ')}`;
  return 'not allowed by any statement';
}

/** The identity-based answer for each request that was asked; one line for those that differ in the resource alone. */
export function identityLines({ answers }: Pick<DiagnosisContext, 'answers'>): readonly EvidenceLine[] {
  const told = answers.flatMap(({ request, identity }) =>
    identity === undefined ? [] : [{ request, answer: decisionText(identity) }],
  );
  return [...Map.groupBy(told, ({ request, answer }) => `${request.action} ${answer}`).values()].flatMap((same) => {
    const [first, ...others] = same;
    if (first === undefined) return [];
    const { action, resource } = first.request;
    const all = others.length === 0 ? resource : `${resource} and ${others.length} more`;
    return [engineLine({ action, resource: all }, first.answer)];
  });
}
