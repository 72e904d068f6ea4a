import { arnFields } from '../../iam/arn.ts';
import { comparedValues, STRANGER, type TrustingRole } from './trust-probe.ts';

const ACCOUNT_KEYS = ['aws:sourceaccount', 'aws:principalaccount'] as const;
const ARN_KEYS = ['aws:sourcearn', 'aws:principalarn'] as const;

/** Accounts that nobody meant: one that fits no pattern, and one for each pattern that leaves digits open. */
export const strangers = (role: TrustingRole): readonly string[] => [
  STRANGER,
  ...new Set(
    accountPatterns(role)
      .filter((pattern) => /^[\d?*]*\d[\d?*]*$/.test(pattern) && /[?*]/.test(pattern))
      .flatMap((pattern) => ['0', '1'].map((digit) => filledIn(pattern, digit)))
      .filter((account) => account.length === 12 && account !== role.accountId),
  ),
];

/** Other accounts that the conditions of the trust policy name in full. */
export const namedAccounts = (role: TrustingRole): readonly string[] => [
  ...new Set(accountPatterns(role).filter((account) => /^\d{12}$/.test(account) && account !== role.accountId)),
];

const accountPatterns = (role: TrustingRole): readonly string[] => [
  ...comparedValues(role, ...ACCOUNT_KEYS),
  ...comparedValues(role, ...ARN_KEYS).map((arn) => arnFields(arn)[4] ?? ''),
];

const filledIn = (pattern: string, digit: string): string => {
  const known = pattern.replaceAll('?', digit);
  const [before = '', ...after] = known.split(/\*+/);
  if (after.length === 0) return known;
  return before + digit.repeat(Math.max(0, 12 - before.length - after.join('').length)) + after.join('');
};
