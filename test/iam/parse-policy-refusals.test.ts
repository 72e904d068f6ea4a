import { describe, expect, test } from 'vitest';
import { parsePolicy } from '../../functions/iam/parse-policy.ts';
import type { PolicyError, PolicyKind } from '../../functions/iam/policy.ts';

// One table, one row for every refusal: over 300 lines.

const statement = { Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: '*' };
const document = { Version: '2012-10-17', Statement: [statement] };
const trust = { Effect: 'Allow', Principal: { Service: 'bedrock.amazonaws.com' }, Action: 'sts:AssumeRole' };
const rcp = { Effect: 'Deny', Principal: '*', Action: 's3:*', Resource: '*' };

/** The good statement with one thing changed; `undefined` removes an element. */
const changed = (change: object, base: object = statement): unknown => ({
  ...document,
  Statement: [JSON.parse(JSON.stringify({ ...base, ...change }))],
});

const inDocument = (element: string | undefined, problem: string, help: string): PolicyError => ({
  policy: 'p',
  ...(element === undefined ? {} : { element }),
  problem,
  help,
});
const inStatement = (element: string | undefined, problem: string, help: string, at = 0): PolicyError => ({
  ...inDocument(element, problem, help),
  statement: at,
});

type Row = readonly [name: string, kind: PolicyKind, written: unknown, error: PolicyError];

function refusals(topic: string, rows: readonly Row[]): void {
  describe(topic, () => {
    test.each(rows)('%s', (_, kind, written, error) => {
      expect(parsePolicy(written, 'p', kind)).toEqual({ error });
    });
  });
}

const GIVE_DOCUMENT = 'Give the policy document itself.';
const LOOK_FOR = 'Look for a missing quote, bracket or comma at that place, or a comma before a closing bracket.';
const NO_COMMENTS = 'JSON has no comments: remove `//` and `/* */`; a statement can be named with `Sid`.';
const WRAP = 'Wrap the statements: `{"Version": "2012-10-17", "Statement": […]}`.';
const ENCODED = 'Give JSON, or the encoded text as the IAM API returns it.';

refusals('a document that is no JSON object', [
  ['nothing', 'identity', undefined, inDocument(undefined, 'a policy is a JSON object, not nothing', GIVE_DOCUMENT)],
  ['null', 'identity', null, inDocument(undefined, 'a policy is a JSON object, not null', GIVE_DOCUMENT)],
  ['a number', 'identity', 1, inDocument(undefined, 'a policy is a JSON object, not a number', GIVE_DOCUMENT)],
  [
    'an array',
    'identity',
    [statement],
    inDocument(undefined, 'a policy is a JSON object, not an array', GIVE_DOCUMENT),
  ],
  ['an array as text', 'identity', '[]', inDocument(undefined, 'a policy is a JSON object, not an array', WRAP)],
  ['a string as text', 'identity', '"x"', inDocument(undefined, 'a policy is a JSON object, not a string', WRAP)],
  [
    'an empty text',
    'identity',
    '  ',
    inDocument(undefined, 'the document is empty', 'Give a policy document with a `Statement`.'),
  ],
  [
    'text that is no JSON',
    'identity',
    'hello',
    inDocument(undefined, 'the document is not JSON: it ends too early or has a stray character', LOOK_FOR),
  ],
  [
    'a comma too many',
    'identity',
    '{"Statement": [],}',
    inDocument(undefined, 'the document is not JSON: position 17 (line 1 column 18)', LOOK_FOR),
  ],
  [
    'broken percent-encoding',
    'identity',
    '%7B%',
    inDocument(undefined, 'the document is neither JSON nor percent-encoded JSON', ENCODED),
  ],
  [
    'text that is percent-encoded twice',
    'identity',
    encodeURIComponent(encodeURIComponent('{}')),
    inDocument(undefined, 'the document is not JSON: it ends too early or has a stray character', LOOK_FOR),
  ],
  [
    'comments',
    'identity',
    '{\n// models\n"Statement": []}',
    inDocument(undefined, 'the document is not JSON: it has comments', NO_COMMENTS),
  ],
  [
    'block comments',
    'identity',
    '{/* models */"Statement": []}',
    inDocument(undefined, 'the document is not JSON: it has comments', NO_COMMENTS),
  ],
]);

