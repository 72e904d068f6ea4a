import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maskSecrets, maskSecretsWithin } from '../../functions/alerts/mask-secrets.ts';

/** Made up, in the shape of real ones; put together here so that no scanner takes this file for a leak. */
const KEY_ID = `AKIA${'IOSFODNN7EXAMPLE'}`;
const SECRET_KEY = `wJalrXUtnFEMI/K7MDENG/${'bPxRfiCYEXAMPLEKEY'}`;
const SESSION_TOKEN = `IQoJb3JpZ2luX2VjE${'A9xZ'.repeat(20)}`;
const JWT = `eyJhbGciOiJIUzI1NiJ9.${'eyJzdWIiOiIxIn0'}.c2lnbmF0dXJl`;
const BEDROCK_KEY = `ABSK${'QmVkcm9ja0FQSUtleS0x'.repeat(2)}`;
const SLACK_HOOK = `hooks.slack.com/services/T000/B000/${'XXXXXXXXXXXX'}`;
const SIGNATURE = 'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404';

const cases: readonly (readonly [name: string, text: string, masked: string])[] = [
  ['a key id', `user ${KEY_ID}.`, 'user AKIA[masked].'],
  ['a key id with its key', `${KEY_ID}:${SECRET_KEY}`, 'AKIA[masked]'],
  ['a temporary key id', `ASIA${'IOSFODNN7EXAMPLE'} x`, 'ASIA[masked] x'],
  ['a key that stands alone', `key ${SECRET_KEY}, next`, 'key [masked], next'],
  ['a key in an environment', `AWS_SECRET_ACCESS_KEY=${SECRET_KEY}`, 'AWS_SECRET_ACCESS_KEY=[masked]'],
  ['a key in JSON', `{"SecretAccessKey": "${SECRET_KEY}"}`, '{"SecretAccessKey": "[masked]"}'],
  ['a session token', `token ${SESSION_TOKEN}`, 'token IQoJ[masked]'],
  ['a bearer token', 'Authorization: Bearer abcdef123456', 'Authorization: Bearer [masked]'],
  ['a JSON web token', `t ${JWT} x`, 't eyJ[masked] x'],
  ['a Bedrock API key', `${BEDROCK_KEY} x`, 'ABSK[masked] x'],
  [
    'a short-term Bedrock API key',
    `bedrock-api-key-${'YmVkcm9jay5hbWF6b24'.repeat(2)} x`,
    'bedrock-api-key-[masked] x',
  ],
  [
    'a presigned URL',
    `https://b.s3.amazonaws.com/k?X-Amz-Credential=${KEY_ID}%2Fx&X-Amz-Expires=60&X-Amz-Signature=${SIGNATURE}`,
    'https://b.s3.amazonaws.com/k?X-Amz-Credential=[masked]&X-Amz-Expires=60&X-Amz-Signature=[masked]',
  ],
  ['a signed header', `Signature=${SIGNATURE}, x`, 'Signature=[masked], x'],
  ['a Slack webhook', `https://${SLACK_HOOK} x`, 'https://hooks.slack.com/[masked] x'],
  ['a Slack token', `xoxb-${'123456789012-abcdef'} x`, 'xoxb-[masked] x'],
  ['a Teams webhook', 'https://a.webhook.office.com/webhookb2/x/y', 'https://a.webhook.office.com/[masked]'],
  [
    'a signature of Azure',
    'https://x.logic.azure.com/w?sv=1&sig=abc-def',
    'https://x.logic.azure.com/w?sv=1&sig=[masked]',
  ],
  ['a GitHub token', `ghp_${'a1B2'.repeat(9)} x`, 'ghp_[masked] x'],
  ['a password', 'password=hunter22&x=1', 'password=[masked]&x=1'],
  ['a password in a URL', 'https://me:hunter22@example.com/', 'https://[masked]@example.com/'],
  ['a private key', `-----BEGIN RSA PRIVATE KEY----- MIIE -----END RSA PRIVATE KEY----- x`, '[masked] x'],
  [
    'a key in JSON within JSON',
    `{\\"SecretAccessKey\\":\\"${SECRET_KEY}\\"}`,
    '{\\"SecretAccessKey\\":\\"[masked]\\"}',
  ],
  ['a key in JSON in a URL', `SecretAccessKey%22%3A%22${SECRET_KEY}%22`, 'SecretAccessKey%22%3A%22[masked]%22'],
  ['a key, percent-encoded', `key ${encodeURIComponent(SECRET_KEY)} x`, 'key [masked] x'],
  ['a key behind a word', `id_${KEY_ID} x`, 'id_AKIA[masked] x'],
  ['a key that an invisible mark splits', `AKIA\u200b${'IOSFODNN7EXAMPLE'} x`, 'AKIA[masked] x'],
  ['a key that a control character splits', `AKIA\u0000${'IOSFODNN7EXAMPLE'} x`, 'AKIA[masked] x'],
  [
    'a signed URL within a URL',
    `?to=https%3A%2F%2Fb%2Fk%3FX-Amz-Signature%3D${SIGNATURE}%26x%3D1`,
    '?to=https%3A%2F%2Fb%2Fk%3FX-Amz-Signature%3D[masked]%26x%3D1',
  ],
  ['a Slack webhook without a scheme', `${SLACK_HOOK} x`, 'hooks.slack.com/[masked] x'],
  [
    'a Slack webhook, percent-encoded',
    encodeURIComponent(`https://${SLACK_HOOK}`),
    'https%3A%2F%2Fhooks.slack.com%2F[masked]',
  ],
  ['a header with a key', 'x-api-key: abcdef123456', 'x-api-key: [masked]'],
  ['a password in quotes, with spaces', '{"password": "correct horse"}', '{"password": "[masked]"}'],
  ['a password without quotes', 'password: hunter22', 'password: [masked]'],
  ['a password of a command', 'psql --password hunter22 x', 'psql --password [masked] x'],
  ['a connection string', 'postgres://me:hunter22@db.example/x', 'postgres://[masked]@db.example/x'],
  ['a connection string with an odd password', 'redis://:p@ss:w@db.example', 'redis://[masked]@db.example'],
  ['a key of Azure', 'AccountName=a;AccountKey=abcd1234==;x', 'AccountName=a;AccountKey=[masked];x'],
  ['a key of a model vendor', `sk-ant-${'api03-'}${'aB1'.repeat(20)} x`, 'sk-ant-[masked] x'],
  ['a private key of PGP', '-----BEGIN PGP PRIVATE KEY BLOCK-----abc', '[masked]'],
  ['a private key without an end', '-----BEGIN PRIVATE KEY----- MIIEvQ-x', '[masked]'],
];

