import { callerArn, type Operations } from './account.ts';

export const sts: Operations = {
  GetCallerIdentity: (_, account) => ({
    Account: account.snapshot.accountId,
    Arn: callerArn(account),
    UserId: 'AROALOCALACCOUNT00000:caller',
  }),
};
