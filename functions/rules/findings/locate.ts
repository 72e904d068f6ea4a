import type { StatementLocation } from '../../iam/policy.ts';

/** `statement 0 (Statement1) of inline policy BedrockAccess` */
export const locate = ({ policy, statement, sid }: StatementLocation): string =>
  `statement ${statement}${sid === undefined || sid === '' ? '' : ` (${sid})`} of ${policy}`;