const TWICE = 'Put both values into one; AWS refuses a key that is repeated.';
const allow = '"Effect":"Allow","Action":"s3:*","Resource":"*"';

refusals('a key that is written twice', [
  [
    'in the policy',
    'identity',
    `{"Version":"2012-10-17","Statement":{${allow}},"Version":"2008-10-17"}`,
    inDocument('Version', '`Version` is written twice in the same object', TWICE),
  ],
  [
    'two lists of statements',
    'identity',
    `{"Statement":[{${allow}}],"Statement":[{${allow}}]}`,
    inDocument('Statement', '`Statement` is written twice in the same object', TWICE),
  ],
  [
    'in the only statement',
    'identity',
    `{"Statement":{${allow},"Effect":"Deny"}}`,
    inStatement('Effect', '`Effect` is written twice in the same object', TWICE),
  ],
  [
    'in the second statement',
    'identity',
    `{"Statement":[{${allow}},{${allow},"Action":"s3:*"}]}`,
    inStatement('Action', '`Action` is written twice in the same object', TWICE, 1),
  ],
  [
    'an operator',
    'identity',
    `{"Statement":[{${allow},"Condition":{"Bool":{"a:b":"true"},"Bool":{"a:c":"true"}}}]}`,
    inStatement('Condition', '`Bool` is written twice in the same object', TWICE),
  ],
  [
    'a condition key',
    'identity',
    `{"Statement":[{${allow},"Condition":{"StringLike":{"s3:prefix":"a","s3:prefix":"b"}}}]}`,
    inStatement('Condition', '`s3:prefix` is written twice in the same object', TWICE),
  ],
  [
    'a type of principal',
    'trust',
    '{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"Service":"a.com","Service":"b.com"}}}',
    inStatement('Principal', '`Service` is written twice in the same object', TWICE),
  ],
  [
    'once with an escape',
    'identity',
    `{"Statement":{${allow},"\\u0045ffect":"Allow"}}`,
    inStatement('Effect', '`Effect` is written twice in the same object', TWICE),
  ],
  [
    'behind a value with quotes and backslashes',
    'identity',
    `{"Statement":{"Sid":"\\\\\\"Effect\\":\\\\",${allow},"Effect":"Allow"}}`,
    inStatement('Effect', '`Effect` is written twice in the same object', TWICE),
  ],
  [
    'in percent-encoded text',
    'identity',
    encodeURIComponent(`{"Statement":{${allow},"Effect":"Deny"}}`),
    inStatement('Effect', '`Effect` is written twice in the same object', TWICE),
  ],
  [
    'in something that is no policy',
    'identity',
    '{"a":[{"b":1,"b":2}]}',
    inDocument('a', '`b` is written twice in the same object', TWICE),
  ],
]);

const VERSIONS = 'Write one of 2012-10-17, 2008-10-17.';

refusals('the elements of the policy', [
  [
    'no Statement',
    'identity',
    { Version: '2012-10-17' },
    inDocument('Statement', 'there is no `Statement`', 'Add a `Statement`.'),
  ],
  [
    'no statements',
    'identity',
    { ...document, Statement: [] },
    inDocument('Statement', '`Statement` has no statements', 'Add a statement; AWS refuses a policy without one.'),
  ],
  [
    'a statement that is text',
    'identity',
    { ...document, Statement: [statement, 'x'] },
    inStatement(undefined, 'a statement is a JSON object, not a string', 'Write `{"Effect": …}`.', 1),
  ],
  [
    'a list in the list of statements',
    'identity',
    { ...document, Statement: [[statement]] },
    inStatement(undefined, 'a statement is a JSON object, not an array', 'Write `{"Effect": …}`.'),
  ],
  [
    'Statement: null',
    'identity',
    { ...document, Statement: null },
    inStatement(undefined, 'a statement is a JSON object, not null', 'Write `{"Effect": …}`.'),
  ],
  [
    'another version',
    'identity',
    { ...document, Version: '2012-10-18' },
    inDocument('Version', '`2012-10-18` is not a version of the policy language', VERSIONS),
  ],
  [
    'a version with a space',
    'identity',
    { ...document, Version: '2012-10-17 ' },
    inDocument('Version', '`2012-10-17 ` is not a version of the policy language', VERSIONS),
  ],
  [
    'a numeric version',
    'identity',
    { ...document, Version: 2012 },
    inDocument('Version', 'a number is not a version of the policy language', VERSIONS),
  ],
  [
    'a version of null',
    'identity',
    { ...document, Version: null },
    inDocument('Version', 'null is not a version of the policy language', VERSIONS),
  ],
  ['an Id of null', 'resource', { ...document, Id: null }, inDocument('Id', '`Id` is null', 'Write a string.')],
  [
    'a misspelled element',
    'identity',
    { ...document, Statment: [] },
    inDocument('Statment', '`Statment` is not a policy element', 'Did you mean `Statement`?'),
  ],
  [
    'an element in lower case',
    'identity',
    { Version: '2012-10-17', statement: [statement] },
    inDocument('statement', '`statement` is not a policy element', 'Did you mean `Statement`?'),
  ],
  [
    'an element that is none',
    'identity',
    { ...document, Description: 'mine' },
    inDocument(
      'Description',
      '`Description` is not a policy element',
      'Remove it; the elements are Version, Id, Statement.',
    ),
  ],
]);

