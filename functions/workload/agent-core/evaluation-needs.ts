import { at, listAt, textAt } from '../fields.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { evaluatorNeeds } from './evaluator-needs.ts';
import { type AgentCorePlace, arnIn, placeRequests } from './place.ts';

const PAGE = 'evaluations-prerequisites';
const LOG_GROUP = /^[\w.#/-]{1,512}$/;

/** Online evaluation: reading traces, scoring them with evaluators, writing the results. */
export const evaluationNeeds = (place: AgentCorePlace): WorkloadNeeds => {
  const sources = sourcesOf(place);
  const groups = sources.known.map((name) => arnIn(place, 'logs', `log-group:${name}`));
  return joinNeeds([
    readingNeeds(place, groups),
    writingNeeds(place, groups),
    { gaps: sources.gaps },
    ...listAt(place.resource, 'evaluators').map((evaluator) => evaluatorNeeds(place, evaluator)),
  ]);
};

/** The log groups, each as the end of an ARN: `NAME:*` for one group, `PREFIX*` for all that begin so. */
function sourcesOf({ resource, label }: AgentCorePlace): {
  readonly known: readonly string[];
  readonly gaps: readonly string[];
} {
  const logs = at(resource, 'dataSourceConfig', 'cloudWatchLogs');
  const written = [
    ...listAt(logs, 'logGroupNames').map((name) => ({ name, end: ':*' })),
    ...listAt(logs, 'logGroupNamePrefixes').map((name) => ({ name, end: '*' })),
  ];
  if (written.length === 0) return { known: [], gaps: [`the log groups that ${label} reads were not read`] };
  const isUsable = (name: unknown): name is string => typeof name === 'string' && LOG_GROUP.test(name);
  return {
    known: written.flatMap(({ name, end }) => (isUsable(name) ? [`${name}${end}`] : [])),
    gaps: written
      .filter(({ name }) => !isUsable(name))
      .flatMap(({ name }) => unusable(label, 'a log group', String(name)).gaps),
  };
}

/** The page allows the queries on all resources, and the index policy on the log group of spans. */
function readingNeeds(place: AgentCorePlace, groups: readonly string[]): WorkloadNeeds {
  const request = placeRequests(place, PAGE, 'telemetry', 'traces');
  const group = arnIn(place, 'logs', 'log-group:aws/spans');
  const spans = `${group}:*`;
  return needsWith({
    requests: [
      ...request(['logs:DescribeLogGroups'], '*'),
      ...[...groups, spans].flatMap((read) => request(['logs:StartQuery', 'logs:GetQueryResults'], read)),
      ...[group, spans].flatMap((resource) =>
        request(['logs:DescribeIndexPolicies', 'logs:PutIndexPolicy'], resource, {
          note: 'The page allows it on the log group, in both forms; the service authorization reference lists no resources for it.',
        }),
      ),
    ],
  });
}

function writingNeeds(place: AgentCorePlace, sources: readonly string[]): WorkloadNeeds {
  const output = at(place.resource, 'outputConfig', 'cloudWatchConfig');
  const name = textAt(output, 'logGroupName');
  if (name !== undefined && !LOG_GROUP.test(name)) return unusable(place.label, 'a log group', name);
  const dedicated = name === undefined ? 'log-group:/aws/bedrock-agentcore/evaluations/*' : `log-group:${name}:*`;
  const groups =
    textAt(output, 'resultDestination') === 'SOURCE_LOG_GROUP' ? sources : [arnIn(place, 'logs', dedicated)];
  return needsWith({
    requests: groups.flatMap((group) =>
      placeRequests(
        place,
        PAGE,
        'telemetry',
        'results',
      )(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], group),
    ),
  });
}
