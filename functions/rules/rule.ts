import type { StatementLocation } from '../iam/policy.ts';
import type { AgentRole, EvidencePart } from '../workload/agent-role.ts';
import type { Evidence } from '../workload/evidence.ts';

export type Severity = 'critical' | 'high' | 'medium' | 'low';

/** One reason inside NON_COMPLIANT. */
export interface Finding {
  /** A closed list per rule, kebab-case; tests and machines read it. */
  readonly id: string;
  /** The consequence's, not the rule's. */
  readonly severity: Severity;
  /** What was seen, present tense, naming the policy and the statement; why it matters. */
  readonly message: string;
  readonly location?: StatementLocation;
  /** The ARN (and version) of the workload it concerns, when it is not the role as a whole. */
  readonly workload?: string;
  /** Imperative, with the literal text to paste where there is one. */
  readonly remediation: string;
}

export type Outcome =
  | { readonly complianceType: 'COMPLIANT' }
  | {
      readonly complianceType: 'NON_COMPLIANT';
      readonly findings: readonly [Finding, ...Finding[]];
      /** What could not be decided besides; it does not weaken the findings. */
      readonly missing?: readonly string[];
    }
  | { readonly complianceType: 'NOT_APPLICABLE'; readonly reason: string }
  | { readonly complianceType: 'INSUFFICIENT_DATA'; readonly missing: readonly [string, ...string[]] };

/** Evidence that a rule declared: what it needs, unwrapped, and what it also reads, gaps and all. It sees no other. */
export type RoleWith<Needs extends EvidencePart, AlsoReads extends EvidencePart> = Omit<AgentRole, EvidencePart> & {
  readonly [Part in Needs]: AgentRole[Part] extends Evidence<infer Value> ? Value : never;
} & Pick<AgentRole, AlsoReads>;

export interface Rule {
  /** Kebab-case: also the file name, the AWS Config rule's name after its prefix, and the anchor in the catalogue. */
  readonly id: string;
  /** The compliant state, stated as a fact about the role. */
  readonly title: string;
  /** What can happen while a role is non-compliant. */
  readonly rationale: string;
  /** The smallest change that makes a non-compliant role compliant. */
  readonly remediation: string;
  readonly references: readonly [string, ...string[]];
  /** Without one of these the rule can say nothing. */
  readonly needs: readonly EvidencePart[];
  /** Parts that it can do without, and looks at besides: whoever reads an account reads them too. */
  readonly alsoReads?: readonly EvidencePart[];
  readonly evaluate: (role: AgentRole) => Outcome;
}

/**
 * Gives `evaluate` only a role whose needed parts are all known, and answers for it when one is not. A role that IAM does not
 * have concerns only the rules that ask for `roleId`.
 */
export function defineRule<const Needs extends EvidencePart = never, const AlsoReads extends EvidencePart = never>(
  rule: Omit<Rule, 'needs' | 'alsoReads' | 'evaluate'> & {
    readonly needs: readonly Needs[];
    readonly alsoReads?: readonly AlsoReads[];
    readonly evaluate: (role: RoleWith<Needs, AlsoReads>) => Outcome;
  },
): Rule {
  const { evaluate, ...rest } = rule;
  return {
    ...rest,
    evaluate(role) {
      const needs: readonly EvidencePart[] = rule.needs;
      if ('known' in role.roleId && role.roleId.known === null && !needs.includes('roleId'))
        return { complianceType: 'NOT_APPLICABLE', reason: `IAM has no role ${role.name}` };
      const gaps = rule.needs.flatMap((part) => {
        const evidence = role[part];
        return 'missing' in evidence ? evidence.missing : [];
      });
      const [first, ...more] = gaps;
      if (first !== undefined) return { complianceType: 'INSUFFICIENT_DATA', missing: [first, ...more] };
      const known = Object.fromEntries(
        rule.needs.map((part) => {
          const evidence = role[part];
          return [part, 'known' in evidence ? evidence.known : undefined];
        }),
      );
      // INVARIANT: every needed part is known here, so the object has the type that `evaluate` was promised.
      return evaluate({ ...role, ...known } as unknown as RoleWith<Needs, AlsoReads>);
    },
  };
}

/** NON_COMPLIANT if anything was found, INSUFFICIENT_DATA if anything is open, else COMPLIANT. */
export function outcomeOf(findings: readonly Finding[], open: readonly string[] = []): Outcome {
  const [finding, ...findingsAfter] = findings;
  const [gap, ...gapsAfter] = open;
  if (finding !== undefined)
    return {
      complianceType: 'NON_COMPLIANT',
      findings: [finding, ...findingsAfter],
      ...(gap === undefined ? {} : { missing: open }),
    };
  if (gap !== undefined) return { complianceType: 'INSUFFICIENT_DATA', missing: [gap, ...gapsAfter] };
  return { complianceType: 'COMPLIANT' };
}