const EFFECT = 'Write `Allow` or `Deny`.';

refusals('Sid and Effect', [
  [
    'a misspelled element',
    'identity',
    changed({ Actions: 's3:*' }),
    inStatement('Actions', '`Actions` is not a statement element', 'Did you mean `Action`?'),
  ],
  [
    'an element in lower case',
    'identity',
    changed({ effect: 'Allow' }),
    inStatement('effect', '`effect` is not a statement element', 'Did you mean `Effect`?'),
  ],
  [
    'an element that is none',
    'identity',
    changed({ Comment: 'x' }),
    inStatement(
      'Comment',
      '`Comment` is not a statement element',
      'Remove it; the elements are Sid, Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition.',
    ),
  ],
  [
    'a Sid that is a number',
    'resource',
    changed({ Sid: 1 }),
    inStatement('Sid', '`Sid` is a number', 'Write a string.'),
  ],
  ...(['identity', 'permissionsBoundary', 'session'] as const).map(
    (kind): Row => [
      `a Sid with a hyphen (${kind})`,
      kind,
      changed({ Sid: 'a-b' }),
      inStatement('Sid', 'the `Sid` `a-b` has a character that IAM refuses', 'Use letters and digits only.'),
    ],
  ),
  ...(
    [
      ['identity', statement],
      ['permissionsBoundary', statement],
      ['session', statement],
      ['serviceControl', statement],
      ['resourceControl', rcp],
      ['trust', trust],
    ] as const
  ).map(
    ([kind, base]): Row => [
      `a Sid used twice (${kind})`,
      kind,
      { ...document, Statement: [{ ...base, Sid: 'A' }, base, { ...base, Sid: 'A' }] },
      inStatement(
        'Sid',
        'the `Sid` `A` is used twice',
        'Give every statement of the policy its own `Sid`, or none.',
        2,
      ),
    ],
  ),
  [
    'no Effect',
    'identity',
    changed({ Effect: undefined }),
    inStatement('Effect', 'there is no `Effect`', 'Add `"Effect": "Allow"` or `"Deny"`.'),
  ],
  [
    'an effect that is a list',
    'identity',
    changed({ Effect: ['Allow'] }),
    inStatement('Effect', '`Effect` is an array', EFFECT),
  ],
  [
    'an effect in lower case',
    'identity',
    changed({ Effect: 'allow' }),
    inStatement('Effect', '`allow` is not an effect', 'Did you mean `Allow`? The value is case-sensitive.'),
  ],
  [
    'an effect in capitals',
    'identity',
    changed({ Effect: 'DENY' }),
    inStatement('Effect', '`DENY` is not an effect', 'Did you mean `Deny`? The value is case-sensitive.'),
  ],
  [
    'another effect',
    'identity',
    changed({ Effect: 'Permit' }),
    inStatement('Effect', '`Permit` is not an effect', EFFECT),
  ],
]);

