import { annotation } from '../../functions/rules/annotation.ts';
import { evaluateRoles } from '../../functions/rules/evaluation.ts';
import { buildAgentRoles } from '../../functions/workload/build-agent-roles.ts';
import type { Base, LabelledRole } from '../fixtures/accuracy/roles/labelled-role.ts';
import { type Label, RULE_IDS, type RuleId } from '../fixtures/accuracy/roles/labels.ts';
import { buildAccount } from './build-account.ts';

/** What one rule was expected to say of one role, and said. */
export interface Judgement {
  readonly role: string;
  readonly rule: RuleId;
  readonly expected: Label;
  /** Why it is not the label of the base. */
  readonly why?: string;
  /** `undefined`: there is no such rule. */
  readonly answered: Label | undefined;
  readonly annotation: string;
}

export const judgeLabelledRoles = (
  bases: Readonly<Record<string, Base>>,
  roles: readonly LabelledRole[],
): readonly Judgement[] => roles.flatMap((role) => judge(bases, role));

function judge(bases: Readonly<Record<string, Base>>, labelled: LabelledRole): readonly Judgement[] {
  const base = bases[labelled.base];
  if (base === undefined) throw new Error(`${labelled.name}: there is no base ${labelled.base}`);
  const { roles } = buildAgentRoles(buildAccount(base, labelled));
  const role = roles.find(({ arn }) => arn === base.roleArn);
  if (role === undefined) throw new Error(`${labelled.name}: no workload acts with ${base.roleArn}`);
  const outcomes = new Map(evaluateRoles([role]).map(({ rule, outcome }) => [rule.id, outcome]));
  return RULE_IDS.map((rule) => {
    const [expected, why] = labelled.expect[rule] ?? [base.labels[rule]];
    const outcome = outcomes.get(rule);
    return {
      role: labelled.name,
      rule,
      expected,
      ...(why === undefined ? {} : { why }),
      answered: outcome?.complianceType,
      annotation: outcome === undefined ? 'There is no such rule.' : annotation(outcome),
    };
  });
}

export const disagreements = (judgements: readonly Judgement[]): readonly Judgement[] =>
  judgements.filter(({ expected, answered }) => expected !== answered);
