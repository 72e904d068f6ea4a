import type { DiagnosisContext } from './context.ts';

/** Who can do it: whoever administers the account that was denied. */
export function administrator({ denied, role }: Pick<DiagnosisContext, 'denied' | 'role'>): string {
  const account = role?.accountId ?? denied.accountId;
  return account !== undefined && /^\d{12}$/.test(account)
    ? `an administrator of account ${account}`
    : 'an administrator of the account';
}

export function organizationAdministrator({ denied, role }: Pick<DiagnosisContext, 'denied' | 'role'>): string {
  const account = role?.accountId ?? denied.accountId;
  return account !== undefined && /^\d{12}$/.test(account)
    ? `an administrator of the organization that account ${account} belongs to`
    : 'an administrator of the organization';
}