const harmless = [
  'arn:aws:iam::111122223333:role/service-role/AmazonBedrockExecutionRoleForAgents_Q7XJ2',
  'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'AROAEXAMPLEEXAMPLE123 AIDAEXAMPLEEXAMPLE123',
  '7c1d0f6e-41f5-4b0e-9d47-0a2f4c1b9e55',
  'sha256:b1091713c10514f14cb2e007d45b7d06e162fe25ba24048d0bb7188e57580a92',
  'da39a3ee5e6b4b0d3255bfef95601890afd80709',
  'The secret: arn:aws:secretsmanager:us-east-1:111122223333:secret:kb-a1b2c3 may not be read.',
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["bedrock:InvokeModel"],"Resource":["*"]}]}',
  'secret=arn:aws:secretsmanager:us-east-1:111122223333:secret:kb-a1b2c3 "apiKey":"arn:aws:secretsmanager:us-east-1:1:x"',
  'Attach the basic execution role; bearer authentication and Basic authentication need none.',
  'iam:CreateAccessKey: not allowed by any statement; iam:UpdateLoginProfile: the password is not read',
  '{"Action":["iam:CreateAccessKey","bedrock:CallWithBearerToken"],"Condition":{"Null":{"aws:TokenIssueTime":"true"}}}',
  'request id 6a1f0b2c-1d2e-4f3a-9b8c-7d6e5f4a3b2c, account 111122223333',
  "aws iam put-role-policy --role-name 'SupportAgentRole' --policy-name 'one'",
  'https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permission.html',
] as const;

describe('is masked', () => {
  it.each(cases)('%s', (_, text, masked) => {
    expect([maskSecrets(text), maskSecrets(masked)]).toEqual([masked, masked]);
  });

  it('wherever it stands', () => {
    const secrets = [KEY_ID, SECRET_KEY, SESSION_TOKEN, JWT, BEDROCK_KEY, `https://${SLACK_HOOK}`];
    const around = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(fc.constantFrom(...secrets), around, around, (secret, before, after) => {
        expect(maskSecrets(`${before} ${secret} ${after}`)).not.toContain(secret);
      }),
      { numRuns: 500 },
    );
  });

  it('within a value', () => {
    expect(maskSecretsWithin({ a: [{ b: `${KEY_ID}` }], c: 1, d: null, e: undefined })).toEqual({
      a: [{ b: 'AKIA[masked]' }],
      c: 1,
      d: null,
      e: undefined,
    });
  });
});

/** Nothing begins anew within what a pattern has passed: a minute for this text, and the invocation dies before it tells. */
it.each(['-eyJ', 'http://', 'AKIA', 'password', 'Basic ', '://a:', 'token:', '-----BEGIN ', '\\"'])(
  'a long text of %j is masked in no time',
  (text) => {
    const long = text.repeat(Math.ceil(200_000 / text.length));
    expect(maskSecrets(long)).not.toBe('');
  },
);

describe('stays', () => {
  it.each(harmless)('%s', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });

  it('the ARN of any role', () => {
    const name = fc.stringMatching(/^[A-Za-z0-9_-]{1,64}$/).filter((text) => !/AKIA|ASIA|ABSK/.test(text));
    fc.assert(
      fc.property(name, (role) => {
        const arn = `arn:aws:iam::111122223333:role/service-role/${role}`;
        expect(maskSecrets(arn)).toBe(arn);
      }),
      { numRuns: 500 },
    );
  });
});
