import fc from 'fast-check';

/** What an attacker, or an accident, puts into a name, a Sid, a tag or an error message. */
export const HOSTILE: readonly string[] = [
  '<!channel> <!here> <@U012AB3CD> <#C012AB3CD>',
  '<https://evil.example|AWS console> <mailto:a@evil.example|mail>',
  '[AWS console](https://evil.example) ![x](https://evil.example/x.png)',
  '*bold* _it_ ~gone~ `code` ```block``` :rotating_light: > quote',
  '&lt;!channel&gt; &amp;amp; & < >',
  'a\u202egnp.exe\u200b\u2066x\u2069 \ufeff',
  'line\r\nBcc: a@evil.example\r\n\r\nbody\u2028\u2029\u0000\u0007\u001b[31m',
  '\ud83d\ude00'.repeat(400),
  '&'.repeat(9_000),
  'x'.repeat(9_000),
  '`'.repeat(999),
  '\ud800 alone \udc00',
  '<at>everyone</at> @channel @everyone #general',
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '\u001b]8;;https://evil.example\u0007AWS console\u001b]8;;\u0007 \u001b[2J',
  'evil.example www.evil.example evil.example/aws a@evil.example',
  '```\n<!channel>\n``` a`b`c ``',
  '{"version":"1.0","source":"custom"}',
  '',
];

export const hostileText = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(fc.constantFrom(...HOSTILE, '<', '>', '&', '`', '|', ' ', '\n', '\ud83d\ude00'), { maxLength: 30 })
    .map((parts) => parts.join('')),
);
