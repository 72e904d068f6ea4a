import type { DenialMessage, DeniedRequest } from './diagnosis.ts';
import { at, given, textOf } from './json-value.ts';

export type DeniedPrincipal = Pick<DeniedRequest, 'principalArn' | 'roleArn' | 'roleName' | 'sessionName'>;

/** Who was denied: the caller of the record, unless the message names somebody else. */
export function deniedPrincipal(fields: Readonly<Record<string, unknown>>, message: DenialMessage): DeniedPrincipal {
  const text = (...path: readonly string[]): string | undefined => textOf(at(fields, ...path));
  const caller = text('userIdentity', 'arn');
  const issuer = text('userIdentity', 'sessionContext', 'sessionIssuer', 'arn');
  const isOfOther = isAnother(message.principalArn, [caller, issuer]);
  const principalArn = isOfOther ? message.principalArn : (caller ?? message.principalArn);
  const session = sessionOf(principalArn);
  const role = isOfOther ? principalArn : (issuer ?? principalArn);
  const userName = isOfOther ? undefined : text('userIdentity', 'sessionContext', 'sessionIssuer', 'userName');
  return given<DeniedPrincipal>({
    principalArn,
    roleArn: role !== undefined && /^arn:[a-z-]+:iam::\d*:role\//.test(role) ? role : undefined,
    roleName: session?.roleName ?? userName ?? message.roleName,
    sessionName: session?.sessionName,
  });
}

/**
 * Whoever called a workload is told of what was denied to it: then the message names another principal than the record. One
 * whose account is masked is taken for the caller.
 */
function isAnother(stated: string | undefined, callers: readonly (string | undefined)[]): boolean {
  if (stated === undefined || !/^arn:[a-z-]+:(?:iam|sts)::\d{12}:/.test(stated)) return false;
  const known = callers.flatMap((caller) => caller ?? []);
  return known.length > 0 && known.every((caller) => nameOf(caller) !== nameOf(stated));
}

/** Account and role of a session or role, without path; else the whole ARN. */
function nameOf(arn: string): string {
  const role = /^arn:[a-z-]+:iam::(\d*):role\/(?:.*\/)?([^/]+)$/.exec(arn);
  const session = /^arn:[a-z-]+:sts::(\d*):assumed-role\/([^/]+)/.exec(arn);
  const [, account, name] = role ?? session ?? [];
  return name === undefined ? arn : `${account}/${name}`;
}

/** `arn:aws:sts::111122223333:assumed-role/Name/session`; a role's path is not part of it. */
function sessionOf(
  principalArn: string | undefined,
): { readonly roleName: string; readonly sessionName?: string } | undefined {
  const session = /^arn:[a-z-]+:sts::[^:/]{0,40}:assumed-role\/([^/]+)(?:\/(.+))?$/.exec(principalArn ?? '');
  if (session?.[1] === undefined) return undefined;
  return { roleName: session[1], ...(session[2] === undefined ? {} : { sessionName: session[2] }) };
}
