import type { Dice } from './dice.ts';

const OWN = '111122223333';
const OTHER = '444455556666';

/** Every kind of caller; the usual ones more often. */
const CALLERS: readonly (string | undefined)[] = [
  `arn:aws:iam::${OWN}:user/ana`,
  `arn:aws:iam::${OWN}:user/ana`,
  `arn:aws:iam::${OWN}:user/team/ana`,
  `arn:aws:iam::${OWN}:role/agent`,
  `arn:aws:iam::${OWN}:role/agent`,
  `arn:aws:iam::${OWN}:role/team/agent`,
  `arn:aws:iam::${OTHER}:role/agent`,
  `arn:aws:sts::${OWN}:assumed-role/agent/s1`,
  `arn:aws:sts::${OWN}:assumed-role/agent/s1`,
  `arn:aws:sts::${OWN}:assumed-role/agent/s2`,
  `arn:aws:sts::${OTHER}:assumed-role/agent/s1`,
  `arn:aws:sts::${OWN}:federated-user/ana`,
  `arn:aws:iam::${OWN}:root`,
  `arn:aws:iam::${OTHER}:root`,
  `arn:aws:iam::${OWN}:role/aws-service-role/bedrock.amazonaws.com/AWSServiceRoleForBedrock`,
  `arn:aws:sts::${OWN}:assumed-role/AWSServiceRoleForBedrock/s1`,
  'bedrock.amazonaws.com',
  's3.amazonaws.com',
  'cognito-identity.amazonaws.com',
  `arn:aws:iam::${OWN}:saml-provider/idp`,
  `arn:aws:iam::${OWN}:oidc-provider/idp.example.com`,
  '*',
  'arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1',
  undefined,
];

export const generateCaller = (dice: Dice): string | undefined => CALLERS[dice.throw(CALLERS.length)];

const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  's3:GetObject': [
    'arn:aws:s3:::a',
    'arn:aws:s3:::a/b',
    'arn:aws:s3:::a/b:c',
    'arn:aws:s3:::ana/ab',
    'arn:aws:s3:::*',
    '*',
  ],
  's3:ListAllMyBuckets': ['*', '*', 'arn:aws:s3:::a'],
  's3:PutBucketPolicy': ['arn:aws:s3:::a'],
  'bedrock:InvokeModel': [
    `arn:aws:bedrock:us-east-1:${OWN}:agent/a`,
    `arn:aws:bedrock:us-east-1:${OTHER}:agent/a`,
    'arn:aws:bedrock:us-east-1::foundation-model/a',
    'arn:aws:bedrock:us-east-1::foundation-model/a:0',
    `arn:aws:bedrock::${OWN}:inference-profile/a`,
  ],
  'kms:Decrypt': [
    `arn:aws:kms:us-east-1:${OWN}:key/a`,
    `arn:aws:kms:us-east-1:${OWN}:key/a`,
    `arn:aws:kms:us-east-1:${OTHER}:key/a`,
    `arn:aws:kms:us-east-1:${OWN}:alias/a`,
    '*',
  ],
  'sts:AssumeRole': [
    `arn:aws:iam::${OWN}:role/agent`,
    `arn:aws:iam::${OWN}:role/agent`,
    `arn:aws:iam::${OTHER}:role/agent`,
  ],
  'sts:TagSession': [`arn:aws:iam::${OWN}:role/agent`],
  'STS:assumerolewithwebidentity': [`arn:aws:iam::${OWN}:role/agent`],
  'sts:GetCallerIdentity': ['*'],
  'iam:GetRole': [`arn:aws:iam::${OWN}:role/agent`],
  'iam:GetPolicy': [`arn:aws:iam::${OWN}:policy/a`, 'arn:aws:iam::aws:policy/a'],
};

export interface Target {
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount?: string;
}

