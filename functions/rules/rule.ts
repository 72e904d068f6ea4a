import type { StatementLocation } from '../iam/policy.ts';
import type { AgentRole, EvidencePart } from '../workload/agent-role.ts';
import type { Change } from '../workload/change.ts';
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
  /** The same for a program: what has to change, to be worded and proven where the role is at hand. */
  readonly fix?: Change;
}

/** A non-compliance that somebody answers for, until a day. */
export interface AppliedException {
  readonly owner: string;
  readonly reason: string;
  /** `YYYY-MM-DD`, the last day of it. */
  readonly until: string;
  /** Where it is written: `tag bedrock-warden:exception:…`, or a file and its entry. */
  readonly source: string;
  /** What it excuses. */
  readonly findings: readonly [Finding, ...Finding[]];
}

export type Outcome =
  | { readonly complianceType: 'COMPLIANT'; readonly exception?: AppliedException }
  | {
      readonly complianceType: 'NON_COMPLIANT';
      readonly findings: readonly [Finding, ...Finding[]];
      /** What could not be decided besides; it does not weaken the findings. */
      readonly missing?: readonly string[];
      /** Why exceptions that are written do not excuse it: `exception by ORDERS-TEAM expired on 2026-10-31`. */
      readonly notExcepted?: readonly string[];
    }
  | { readonly complianceType: 'NOT_APPLICABLE'; readonly reason: string }
  | { readonly complianceType: 'INSUFFICIENT_DATA'; readonly missing: readonly [string, ...string[]] };

/** Evidence that a rule declared: what it needs, unwrapped, and what it also reads, gaps and all. It sees no other. */
export type RoleWith<Needs extends EvidencePart, AlsoReads extends EvidencePart> = Omit<AgentRole, EvidencePart> & {
  readonly [Part in Needs]: AgentRole[Part] extends Evidence<infer Value> ? Value : never;
} & Pick<AgentRole, AlsoReads>;

/** A setting of a rule; AWS Config knows it as an input parameter, which is text. */
export interface RuleParameter {
  /** camelCase, as `InputParameters` spells it. */
  readonly name: string;
  readonly description: string;
  /** What suits a production account. */
  readonly default: string;
  /** What it may be, worded for whoever set it wrong: `a whole number of days from 0 to 365`. */
  readonly accepts: string;
  readonly isAccepted: (text: string) => boolean;
}

/** The text of every parameter of a rule, by name. */
export type RuleParameters = Readonly<Record<string, string>>;

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
  readonly parameters?: readonly RuleParameter[];
  /** @param parameters those that were set; the others have their defaults */
  readonly evaluate: (role: AgentRole, parameters?: RuleParameters) => Outcome;
}

/**
 * Gives `evaluate` only a role whose needed parts are all known, and answers for it when one is not. A role that IAM does not
 * have concerns only the rules that ask for `roleId`.
 */
export function defineRule<const Needs extends EvidencePart = never, const AlsoReads extends EvidencePart = never>(
  rule: Omit<Rule, 'needs' | 'alsoReads' | 'evaluate'> & {
    readonly needs: readonly Needs[];
    readonly alsoReads?: readonly AlsoReads[];
    readonly evaluate: (role: RoleWith<Needs, AlsoReads>, parameters: RuleParameters) => Outcome;
  },
): Rule {
  const { evaluate, ...rest } = rule;
  const defaults = Object.fromEntries((rule.parameters ?? []).map(({ name, default: text }) => [name, text]));
  return {
    ...rest,
    evaluate(role, parameters = {}) {
      const reads: readonly EvidencePart[] = [...rule.needs, ...(rule.alsoReads ?? [])];
      if ('known' in role.roleId && role.roleId.known === null && !reads.includes('roleId'))
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
      return evaluate({ ...role, ...known } as unknown as RoleWith<Needs, AlsoReads>, {
        ...defaults,
        ...parameters,
      });
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
