import { CLIENT_NAMES, insteadOf } from './action-confusions.ts';
import type { StatementLint, StatementProblem } from './lint.ts';
import type { LintRun } from './lint-run.ts';
import { serviceAuthorization } from './service-authorization.ts';

/** Service prefixes that AWS does not have, and actions that their service does not have. */
export const lintActions: StatementLint = ({ actions }, run) => {
  const element = actions.except ? 'NotAction' : 'Action';
  return [...new Set(actions.patterns)].flatMap((value): readonly StatementProblem[] => {
    const [prefix = '', name = ''] = value.split(':');
    if (!value.includes(':') || prefix === '*') return [];
    if (!serviceAuthorization.isKnownPrefix(prefix)) {
      const message = `AWS has no service prefix \`${prefix}\`, so \`${value}\` stands for no action`;
      return [
        {
          id: 'unknown-service-prefix',
          element,
          value,
          message,
          help: prefixHelp(prefix, name, run),
          ...suggested(ofClient(prefix, name), run),
        },
      ];
    }
    if (!serviceAuthorization.isCovered(prefix) || run.actionsMatching(value).length > 0) return [];
    const message = /[*?]/.test(name)
      ? `no action of \`${prefix.toLowerCase()}\` matches \`${value}\``
      : `\`${value}\` is not an action`;
    return [
      {
        id: 'unknown-action',
        element,
        value,
        message,
        help: actionHelp(prefix, value, run),
        ...suggested(soleMeaning(prefix, value, run), run),
      },
    ];
  });
};

const suggested = (action: string | undefined, run: LintRun): Pick<StatementProblem, 'suggestion'> =>
  action === undefined || /[*?]/.test(action) || run.actionsMatching(action).length !== 1 ? {} : { suggestion: action };

function ofClient(written: string, name: string): string | undefined {
  const lower = written.toLowerCase();
  return Object.hasOwn(CLIENT_NAMES, lower) ? `${CLIENT_NAMES[lower]}:${name}` : undefined;
}

/** A known confusion of one action with another, the name of another service's action, or a slip of the pen. */
function soleMeaning(prefix: string, value: string, run: LintRun): string | undefined {
  if (/[*?]/.test(value)) return undefined;
  const instead = insteadOf(value);
  if (instead !== undefined) return NEEDS_SEVERAL.test(instead[1]) ? undefined : instead[0];
  const elsewhere = actionsNamed(value.slice(prefix.length + 1));
  if (elsewhere.length > 0) return elsewhere.length === 1 ? elsewhere[0] : undefined;
  return run.soleSuggestion(
    value,
    serviceAuthorization.actions(prefix).map(({ action }) => action),
  );
}

/** A name that stands for more than one action. */
const NEEDS_SEVERAL = /^a transaction needs/;

function prefixHelp(written: string, name: string, run: LintRun): string {
  const lower = written.toLowerCase();
  const client = Object.hasOwn(CLIENT_NAMES, lower) ? CLIENT_NAMES[lower] : undefined;
  if (client !== undefined) {
    const action = `${client}:${name}`;
    const exists = !serviceAuthorization.isCovered(client) || run.actionsMatching(action).length > 0;
    const instead = exists ? `Write \`${action}\`.` : actionHelp(client, action, run);
    return `\`${written}\` is the name of an SDK client; its actions have the prefix \`${client}\`. ${instead}`;
  }
  const meant = run.suggestion(written, serviceAuthorization.prefixes);
  return meant === undefined ? 'Write the service prefix of the action.' : `Did you mean \`${meant}:${name}\`?`;
}

function actionHelp(prefix: string, value: string, run: LintRun): string {
  const instead = insteadOf(value) ?? insteadOf(value.replace(/\*+$/, ''));
  if (instead !== undefined) return `Write \`${instead[0]}\`: ${instead[1]}.`;
  const [elsewhere, ...more] = actionsNamed(value.slice(prefix.length + 1));
  if (elsewhere !== undefined && more.length === 0) {
    return `Write \`${elsewhere}\`: the action belongs to that service.`;
  }
  const meant = run.suggestion(
    value,
    serviceAuthorization.actions(prefix).map(({ action }) => action),
  );
  return meant === undefined
    ? `Look up the actions of \`${prefix}\` in the Service Authorization Reference.`
    : `Did you mean \`${meant}\`?`;
}

/** The actions of this name, whatever their service. */
const actionsNamed = (name: string): readonly string[] =>
  serviceAuthorization.coveredPrefixes
    .flatMap((prefix) => serviceAuthorization.actionsMatching(`${prefix}:${name.replace(/[*?].*$/, '')}`))
    .map(({ action }) => action);
