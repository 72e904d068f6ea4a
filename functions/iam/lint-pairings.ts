import { resourceFit } from './grantable-actions.ts';
import type { LintContext, StatementLint } from './lint.ts';
import { nearestResource } from './nearest-resource.ts';
import { type ServiceAction, serviceAuthorization } from './service-authorization.ts';

/** Actions of which no resource in the statement can be the resource: the statement does nothing for them. */
export const lintPairings: StatementLint = ({ effect, actions, resources }, run) => {
  if (resources === undefined || resources.except || actions.except) return [];
  const canConcern = resourceFit(resources.patterns);
  return [...new Set(actions.patterns)].flatMap((value) => {
    const prefix = value.slice(0, Math.max(0, value.indexOf(':')));
    if (!serviceAuthorization.isCovered(prefix)) return [];
    const named = run.actionsMatching(value);
    if (named.length === 0 || named.some(canConcern)) return [];
    const verb = effect === 'Allow' ? 'grants' : 'denies';
    return [
      {
        id: 'action-resource-mismatch' as const,
        element: 'Action' as const,
        value,
        message: `\`${value}\` ${verb} nothing on ${resourcesText(resources.patterns)}: ${expectation(named)}`,
        help: remedy(named, resources.patterns, run.context),
      },
    ];
  });
};

const resourcesText = ([first = '', ...more]: readonly string[]): string =>
  `\`${first}\`${more.length === 0 ? '' : ` and ${more.length} more`}`;

function expectation(actions: readonly ServiceAction[]): string {
  const types = typeNames(actions);
  return types.length === 0
    ? 'it has no resource types, so only `*` matches'
    : `it takes a resource of type ${types.slice(0, 4).join(', ')}${types.length > 4 ? ', …' : ''}`;
}

function remedy(actions: readonly ServiceAction[], resources: readonly string[], context: LintContext): string {
  const [arn] = actions.flatMap(({ resourceTypes }) => resourceTypes.flatMap((type) => type.arns));
  if (arn === undefined) return 'Give it a statement of its own with `"Resource": "*"`, or remove it.';
  const [meant] = resources
    .slice(0, MOST_COMPARED)
    .flatMap((written) => nearestResource(written, actions, context) ?? []);
  return meant === undefined
    ? `Name a resource such as \`${arn}\`, or remove the action.`
    : `Write \`${meant}\`, or remove the action.`;
}

/** A list of more resources is no slip of the pen. */
const MOST_COMPARED = 8;

const typeNames = (actions: readonly ServiceAction[]): readonly string[] => [
  ...new Set(actions.flatMap(({ resourceTypes }) => resourceTypes.map(({ name }) => name))),
];
