import type { Policy, Statement } from '../../iam/policy.ts';
import { matchesAction } from '../../iam/wildcard.ts';
import { listValues } from '../findings/list-values.ts';
import { locate } from '../findings/locate.ts';
import type { Finding, Severity } from '../rule.ts';
import type { OpenAccess } from '../surplus/open-access.ts';
import { type EscalationKind, SEVERITIES } from './escalation-path.ts';
import { ESCALATION_PATHS } from './escalation-paths.ts';
import type { OpenPath } from './open-paths.ts';

/** One finding for each kind of path, the shortest certain path first; one for all of them where every path is open. */
export function escalationFindings(open: readonly OpenPath[], policies: readonly Policy[]): readonly Finding[] {
  const [first] = open;
  if (first !== undefined && open.length === ESCALATION_PATHS.length && open.every(isCertain))
    return [everyPath(first, policies)];
  return [...Map.groupBy(open, ({ path }) => path.kind)].flatMap(([kind, paths]) => findingOf(kind, paths, policies));
}

function everyPath({ steps: [[access]] }: OpenPath, policies: readonly Policy[]): Finding {
  return {
    id: 'every-path',
    severity: 'critical',
    message: `All ${ESCALATION_PATHS.length} known ways to more permissions are open (${locate(access.location)}): whoever steers the workload can become an administrator of the account.`,
    location: access.location,
    remediation: removal([access], policies),
  };
}

function findingOf(kind: EscalationKind, paths: readonly OpenPath[], policies: readonly Policy[]): readonly Finding[] {
  const [worst] = paths.toSorted(
    (one, other) => Number(isCertain(other)) - Number(isCertain(one)) || one.steps.length - other.steps.length,
  );
  if (worst === undefined) return [];
  const accesses = worst.steps.map(([access]) => access);
  const [[{ location }]] = worst.steps;
  const others = [...new Set(paths.filter((path) => path !== worst).map(({ path }) => path.does))];
  const more =
    others.length === 0
      ? ''
      : ` It can also ${others.slice(0, 3).join('; ')}${others.length > 3 ? `; and ${others.length - 3} more` : ''}.`;
  return [
    {
      id: kind,
      severity: severityOf(kind, paths),
      message: `The role can ${worst.path.does}: ${allowed(accesses)}.${conditions(accesses)}${more}`,
      location,
      remediation: `${removal(
        paths.flatMap(({ steps }) => steps.flat().filter(({ needed }) => !needed)),
        policies,
      )} (${worst.path.source})`,
    },
  ];
}

const isCertain = ({ steps }: OpenPath): boolean => steps.every(([access]) => !access.conditioned);

const LESS: Readonly<Record<Severity, Severity>> = { critical: 'high', high: 'medium', medium: 'low', low: 'low' };

/** What hangs on conditions alone, and what leads only to roles that are named, weighs less. */
function severityOf(kind: EscalationKind, paths: readonly OpenPath[]): Severity {
  const isLimited = kind === 'passes-a-role' && paths.every(({ steps: [passes = []] }) => passes.every(isNamed));
  const severity = isLimited ? LESS[SEVERITIES[kind]] : SEVERITIES[kind];
  return paths.some(isCertain) ? severity : LESS[severity];
}

const isNamed = ({ resource }: OpenAccess): boolean => !/[*?]/.test(resource);

/** `` `iam:PassRole` on `*` and `lambda:CreateFunction` on `*` (statement 0 of inline policy X) `` */
function allowed(accesses: readonly OpenAccess[]): string {
  const places = [...new Set(accesses.map(({ location }) => locate(location)))];
  const granted = accesses.map(({ action, resource }) => `\`${action}\` on ${listValues([resource])}`);
  return `${granted.join(', ')} (${places.join('; ')})`;
}

const conditions = (accesses: readonly OpenAccess[]): string =>
  accesses.some(({ conditioned }) => conditioned) ? ' The conditions of the statement may hold.' : '';

/** What to take out of which statement, in the words that stand there. */
function removal(accesses: readonly OpenAccess[], policies: readonly Policy[]): string {
  const places = [...Map.groupBy(accesses, ({ location }) => locate(location))];
  return places
    .map(([place, group]) => {
      const actions = group.map(({ action }) => action);
      const statement = policies
        .flatMap(({ statements }) => statements)
        .find(({ location }) => locate(location) === place);
      const written = statement === undefined || statement.actions.except ? [] : patternsFor(statement, actions);
      const wider = written.filter((pattern) => /[*?]/.test(pattern));
      const [policy = ''] = group.map(({ location }) => location.policy);
      // Nobody can change a policy of AWS's.
      if (policy.startsWith('AWS managed policy '))
        return `Detach the ${policy}, and allow what the workloads need in a policy of the role's own. No workload of the role is known to need ${listValues(actions)}.`;
      if (statement?.actions.except === true)
        return `Replace NotAction in ${place} by an Action that lists what the workloads need.`;
      const change =
        wider.length > 0
          ? `Replace ${listValues(wider)} in ${place} by the actions that the workloads need, on the ARNs that they need.`
          : `Remove ${listValues(actions, 8)} from ${place}.`;
      return `${change} No workload of the role is known to need ${listValues(actions)}.`;
    })
    .join(' ');
}

const patternsFor = ({ actions: { patterns } }: Statement, actions: readonly string[]): readonly string[] =>
  patterns.filter((pattern) => actions.some((action) => matchesAction(pattern, action)));
