import type { Rule, RuleParameters } from './rule.ts';

/**
 * The parameters that were set for a rule, checked; those left out have their defaults. Whatever else AWS Config sends in
 * `ruleParameters`, such as the id of the rule, is not for this function.
 *
 * @throws Error with one line, when there is no such parameter or its value is not accepted
 */
export function readRuleParameters(
  { id, parameters = [] }: Pick<Rule, 'id' | 'parameters'>,
  given: Readonly<Record<string, string>>,
): RuleParameters {
  for (const [name, text] of Object.entries(given)) {
    const parameter = parameters.find((candidate) => candidate.name === name);
    if (parameter === undefined) {
      const names = parameters.map((candidate) => candidate.name).join(', ');
      throw new Error(`the rule ${id} has no parameter ${quoted(name)}: it has ${names === '' ? 'none' : names}`);
    }
    if (typeof text !== 'string' || !parameter.isAccepted(text))
      throw new Error(`the parameter ${name} of the rule ${id} reads ${quoted(text)}: it takes ${parameter.accepts}`);
  }
  return given;
}

const quoted = (value: unknown): string => JSON.stringify(typeof value === 'string' ? value.slice(0, 80) : value);