export function generateTarget(dice: Dice, like?: string): Target {
  const action = like ?? dice.pick(['s3:GetObject', 's3:GetObject', 'bedrock:InvokeModel', ...Object.keys(ACTIONS)]);
  const resource = dice.pick(ACTIONS[action] ?? ['*']);
  return dice.chance(40) ? { action, resource, resourceAccount: dice.pick([OWN, OWN, OTHER]) } : { action, resource };
}

/** A value of `Action` that often covers the action. */
export function generateActionPattern(dice: Dice, action: string): string {
  const [prefix = '', name = ''] = action.split(':');
  return dice.pick([
    '*',
    `${prefix}:*`,
    action,
    action,
    action.toLowerCase(),
    `${prefix}:${name.slice(0, 3)}*`,
    `${prefix}:?${name.slice(1)}`,
    `${prefix}:*e*`,
    `${prefix}:${name}?`,
    'ec2:*',
  ]);
}

/** A value of `Resource`: the very resource, or it with a few pieces changed so that it hardly matches, or hardly does not. */
export function generateResourcePattern(dice: Dice, resource: string): string {
  if (dice.chance(30)) return '*';
  const base = resource === '*' || dice.chance(10) ? 'arn:aws:s3:::a/b' : resource;
  return dice.several(0, 2, () => 0).reduce<string>((pattern) => `arn:${changed(dice, pattern.slice(4))}`, base);
}

const VARIABLES = [
  '${aws:PrincipalTag/t}',
  "${aws:PrincipalTag/t, 'b'}",
  '${aws:username}',
  '${*}',
  '${?}',
  '${aws:TagKeys}',
  '${a',
];

function changed(dice: Dice, text: string): string {
  const at = dice.throw(text.length + 1);
  const [before, after] = [text.slice(0, at), text.slice(at)];
  const colons = text.split(':');
  const field = dice.throw(colons.length);
  switch (dice.throw(10)) {
    case 0:
      return `${before}*`;
    case 1:
      return `${before}*${after}`;
    case 2:
      return `${before}*${after.slice(dice.throw(4))}`;
    case 3:
      return `${before}?${after.slice(1)}`;
    case 4:
      return colons.with(field, '*').join(':');
    case 5:
      return colons.with(field, `${(colons[field] ?? '').slice(0, 2)}*`).join(':');
    case 6:
      return colons.toSpliced(field, 1).join(':');
    case 7:
      return text.replace(/[^:/]*$/, () => dice.pick(VARIABLES));
    case 8:
      return before + dice.pick(VARIABLES) + after.slice(1);
    default:
      return `${before}${dice.pick(['a', 'b', ':', '/'])}${after}`;
  }
}

/** A value of `Principal` that often names the caller in one way or another. */
export function generatePrincipal(dice: Dice, caller: string | undefined): unknown {
  if (dice.chance(20)) return '*';
  const entries = dice.several(1, 3, () => generateNamed(dice, caller));
  const types = [...new Set(entries.map(([type]) => type))];
  return Object.fromEntries(
    types.map((type) => [type, entries.filter(([other]) => other === type).map(([, value]) => value)]),
  );
}

function generateNamed(dice: Dice, caller: string | undefined): readonly [type: string, value: string] {
  const someone = dice.chance(60) ? caller : generateCaller(dice);
  if (dice.chance(3)) return ['CanonicalUser', '79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be'];
  if (someone === undefined || dice.chance(30)) {
    return [
      'AWS',
      dice.pick([OWN, OTHER, `arn:aws:iam::${OWN}:root`, `arn:aws:iam::${OTHER}:root`, '*', 'AIDAEXAMPLE12345678AB']),
    ];
  }
  if (someone.endsWith('.amazonaws.com')) return [dice.pick(['Service', 'Service', 'Federated']), someone];
  if (someone.includes('-provider/')) return ['Federated', someone];
  const session = /^arn:aws:sts::(\d+):assumed-role\/([^/]+)\//.exec(someone);
  if (session === null || dice.chance(30)) return ['AWS', someone];
  return ['AWS', `arn:aws:iam::${session[1]}:role/${dice.pick(['', '', 'team/'])}${session[2]}`];
}