const STRINGS = 'Write a string or an array of strings.';
const AT_LEAST_ONE = 'Name at least one, or remove the statement.';
const ONE_OF_TWO = 'A statement has one of the two: split it, or remove one.';
const PREFIX = 'Write the prefix in full, without a wildcard.';
const ARN = 'Write `arn:partition:service:region:account:resource` or `*`.';
const STS = 'Write an action of AWS STS, such as `sts:AssumeRole`.';

refusals('Action and NotAction', [
  [
    'no Action',
    'identity',
    changed({ Action: undefined }),
    inStatement('Action', 'there is neither `Action` nor `NotAction`', 'Add `Action`.'),
  ],
  [
    'Action beside NotAction',
    'identity',
    changed({ NotAction: 's3:*' }),
    inStatement('NotAction', '`Action` stands beside `NotAction`', ONE_OF_TWO),
  ],
  ['no actions', 'identity', changed({ Action: [] }), inStatement('Action', '`Action` is empty', AT_LEAST_ONE)],
  [
    'no actions in NotAction',
    'identity',
    changed({ Action: undefined, NotAction: [] }),
    inStatement('NotAction', '`NotAction` is empty', AT_LEAST_ONE),
  ],
  ['an action of null', 'identity', changed({ Action: null }), inStatement('Action', '`Action` holds null', STRINGS)],
  ['a number', 'identity', changed({ Action: [1] }), inStatement('Action', '`Action` holds a number', STRINGS)],
  [
    'a list in the list',
    'identity',
    changed({ Action: [['s3:*']] }),
    inStatement('Action', '`Action` holds an array', STRINGS),
  ],
  [
    'an action without a service',
    'identity',
    changed({ Action: 'InvokeModel' }),
    inStatement(
      'Action',
      '`InvokeModel` names no service',
      'Write `service:Action`, such as `bedrock:InvokeModel`, or `*`.',
    ),
  ],
  [
    'an empty action',
    'identity',
    changed({ Action: '' }),
    inStatement('Action', '`` names no service', 'Write `service:Action`, such as `bedrock:InvokeModel`, or `*`.'),
  ],
  [
    'an action with two colons',
    'identity',
    changed({ Action: ['s3:*', 'a:b:c'] }),
    inStatement('Action', '`a:b:c` has more than one colon', 'Write `service:Action`.'),
  ],
  ...['bed*:InvokeModel', '*:Untag*', '?3:GetObject', ':GetObject', ' s3:GetObject'].map(
    (action): Row => [
      `the action ${action}`,
      'identity',
      changed({ Action: action }),
      inStatement('Action', `\`${action}\` has no valid service prefix`, PREFIX),
    ],
  ),
  [
    "another service's action on a role's trust",
    'trust',
    changed({ Action: ['sts:AssumeRole', 's3:GetObject'] }, trust),
    inStatement('Action', "`s3:GetObject` is not an action on a role's trust", STS),
  ],
  [
    "an action without a service on a role's trust",
    'trust',
    changed({ Action: 'AssumeRole' }, trust),
    inStatement(
      'Action',
      '`AssumeRole` names no service',
      'Write `service:Action`, such as `bedrock:InvokeModel`, or `*`.',
    ),
  ],
  [
    'a control character',
    'identity',
    changed({ Action: 's3:\u0000' }),
    inStatement('Action', 'a value has a control character', 'Remove the character; AWS refuses it.'),
  ],
]);

