import type { FindingRemediation } from '../remediation/finding-remediation.ts';
import type { Finding, Severity } from '../rules/rule.ts';
import type { AlertSection } from './alert.ts';
import { plainText } from './plain-text.ts';

/** A rule that a role became non-compliant with. */
export interface NewNonCompliance {
  readonly ruleId: string;
  /** The compliant state. */
  readonly title: string;
  /** As AWS Config names the role: its unique id; absent when nobody knows it. */
  readonly resourceId?: string;
  readonly roleArn: string;
  readonly roleName: string;
  readonly findings: readonly [Finding, ...Finding[]];
  /** Of the gravest finding that has one: the change that the policy engine proved. */
  readonly proven?: FindingRemediation;
}

const RANKS: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3 };

export const gravestFirst = (one: Severity, other: Severity): number => RANKS[one] - RANKS[other];

export function worstOf(found: readonly NewNonCompliance[]): Severity {
  const severities = found.flatMap(({ findings }) => findings.map(({ severity }) => severity));
  return severities.toSorted(gravestFirst)[0] ?? 'medium';
}

/** What was found, what to do about it and, where there is one, the proven change to paste; what has to be known first. */
export function nonComplianceSection({
  ruleId,
  title,
  roleArn,
  roleName,
  findings,
  proven,
}: NewNonCompliance): AlertSection {
  const proof =
    proven?.proof?.after === 'allowed'
      ? [
          `Proof: the policy engine answered ${proven.proof.before} before the change and allowed with it; nothing else becomes allowed.`,
        ]
      : [];
  return {
    part: 'todo',
    title: `Non-compliant: ${roleName}: ${ruleId}`,
    lines: [...findings.flatMap(findingLines), ...proof, `It should be: ${title}`, `Role: ${roleArn}`].map(plainText),
    ...(proven?.cli !== undefined && { code: proven.cli }),
  };
}

const findingLines = ({ severity, message, remediation }: Finding): readonly string[] => [
  `${severity}: ${message}`,
  `What to do: ${remediation}`,
];
