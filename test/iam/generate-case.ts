import type { PolicyKind } from '../../functions/iam/policy.ts';
import type { PolicyDocuments, Scenario } from './scenario.ts';
import { type Dice, diceFrom } from './twin/dice.ts';
import { generateCondition, generateContext } from './twin/generate-condition.ts';
import {
  generateActionPattern,
  generateCaller,
  generatePrincipal,
  generateResourcePattern,
  generateTarget,
  type Target,
} from './twin/generate-names.ts';

/** A whole question: a request, the documents of every layer, and what an untold key means. */
export type Case = Pick<Scenario, 'request' | 'policies'> & { readonly absentKeys: 'unknown' | 'absent' };

type Document = Readonly<Record<string, unknown>>;

/** How many requests are asked of the same policies, which take longer to make than to ask. */
export const REQUESTS = 4;

/**
 * The cases of a seed: the policies of every layer, made for one request, and asked for it and for some like it.
 * Everything comes from small stocks, so that patterns, values and names meet often.
 */
export function generateCases(seed: number): readonly Case[] {
  const dice = diceFrom(seed);
  const caller = generateCaller(dice);
  const target = generateTarget(dice);
  const policies = generatePolicies(dice, target, caller);
  return Array.from({ length: REQUESTS }, (_, index) => {
    const principal = index === 0 || dice.chance(40) ? caller : generateCaller(dice);
    const sameResource = index === 0 || dice.chance(70) ? target : generateTarget(dice, target.action);
    return {
      request: { ...sameResource, ...(principal === undefined ? {} : { principal }), context: generateContext(dice) },
      policies,
      absentKeys: dice.pick(['unknown', 'absent'] as const),
    };
  });
}

function generatePolicies(dice: Dice, target: Target, caller: string | undefined): PolicyDocuments {
  const policy = (kind: PolicyKind): Document => generatePolicy(dice, kind, target, caller);
  const list = (kind: PolicyKind, most = 2): readonly Document[] =>
    dice.several(dice.chance(10) ? 0 : 1, most, () => policy(kind));
  const levels = (kind: PolicyKind): readonly (readonly Document[])[] => dice.several(0, 2, () => list(kind, 1));
  return {
    ...(dice.chance(85) && { identity: list('identity', 3) }),
    ...(dice.chance(60) && { resource: policy(/^sts:(assume|tag)/i.test(target.action) ? 'trust' : 'resource') }),
    ...(dice.chance(20) && { permissionsBoundary: list('permissionsBoundary') }),
    ...(dice.chance(20) && { session: list('session') }),
    ...(dice.chance(20) && { serviceControl: levels('serviceControl') }),
    ...(dice.chance(15) && { resourceControl: levels('resourceControl') }),
    ...(dice.chance(10) && { vpcEndpoint: list('vpcEndpoint') }),
  };
}

const NAMES_PRINCIPALS: readonly PolicyKind[] = ['resource', 'trust', 'vpcEndpoint'];

function generatePolicy(dice: Dice, kind: PolicyKind, target: Target, caller: string | undefined): Document {
  const statements = dice.several(1, 3, () => generateStatement(dice, kind, target, caller));
  return {
    ...(dice.chance(90) && { Version: dice.chance(85) ? '2012-10-17' : '2008-10-17' }),
    Statement: statements.map((statement, index) => (dice.chance(20) ? { Sid: `S${index}`, ...statement } : statement)),
  };
}

function generateStatement(dice: Dice, kind: PolicyKind, target: Target, caller: string | undefined): Document {
  if (kind === 'resourceControl' && dice.chance(70)) {
    return { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' };
  }
  const denies = kind === 'resourceControl' || dice.chance(15);
  const actions = oneOrMore(
    dice,
    () => generateActionPattern(dice, target.action),
    (action) => {
      if (kind === 'resourceControl' && action === '*') return 's3:*';
      return kind === 'trust' && action === 'ec2:*' ? 'sts:SetContext' : action;
    },
  );
  const resources = oneOrMore(
    dice,
    () => generateResourcePattern(dice, target.resource),
    (resource) => (kind === 'session' && resource !== '*' && resource.split(':').length < 6 ? '*' : resource),
  );
  const except = (percent: number): '' | 'Not' => (dice.chance(percent) ? 'Not' : '');
  return {
    Effect: denies ? 'Deny' : 'Allow',
    ...(NAMES_PRINCIPALS.includes(kind) && {
      [`${denies && kind !== 'trust' ? except(30) : ''}Principal`]: generatePrincipal(dice, caller),
    }),
    ...(kind === 'resourceControl' && { Principal: '*' }),
    [`${kind === 'resourceControl' ? '' : except(10)}Action`]: actions,
    ...(kind !== 'trust' && { [`${except(10)}Resource`]: resources }),
    ...(dice.chance(30) && { Condition: generateCondition(dice) }),
  };
}

function oneOrMore(dice: Dice, make: () => string, mend: (value: string) => string): string | readonly string[] {
  const values = dice.several(1, dice.chance(25) ? 3 : 1, () => mend(make()));
  const [first] = values;
  return values.length === 1 && first !== undefined && dice.chance(50) ? first : values;
}