refusals('Resource and NotResource', [
  ...(['identity', 'permissionsBoundary', 'session', 'serviceControl'] as const).map(
    (kind): Row => [
      `no Resource (${kind})`,
      kind,
      changed({ Resource: undefined }),
      inStatement('Resource', 'there is neither `Resource` nor `NotResource`', 'Add `Resource`.'),
    ],
  ),
  ...(['resourceControl', 'vpcEndpoint'] as const).map(
    (kind): Row => [
      `no Resource (${kind})`,
      kind,
      changed({ Resource: undefined }, rcp),
      inStatement('Resource', 'there is neither `Resource` nor `NotResource`', 'Add `Resource`.'),
    ],
  ),
  [
    'Resource beside NotResource',
    'identity',
    changed({ NotResource: '*' }),
    inStatement('NotResource', '`Resource` stands beside `NotResource`', ONE_OF_TWO),
  ],
  ['no resources', 'identity', changed({ Resource: [] }), inStatement('Resource', '`Resource` is empty', AT_LEAST_ONE)],
  [
    'no resources in a resource-based policy',
    'resource',
    changed({ Resource: [] }, rcp),
    inStatement('Resource', '`Resource` is empty', AT_LEAST_ONE),
  ],
  [
    'a boolean',
    'identity',
    changed({ Resource: true }),
    inStatement('Resource', '`Resource` holds a boolean', STRINGS),
  ],
  ...['my-bucket', '', 'arn', 'ARN:aws:s3:::b', ' arn:aws:s3:::b', '*:*'].map(
    (Resource): Row => [
      `the resource ${Resource}`,
      'identity',
      changed({ Resource }),
      inStatement('Resource', `\`${Resource}\` is neither an ARN nor \`*\``, ARN),
    ],
  ),
  [
    'an empty resource in a resource-based policy',
    'resource',
    changed({ Resource: '' }, rcp),
    inStatement('Resource', 'a resource is empty', 'Name the resource, or write `*`.'),
  ],
  [
    'no ARN in a session policy',
    'session',
    changed({ Resource: 'a:b:c:d:e:f' }),
    inStatement('Resource', '`a:b:c:d:e:f` is neither an ARN nor `*`', ARN),
  ],
  [
    'a short ARN in a session policy',
    'session',
    changed({ Resource: 'arn:aws:s3' }),
    inStatement(
      'Resource',
      '`arn:aws:s3` has fewer than six fields',
      'Write the whole ARN; session policies are not completed.',
    ),
  ],
  [
    'a control character',
    'identity',
    changed({ Resource: 'arn:aws:s3:::a\u0001' }),
    inStatement('Resource', 'a value has a control character', 'Remove the character; AWS refuses it.'),
  ],
  ...(['Resource', 'NotResource'] as const).map(
    (element): Row => [
      `a ${element} in a trust policy`,
      'trust',
      changed({ [element]: '*' }, trust),
      inStatement(
        element,
        `a trust policy has no \`${element}\``,
        'Remove it: the resource is the role that carries the policy.',
      ),
    ],
  ),
]);

const ATTACHED = 'Remove it: the principal is whoever the policy is attached to.';
const WHO = 'Say who the statement is about, or `"Principal": "*"`.';
const FORM = 'Write `"*"` or `{"AWS": …}`, `{"Service": …}`.';
const IN_FULL = 'Name it in full, or write `"*"` with a condition on `aws:PrincipalArn`.';
const EACH_IN_FULL = 'Name each in full; a wildcard stands for no principal but `{"AWS": "*"}`.';

