import { type CompiledStatement, statementsAbout } from './compiled-policy.ts';
import { type CompiledCondition, conditionMet } from './condition.ts';
import type { Layer, Miss, PolicySet } from './decision.ts';
import { namesPrincipal, type Question } from './layers.ts';
import type { Policy } from './policy.ts';
import { isNamed } from './principal-match.ts';
import { quoted } from './refusal.ts';
import { resourcesMatch } from './statement-match.ts';

/**
 * Why the Allows of the blocking layers that are about the action do not apply, in the order of the layers. Where no
 * identity-based policy grants, a resource-based one could have: it is heard too.
 */
export function missesOf(question: Question, policies: PolicySet, blockedBy: readonly Layer[]): readonly Miss[] {
  const [first, ...others] = blockedBy;
  const layers: readonly Layer[] =
    first === 'identity' && !others.includes('resource') ? [first, 'resource', ...others] : blockedBy;
  return layers.flatMap((layer) =>
    policiesOf(layer, policies).flatMap((policy) =>
      statementsAbout(question.action, policy).flatMap((statement) => {
        const miss = missOf(statement, question);
        return miss === undefined ? [] : [{ layer, ...statement.statement.location, ...miss }];
      }),
    ),
  );
}

function policiesOf(layer: Layer, policies: PolicySet): readonly Policy[] {
  switch (layer) {
    case 'resource':
    case 'trust':
      return policies.resource === undefined ? [] : [policies.resource];
    case 'serviceControl':
    case 'resourceControl':
      return policies[layer]?.flat() ?? [];
    default:
      return policies[layer] ?? [];
  }
}

/** Undefined for a statement that is no candidate, that applies, or of which it is not known. */
function missOf(statement: CompiledStatement, question: Question): Pick<Miss, 'element' | 'reason'> | undefined {
  const { effect, principals, resources } = statement.statement;
  if (effect === 'Deny') return undefined;
  if (isNamed(namesPrincipal(statement, question)) === false) {
    const element = principals?.except === true ? 'NotPrincipal' : 'Principal';
    const written = listed(principals?.principals.map(({ value }) => value) ?? []);
    return { element, reason: `action matched, principal did not: \`${element}\` is ${written}` };
  }
  if (resourcesMatch(statement.resources, question) === false) {
    const element = resources?.except === true ? 'NotResource' : 'Resource';
    return {
      element,
      reason: `action matched, resource did not: \`${element}\` is ${listed(resources?.patterns ?? [])}`,
    };
  }
  const failed = statement.conditions.find((condition) => conditionMet(condition, question.context) === false);
  return (
    failed && { element: 'Condition', reason: `action and resource matched, ${conditionReason(failed, question)}` }
  );
}

function conditionReason(
  { condition: { operator, key, values }, key: name }: CompiledCondition,
  { context }: Question,
) {
  const seen = context.valuesOf(name);
  const has =
    seen === undefined || seen === 'absent' ? `the request has no \`${quoted(key)}\`` : `it is ${listed(seen)}`;
  return `condition did not: \`${operator}\` on \`${quoted(key)}\` wants ${listed(values)}, ${has}`;
}

function listed(values: readonly string[]): string {
  const [first, ...more] = values;
  if (first === undefined) return 'nothing';
  return `\`${quoted(first)}\`${more.length === 0 ? '' : ` and ${more.length} more`}`;
}
