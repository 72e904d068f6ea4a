import type { Principals } from '../../../functions/iam/policy.ts';
import { type Answer, all, any, not } from './answer.ts';
import { accountOf, isAnyone } from './caller.ts';
import type { Facts } from './facts.ts';

type Named = Principals['principals'][number];

/** Whom a `Principal` names, asked separately: what a grant is worth depends on it. */
export type Naming = 'caller or everyone' | 'role of the session' | 'account';

/** The best one first. */
const NAMINGS: readonly Naming[] = ['caller or everyone', 'role of the session', 'account'];

/** Whether the statement is about the caller, by whichever name, or only by the names asked for. */
export function principalAnswer(
  principals: Principals | undefined,
  facts: Facts,
  hasBoundary: boolean,
  by: readonly Naming[] = NAMINGS,
): Answer {
  if (principals === undefined) return true;
  if (principals.except) return not(exceptedAnswer(principals, facts, hasBoundary));
  const named = (naming: Naming): Answer => any(principals.principals.map((one) => names(one, facts, naming)));
  // Who is named in the better way is not asked about the others: `everyone and the role` is everyone.
  const better = NAMINGS.slice(
    0,
    NAMINGS.findIndex((naming) => by.includes(naming)),
  );
  return better.some((naming) => named(naming) === true) ? false : any(by.map(named));
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html */
function names({ type, value }: Named, { request, caller, entityArn }: Facts, naming: Naming): Answer {
  const account = accountOf(caller);
  if (naming === 'account') {
    // An account in the spelling of Amazon S3; whose it is, is not told.
    if (type === 'CanonicalUser') return account === undefined ? false : ['principal CanonicalUser'];
    return type === 'AWS' && account !== undefined && (value === account || isRootOf(value, account));
  }
  if (naming === 'role of the session') {
    if (type !== 'AWS') return false;
    if (caller.kind === 'role') return value === request.principal;
    // Whoever federated is to a federated user what the role is to a session.
    if (caller.kind === 'federatedUser')
      return isUserOf(value, caller.of) ? ['principal: the user who federated'] : false;
    if (caller.kind !== 'session') return false;
    if (!sameRoleWhateverItsPath(value, caller.of, caller.name)) return false;
    return entityArn === undefined ? ['aws:PrincipalArn'] : value === entityArn;
  }
  if (type === 'AWS' && value === '*') return true;
  switch (caller.kind) {
    case 'not told':
    case 'other':
      return ['principal'];
    case 'anonymous':
      return false;
    case 'role':
      return type === 'AWS' && isSessionOf(value, caller.of, caller.name)
        ? ['principal: the name of the session']
        : false;
    case 'root':
      return type === 'AWS' && (value === caller.of || value === request.principal);
    case 'service':
      return type === 'Service' && value === request.principal;
    case 'originAccess':
      if (type === 'CanonicalUser') return ['principal CanonicalUser'];
      return value === request.principal;
    case 'provider':
      return type === 'Federated' && value === request.principal;
    case 'federatedUser':
    case 'user':
    case 'session':
      return type === 'AWS' && value === request.principal;
  }
}

/**
 * `NotPrincipal` must list the account beside the user, and the role beside the session; the account alone stands for its
 * root user. It never excepts an entity with
 * a permissions boundary.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
function exceptedAnswer({ principals }: Principals, facts: Facts, hasBoundary: boolean): Answer {
  const listed = (naming: Naming): Answer => any(principals.map((named) => names(named, facts, naming)));
  if (hasBoundary && !isAnyone(facts.caller)) return false;
  const itself = listed('caller or everyone');
  const { kind } = facts.caller;
  if (principals.some(({ type, value }) => type === 'AWS' && value === '*')) return true;
  if (kind !== 'user' && kind !== 'role' && kind !== 'session' && kind !== 'federatedUser') return itself;
  const behind = listed('role of the session');
  const needed = [listed('account')];
  // Only of a session both names are known; a role that asks is one of its sessions.
  if (kind === 'session') needed.push(behind, itself);
  else needed.push(any([behind, itself]));
  if (any([itself, behind]) === false) return false;
  const complete = all(needed);
  return complete === false ? ['NotPrincipal without the account, role or session'] : complete;
}

const isRootOf = (arn: string, account: string): boolean => new RegExp(`^arn:[^:]+:iam::${account}:root$`).test(arn);

const sameRoleWhateverItsPath = (arn: string, account: string, name: string): boolean =>
  arn.includes(`:iam::${account}:role/`) && arn.endsWith(`/${name}`);

const isSessionOf = (arn: string, account: string, role: string): boolean =>
  arn.includes(`:sts::${account}:assumed-role/${role}/`);

const isUserOf = (arn: string, account: string): boolean => arn.includes(`:iam::${account}:user/`);
