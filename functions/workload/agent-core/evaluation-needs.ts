import { at } from '../fields.ts';
import { joinNeeds, needsWith, unusable } from '../join-needs.ts';
import type { WorkloadNeeds } from '../needs.ts';
import { evaluatorNeeds } from './evaluator-needs.ts';
import { type AgentCorePlace, arnIn, placeRequests } from './place.ts';
import { inWords, isAbsent, isNoStructure, itemNeeds, memberNeeds, needsNothing } from './union.ts';

const PAGE = 'evaluations-prerequisites';
const LOG_GROUP = /^[\w.#/-]{1,512}$/;

const DESTINATIONS = ['DEDICATED_LOG_GROUP', 'SOURCE_LOG_GROUP'];

/** Online evaluation: reading traces, scoring them with evaluators, writing the results. */
export const evaluationNeeds = (place: AgentCorePlace): WorkloadNeeds => {
  const sources = sourcesOf(place);
  const groups = sources.known.map((name) => arnIn(place, 'logs', `log-group:${name}`));
  return joinNeeds([
    readingNeeds(place, groups),
    writingNeeds(place, groups),
    { gaps: sources.gaps },
    judgingNeeds(place),
  ]);
};

/** The log groups, each as the end of an ARN: `NAME:*` for one group, `PREFIX*` for all that begin so. */
function sourcesOf({ resource, label }: AgentCorePlace): {
  readonly known: readonly string[];
  readonly gaps: readonly string[];
} {
  const source = at(resource, 'dataSourceConfig');
  const { gaps } = isAbsent(source)
    ? needsWith({})
    : memberNeeds(label, 'a source', source, { cloudWatchLogs: needsNothing });
  const logs = at(source, 'cloudWatchLogs');
  const written = [
    ...namesAt(logs, 'logGroupNames').map((name) => ({ name, end: ':*' })),
    ...namesAt(logs, 'logGroupNamePrefixes').map((name) => ({ name, end: '*' })),
  ];
  if (written.length === 0) return { known: [], gaps: [...gaps, `the log groups that ${label} reads were not read`] };
  const isUsable = (name: unknown): name is string => typeof name === 'string' && LOG_GROUP.test(name);
  return {
    known: written.flatMap(({ name, end }) => (isUsable(name) ? [`${name}${end}`] : [])),
    gaps: [
      ...gaps,
      ...written
        .filter(({ name }) => !isUsable(name))
        .flatMap(({ name }) => unusable(label, 'a log group', inWords(name)).gaps),
    ],
  };
}

/** The names in a list; what stands in its place is taken for one, and is none. */
function namesAt(logs: unknown, list: string): readonly unknown[] {
  const names = at(logs, list);
  if (isAbsent(names)) return [];
  return Array.isArray(names) ? names : [names];
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
  const configured = at(place.resource, 'outputConfig');
  const output = at(configured, 'cloudWatchConfig');
  if (isNoStructure(configured) || isNoStructure(output))
    return unusable(place.label, 'a place for results', inWords(output ?? configured));
  const name = inWords(at(output, 'logGroupName'));
  if (name !== undefined && !LOG_GROUP.test(name)) return unusable(place.label, 'a log group', name);
  const dedicated = name === undefined ? 'log-group:/aws/bedrock-agentcore/evaluations/*' : `log-group:${name}:*`;
  const destination = inWords(at(output, 'resultDestination')) ?? 'DEDICATED_LOG_GROUP';
  if (!DESTINATIONS.includes(destination))
    return unusable(place.label, 'a destination of results that this version knows', destination);
  const groups = destination === 'SOURCE_LOG_GROUP' ? sources : [arnIn(place, 'logs', dedicated)];
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

/**
 * What is done with the traces: scoring, or finding insights.
 * https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/insights-recurring-report.html
 */
function judgingNeeds(place: AgentCorePlace): WorkloadNeeds {
  const { label, resource } = place;
  const evaluators = at(resource, 'evaluators');
  const hasInsights = !isEmpty(at(resource, 'insights'));
  return joinNeeds([
    itemNeeds(label, 'evaluators', evaluators, (evaluator) => evaluatorNeeds(place, evaluator)),
    isEmpty(evaluators) && !hasInsights ? unusable(label, 'an evaluator', undefined) : {},
    hasInsights ? { gaps: [`what ${label} needs for its insights is not documented`] } : {},
  ]);
}

const isEmpty = (list: unknown): boolean => isAbsent(list) || (Array.isArray(list) && list.length === 0);
