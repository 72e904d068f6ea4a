import { expect, it } from 'vitest';
import { harmlessAddresses } from '../../functions/alerts/harmless-addresses.ts';

it.each([
  ['see https://evil.example/aws', 'see https[:]//evil.example/aws'],
  ['HTTPS://evil.example', 'HTTPS[:]//evil.example'],
  ['_https://evil.example', '_https[:]//evil.example'],
  [`${'a'.repeat(30)}https://evil.example`, `${'a'.repeat(30)}https[:]//evil.example`],
  ['xs3://evil.example', 'xs3[:]//evil.example'],
  ['see www.evil.example, WWW.evil.example', 'see www[.]evil.example, WWW[.]evil.example'],
  ['https://www.evil.example', 'https[:]//www[.]evil.example'],
  ['https://console.aws.amazon.com@evil.example/', 'https[:]//console.aws.amazon.com@evil.example/'],
  ['https://console.aws.amazon.com.evil.example/', 'https[:]//console.aws.amazon.com.evil.example/'],
  ['https://evil-aws.amazon.com/', 'https[:]//evil-aws.amazon.com/'],
  ['https://bucket.s3.amazonaws.com/x', 'https[:]//bucket.s3.amazonaws.com/x'],
])('%j leads nowhere', (text, harmless) => {
  expect(harmlessAddresses(text)).toBe(harmless);
});

it.each([
  'https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html',
  'https://us-east-1.console.aws.amazon.com/bedrock/home?region=us-east-1#/agents',
  'https://us-gov-west-1.console.amazonaws-us-gov.com/bedrock/home',
  'https://cn-north-1.console.amazonaws.cn/bedrock/home',
  's3://bucket/key',
  'arn:aws:s3:::bucket/www/x',
])('%s stays', (text) => {
  expect(harmlessAddresses(text)).toBe(text);
});
