import fc from 'fast-check';
import { expect, test } from 'vitest';
import { annotation } from '../../functions/rules/annotation.ts';
import type { Finding, Outcome } from '../../functions/rules/rule.ts';

const finding = (severity: Finding['severity'], message: string): Finding => ({
  id: 'some-finding',
  severity,
  message,
  remediation: 'Do something.',
});
const located = (message: string): Finding => ({
  ...finding('high', message),
  location: { policy: 'inline policy Help', statement: 2 },
});
const found = (...findings: [Finding, ...Finding[]]): Outcome => ({ complianceType: 'NON_COMPLIANT', findings });

const rows: readonly [what: string, outcome: Outcome, text: string][] = [
  ['compliant', { complianceType: 'COMPLIANT' }, 'Compliant.'],
  [
    'not applicable',
    { complianceType: 'NOT_APPLICABLE', reason: 'IAM has no role x' },
    'Not applicable: IAM has no role x.',
  ],
  ['one gap', { complianceType: 'INSUFFICIENT_DATA', missing: ['IAM was not read'] }, 'Unknown: IAM was not read'],
  ['three gaps', { complianceType: 'INSUFFICIENT_DATA', missing: ['A', 'B', 'C'] }, 'Unknown: A (+2 more gaps)'],
  ['one finding', found(finding('low', 'Low.')), 'Low.'],
  ['the gravest first', found(finding('low', 'Low.'), finding('critical', 'Grave.')), 'Grave. (+1 more finding)'],
  ['the first of equals', found(finding('high', 'One.'), finding('high', 'Two.')), 'One. (+1 more finding)'],
  ['control characters', found(finding('high', 'One\u0000\r\ntwo\u0085three.')), 'One two three.'],
  ['a long one', found(finding('high', 'x'.repeat(300)), finding('low', 'y')), `${'x'.repeat(237)}… (+1 more finding)`],
  [
    'where it is, of a long one that says so at its end',
    found(located(`${'x'.repeat(300)} (Resource of statement 2 of inline policy Help).`), finding('low', 'y')),
    `${'x'.repeat(201)}… (statement 2 of inline policy Help) (+1 more finding)`,
  ],
  [
    'where the nearest statement is, which is another matter',
    found(located(`${'x'.repeat(300)} Nearest is statement 2 of inline policy Help: y.`)),
    `${'x'.repeat(255)}…`,
  ],
  ['the direction of the text is not turned', found(finding('high', 'One\u202eeno\u2066.')), 'One eno .'],
  ['exactly the limit', found(finding('high', 'x'.repeat(256))), 'x'.repeat(256)],
  ['never half a character', found(finding('high', `${'x'.repeat(254)}😀😀`)), `${'x'.repeat(254)}…`],
];

test.each(rows)('%s', (_what, outcome, text) => {
  expect(annotation(outcome)).toBe(text);
});

test('whatever the text, it is 1 to 256 well-formed characters without control characters', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), fc.nat(3), (message, more) => {
      const text = annotation(found(finding('high', message), ...Array(more).fill(finding('low', 'more'))));
      expect(text).toMatch(/^\P{Cc}{1,256}$/u);
      expect(text.length).toBeLessThanOrEqual(256);
      expect(text.isWellFormed()).toBe(true);
    }),
  );
});