refusals('Principal and NotPrincipal', [
  ...(
    [
      ['identity', 'an identity-based policy'],
      ['permissionsBoundary', 'a permissions boundary'],
      ['session', 'a session policy'],
      ['serviceControl', 'a service control policy'],
    ] as const
  ).flatMap(([kind, what]) =>
    (['Principal', 'NotPrincipal'] as const).map(
      (element): Row => [
        `${element} in ${what}`,
        kind,
        changed({ [element]: '*' }),
        inStatement(element, `${what} has no \`${element}\``, ATTACHED),
      ],
    ),
  ),
  ...(['resource', 'resourceControl', 'vpcEndpoint'] as const).map(
    (kind): Row => [
      `no Principal (${kind})`,
      kind,
      changed({ Principal: undefined }, rcp),
      inStatement('Principal', 'there is no `Principal`', WHO),
    ],
  ),
  [
    'no Principal (trust)',
    'trust',
    changed({ Principal: undefined }, trust),
    inStatement('Principal', 'there is no `Principal`', WHO),
  ],
  [
    'Principal beside NotPrincipal',
    'resource',
    changed({ NotPrincipal: '*' }, rcp),
    inStatement('NotPrincipal', '`Principal` stands beside `NotPrincipal`', 'Remove one of the two.'),
  ],
  ...(
    [
      ['trust', 'a trust policy', trust],
      ['resourceControl', 'a resource control policy', rcp],
    ] as const
  ).map(
    ([kind, what, base]): Row => [
      `NotPrincipal in ${what}`,
      kind,
      changed({ Effect: 'Deny', Principal: undefined, NotPrincipal: '*' }, base),
      inStatement(
        'NotPrincipal',
        `${what} has no \`NotPrincipal\``,
        'Use `Principal` with a condition on `aws:PrincipalArn`.',
      ),
    ],
  ),
  [
    'NotPrincipal in an Allow',
    'resource',
    changed({ NotPrincipal: { AWS: '111122223333' } }),
    inStatement(
      'NotPrincipal',
      '`NotPrincipal` stands in an `Allow`',
      'AWS supports it with `Deny` only; name who is allowed.',
    ),
  ],
  [
    'a bare account',
    'resource',
    changed({ Principal: '111122223333' }, rcp),
    inStatement('Principal', '`Principal` is `111122223333`', FORM),
  ],
  ['a list', 'resource', changed({ Principal: ['*'] }, rcp), inStatement('Principal', '`Principal` is an array', FORM)],
  ['null', 'resource', changed({ Principal: null }, rcp), inStatement('Principal', '`Principal` is null', FORM)],
  [
    'a type of principal in the wrong case',
    'resource',
    changed({ Principal: { Aws: '*' } }, rcp),
    inStatement('Principal', '`Aws` is not a type of principal', 'Did you mean `AWS`?'),
  ],
  [
    'a type of principal that is none',
    'resource',
    changed({ Principal: { Everybody: '*' } }, rcp),
    inStatement(
      'Principal',
      '`Everybody` is not a type of principal',
      'Did you mean `AWS`, `Service`, `Federated`, `CanonicalUser`?',
    ),
  ],
  ...[{}, { AWS: [] }, { AWS: [], Service: [] }].map(
    (Principal): Row => [
      `no principals: ${JSON.stringify(Principal)}`,
      'resource',
      changed({ Principal }, rcp),
      inStatement('Principal', '`Principal` names no one', 'Name at least one principal.'),
    ],
  ),
  [
    'an account that is a number',
    'resource',
    changed({ Principal: { AWS: 111122223333 } }, rcp),
    inStatement('Principal', '`Principal` holds a number', STRINGS),
  ],
  [
    'an empty principal',
    'trust',
    changed({ Principal: { Service: [''] } }, trust),
    inStatement('Principal', 'a principal is empty', 'Name the principal.'),
  ],
  [
    'a control character',
    'trust',
    changed({ Principal: { Service: 'a\u001f' } }, trust),
    inStatement('Principal', 'a value has a control character', 'Remove the character; AWS refuses it.'),
  ],
  ...['arn:aws:iam::111122223333:role/*', '1111222233??', '**', 'arn:aws:sts::111122223333:assumed-role/agent/*'].map(
    (AWS): Row => [
      `the principal ${AWS}`,
      'resource',
      changed({ Principal: { AWS } }, rcp),
      inStatement('Principal', `the principal \`${AWS}\` has a wildcard`, IN_FULL),
    ],
  ),
  ...(
    [
      ['Service', '*', 'service'],
      ['Service', '*.amazonaws.com', 'service'],
      ['Federated', '*', 'identity provider'],
      ['CanonicalUser', '*', 'canonical user'],
    ] as const
  ).map(
    ([type, value, what]): Row => [
      `the ${what} ${value}`,
      'resource',
      changed({ Principal: { [type]: value } }, rcp),
      inStatement('Principal', `the ${what} \`${value}\` has a wildcard`, EACH_IN_FULL),
    ],
  ),
  ...['ana', '1111222233334', 'bedrock.amazonaws.com', 'AROA-1'].map(
    (AWS): Row => [
      `the principal ${AWS}`,
      'resource',
      changed({ Principal: { AWS } }, rcp),
      inStatement('Principal', `\`${AWS}\` is no AWS principal`, 'Write an ARN, a 12-digit account id, or `*`.'),
    ],
  ),
]);

