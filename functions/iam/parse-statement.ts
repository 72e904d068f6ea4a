import { parseConditions } from './parse-condition.ts';
import { parseActions, parseResources } from './parse-patterns.ts';
import { parsePrincipals } from './parse-principal.ts';
import { resourceControlRefusal } from './parse-resource-control.ts';
import type { PolicyKind, Statement } from './policy.ts';
import { kindOf } from './policy-document.ts';
import { STATEMENT_ELEMENTS } from './policy-elements.ts';
import { elementHelp, quoted, type Refusal } from './refusal.ts';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
export function parseStatement(
  entry: Readonly<Record<string, unknown>>,
  at: { readonly policy: string; readonly statement: number },
  kind: PolicyKind,
): Statement | Refusal {
  for (const element of Object.keys(entry)) {
    if (STATEMENT_ELEMENTS.includes(element)) continue;
    const name = quoted(element);
    const help = elementHelp(element, STATEMENT_ELEMENTS);
    return { problem: `\`${name}\` is not a statement element`, help, element: name };
  }
  const sid = readSid(entry.Sid, kind);
  if (typeof sid === 'object') return sid;
  const effect = readEffect(entry.Effect);
  if (typeof effect === 'object') return effect;
  const actions = parseActions(entry, kind);
  if ('problem' in actions) return actions;
  const resources = parseResources(entry, kind);
  if (resources !== undefined && 'problem' in resources) return resources;
  const principals = parsePrincipals(entry, kind, effect);
  if (principals !== undefined && 'problem' in principals) return principals;
  const conditions = parseConditions(entry.Condition);
  if ('problem' in conditions) return conditions;

  const { policy, statement } = at;
  const location = sid === undefined ? { policy, statement } : { policy, statement, sid };
  // Spelled out: spreads take as long as all the rest of parsing.
  const parsed: Statement =
    resources === undefined
      ? principals === undefined
        ? { location, effect, actions, conditions }
        : { location, effect, actions, principals, conditions }
      : principals === undefined
        ? { location, effect, actions, resources, conditions }
        : { location, effect, actions, resources, principals, conditions };
  return (kind === 'resourceControl' ? resourceControlRefusal(parsed) : undefined) ?? parsed;
}

function readSid(sid: unknown, kind: PolicyKind): string | undefined | Refusal {
  if (sid === undefined) return undefined;
  if (typeof sid !== 'string') return { problem: `\`Sid\` is ${kindOf(sid)}`, help: 'Write a string.', element: 'Sid' };
  const alphanumericOnly = kind === 'identity' || kind === 'permissionsBoundary' || kind === 'session';
  if (!alphanumericOnly || /^[A-Za-z0-9]*$/.test(sid)) return sid;
  return {
    problem: `the \`Sid\` \`${quoted(sid)}\` has a character that IAM refuses`,
    help: 'Use letters and digits only.',
    element: 'Sid',
  };
}

function readEffect(effect: unknown): 'Allow' | 'Deny' | Refusal {
  if (effect === 'Allow' || effect === 'Deny') return effect;
  const element = 'Effect';
  if (effect === undefined)
    return { problem: 'there is no `Effect`', help: 'Add `"Effect": "Allow"` or `"Deny"`.', element };
  if (typeof effect !== 'string')
    return { problem: `\`Effect\` is ${kindOf(effect)}`, help: 'Write `Allow` or `Deny`.', element };
  const meant = /^\s*allow/i.test(effect) ? 'Allow' : /^\s*den/i.test(effect) ? 'Deny' : undefined;
  return {
    problem: `\`${quoted(effect)}\` is not an effect`,
    help: meant === undefined ? 'Write `Allow` or `Deny`.' : `Did you mean \`${meant}\`? The value is case-sensitive.`,
    element,
  };
}
