import type { Dice } from './dice.ts';

/** The values that a policy and a request draw from: few, so that they meet, and some that are not of the type. */
const VALUES = {
  String: ['a', 'b', 'ab', 'A', '', '*', 'a*', '?', 'ana', 'a b', '$', '${', 'a.c'],
  Numeric: ['1', '1.0', '2', '-1', '+2', '.5', '10', '0', 'ten', ''],
  Date: [
    '2026-11-01T00:00:00Z',
    '2026-11-01T01:00:00+01:00',
    '2026-11-02T00:00:00.5Z',
    '2026-11-02',
    '2026-11-01T00:00:00',
    '1793491200',
    '2026-11',
    'today',
  ],
  Bool: ['true', 'false', 'TRUE', 'False', 'yes'],
  Binary: ['YQ==', 'Yg==', 'yq=='],
  Ip: [
    '203.0.113.7',
    '203.0.113.0/24',
    '0.0.0.0/0',
    '203.0.113.7/32',
    '10.0.0.0/8',
    '2001:db8::7',
    '2001:DB8::/32',
    '::/0',
    '::1',
    '::ffff:203.0.113.7',
    'here',
  ],
  Arn: [
    'arn:aws:s3:::a',
    'arn:aws:s3:::a/b',
    'arn:aws:s3:::a:b',
    'arn:aws:s3:::*',
    'arn:aws:s3:::?',
    'arn:aws:s3:*:*:a*',
    'arn:aws:bedrock:us-east-1:111122223333:agent/a',
    'arn:aws:bedrock:*:111122223333:agent/*',
    'arn:*:bedrock:us-*-1:1111????3333:*',
    'arn:aws:*:*:agent/a:b',
    'arn:aws:iam::111122223333:role/agent',
    'arn:aws:s3:*',
    '*',
  ],
} as const;

type Type = keyof typeof VALUES;

const VARIABLES = [
  '${aws:PrincipalTag/t}',
  "${aws:PrincipalTag/t, 'a'}",
  "${AWS:principaltag/T,'b'}",
  '${aws:username}',
  '${aws:PrincipalAccount}',
  '${aws:TagKeys}',
  '${*}',
  '${?}',
  '${$}',
  '${a',
  '${aws:PrincipalType}',
];

const OPERATORS: Readonly<Record<Type, readonly string[]>> = {
  String: [
    'StringEquals',
    'StringNotEquals',
    'StringEqualsIgnoreCase',
    'StringNotEqualsIgnoreCase',
    'StringLike',
    'StringNotLike',
  ],
  Numeric: [
    'NumericEquals',
    'NumericNotEquals',
    'NumericLessThan',
    'NumericLessThanEquals',
    'NumericGreaterThan',
    'NumericGreaterThanEquals',
  ],
  Date: [
    'DateEquals',
    'DateNotEquals',
    'DateLessThan',
    'DateLessThanEquals',
    'DateGreaterThan',
    'DateGreaterThanEquals',
  ],
  Bool: ['Bool'],
  Binary: ['BinaryEquals'],
  Ip: ['IpAddress', 'NotIpAddress'],
  Arn: ['ArnEquals', 'ArnNotEquals', 'ArnLike', 'ArnNotLike'],
};

const KEYS: Readonly<Record<Type, readonly string[]>> = {
  String: [
    'aws:PrincipalTag/t',
    'aws:TagKeys',
    's3:prefix',
    'aws:username',
    'aws:PrincipalType',
    'aws:PrincipalAccount',
    'aws:ResourceAccount',
    'aws:PrincipalServiceName',
  ],
  Numeric: ['s3:max-keys'],
  Date: ['aws:CurrentTime'],
  Bool: ['aws:SecureTransport', 'aws:PrincipalIsAWSService'],
  Binary: ['x:binary'],
  Ip: ['aws:SourceIp'],
  Arn: ['aws:SourceArn', 'aws:PrincipalArn'],
};

const TYPES: readonly Type[] = ['String', 'String', 'String', 'Numeric', 'Date', 'Bool', 'Binary', 'Ip', 'Arn', 'Arn'];

/** What follows from the principal or the owner is told only now and then. */
const FOLLOWS = /^aws:(Principal(?!Tag)|ResourceAccount|username)/;

const ROLES = ['arn:aws:iam::111122223333:role/agent', 'arn:aws:iam::111122223333:role/team/agent'];
const ACCOUNTS = ['111122223333', '444455556666'];

/** `Condition`, with one to three entries. */
export function generateCondition(dice: Dice): Readonly<Record<string, unknown>> {
  const conditions: Record<string, Record<string, unknown>> = {};
  for (const [operator, key, value] of dice.several(1, 2, () => generateEntry(dice))) {
    conditions[operator] = { ...conditions[operator], [key]: value };
  }
  return conditions;
}

function generateEntry(dice: Dice): readonly [operator: string, key: string, value: unknown] {
  const type = dice.pick(TYPES);
  const key = cased(dice, dice.pick(KEYS[type]));
  if (dice.chance(8)) return ['Null', key, dice.pick(['true', 'false', 'TRUE', 'no', ['true', 'false']])];
  const quantifier = dice.pick(['', '', '', 'ForAllValues:', 'ForAnyValue:']);
  const operator = `${quantifier}${dice.pick(OPERATORS[type])}${dice.chance(25) ? 'IfExists' : ''}`;
  const values = dice.several(1, 2, () => generateWritten(dice, type));
  return [operator, key, values.length === 1 && dice.chance(50) ? values[0] : values];
}

function generateWritten(dice: Dice, type: Type): string {
  const value = generateValue(dice, dice.chance(4) ? dice.pick(TYPES) : type);
  if (!dice.chance(type === 'String' || type === 'Arn' ? 20 : 3)) return value;
  if (type === 'Arn') return value.replace(/[^:/]*$/, dice.pick(VARIABLES));
  return dice.pick([(v: string) => v, (v: string) => `a${v}`, (v: string) => `${v}*`, (v: string) => v + v])(
    dice.pick(VARIABLES),
  );
}

const generateValue = (dice: Dice, type: Type): string => dice.pick(VALUES[type]);

/** The context of a request: every key told, told to be absent, or not told of. */
export function generateContext(dice: Dice): Readonly<Record<string, string | readonly string[]>> {
  const context: Record<string, string | readonly string[]> = {};
  for (const type of new Set(TYPES)) {
    for (const key of KEYS[type]) {
      if (!dice.chance(FOLLOWS.test(key) ? 8 : 60)) continue;
      const value = (): string => {
        if (key === 'aws:PrincipalArn') return dice.pick(ROLES);
        if (key.endsWith('Account')) return dice.pick(ACCOUNTS);
        const told = generateValue(dice, type);
        return type === 'Arn' && told === '*' ? 'arn:aws:s3:::a' : told;
      };
      // A key that follows is single-valued wherever it is told.
      const most = FOLLOWS.test(key) ? 1 : 3;
      const values = dice.chance(15) ? dice.several(0, most, value) : [value()];
      const [first] = values;
      context[cased(dice, key)] = first !== undefined && values.length === 1 && dice.chance(60) ? first : values;
    }
  }
  return context;
}

const cased = (dice: Dice, key: string): string => (dice.chance(4) ? key.toUpperCase() : key);