refusals('resource control policies', [
  [
    'a single principal',
    'resourceControl',
    changed({ Principal: { AWS: '111122223333' } }, rcp),
    inStatement(
      'Principal',
      'the `Principal` of a resource control policy is `*`',
      'Use conditions to single principals out.',
    ),
  ],
  ...[
    { Effect: 'Allow' },
    { Effect: 'Allow', Action: '*', Resource: 'arn:aws:s3:::b' },
    { Effect: 'Allow', Action: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
  ].map(
    (change): Row => [
      `an Allow: ${JSON.stringify(change)}`,
      'resourceControl',
      changed(change, rcp),
      inStatement(
        'Effect',
        "only AWS's own `RCPFullAWSAccess` allows in a resource control policy",
        'Write the restriction as a `Deny`.',
      ),
    ],
  ),
  ...['*', '*:*'].map(
    (action): Row => [
      `a Deny of ${action}`,
      'resourceControl',
      changed({ Action: ['s3:*', action] }, rcp),
      inStatement('Action', 'a resource control policy does not deny `*`', 'Name the service: `s3:*`.'),
    ],
  ),
  [
    'NotAction',
    'resourceControl',
    changed({ Action: undefined, NotAction: 's3:*' }, rcp),
    inStatement('NotAction', 'a resource control policy has no `NotAction`', 'List the actions in `Action`.'),
  ],
]);

const VALUES = 'Write strings, numbers or booleans.';

refusals('Condition', [
  [
    'text',
    'identity',
    changed({ Condition: 'x' }),
    inStatement('Condition', '`Condition` is a string', 'Write `{"operator": {"key": "value"}}`.'),
  ],
  [
    'null',
    'identity',
    changed({ Condition: null }),
    inStatement('Condition', '`Condition` is null', 'Write `{"operator": {"key": "value"}}`.'),
  ],
  [
    'a list',
    'identity',
    changed({ Condition: [{ Bool: { 'a:b': 'true' } }] }),
    inStatement('Condition', '`Condition` is an array', 'Write `{"operator": {"key": "value"}}`.'),
  ],
  [
    'a misspelled operator',
    'identity',
    changed({ Condition: { StringEqual: { 'aws:x': '1' } } }),
    inStatement('Condition', '`StringEqual` is not a condition operator', 'Did you mean `StringEquals`?'),
  ],
  ...['ForEveryone', 'ForAll', 'IfExists', ''].map(
    (operator): Row => [
      `the operator ${operator}`,
      'identity',
      changed({ Condition: { [operator]: { 'aws:x': '1' } } }),
      inStatement(
        'Condition',
        `\`${operator}\` is not a condition operator`,
        'Use an operator that AWS has, such as `StringEquals`.',
      ),
    ],
  ),
  [
    'Null with IfExists',
    'identity',
    changed({ Condition: { NullIfExists: { 'aws:x': 'true' } } }),
    inStatement(
      'Condition',
      '`NullIfExists` is not a condition operator',
      'Remove `IfExists`: `Null` itself asks whether there is a value.',
    ),
  ],
  [
    'an operator that holds text',
    'identity',
    changed({ Condition: { bool: 'true' } }),
    inStatement('Condition', '`Bool` holds a string', 'Write `{"key": "value"}`.'),
  ],
  [
    'a value that is an object',
    'identity',
    changed({ Condition: { Bool: { 'aws:x': {} } } }),
    inStatement('Condition', 'a condition value is an object', VALUES),
  ],
  [
    'a value of null',
    'identity',
    changed({ Condition: { Bool: { 'aws:x': ['true', null] } } }),
    inStatement('Condition', 'a condition value is null', VALUES),
  ],
  ...[
    { 'aws:x': 'true', 'AWS:X': 'true' },
    { 'aws:x': 'true', 'aws:y': 'true', 'AWS:X': 'true' },
  ].map(
    (Bool): Row => [
      `a key in two spellings among ${Object.keys(Bool).length}`,
      'identity',
      changed({ Condition: { Bool } }),
      inStatement(
        'Condition',
        '`Bool` names the key `AWS:X` twice, spelled differently',
        'Keys are compared without case: put the values into one array.',
      ),
    ],
  ),
  [
    'a control character in a key',
    'identity',
    changed({ Condition: { Bool: { 'aws:\u0002': 'true' } } }),
    inStatement('Condition', 'a value has a control character', 'Remove the character; AWS refuses it.'),
  ],
  [
    'a control character in a value',
    'identity',
    changed({ Condition: { StringLike: { 'aws:x': ['a', '\u0000'] } } }),
    inStatement('Condition', 'a value has a control character', 'Remove the character; AWS refuses it.'),
  ],
]);
