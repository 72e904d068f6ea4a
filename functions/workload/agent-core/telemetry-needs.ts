import type { Needs } from '../needs.ts';
import { type AgentCorePlace, arnIn, placeRequests } from './place.ts';

const OPTIONAL = { necessity: 'optional' } as const;

/**
 * Logs, traces and metrics of a runtime: it runs without them. There is a log group for every endpoint; `DEFAULT` is the one
 * that each runtime has. https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/runtime-permissions.html
 */
export function telemetryNeeds(place: AgentCorePlace, page: string, runtimeId: string | undefined): Needs {
  const logs = placeRequests(place, page, 'telemetry', 'logs');
  const group = `log-group:/aws/bedrock-agentcore/runtimes/${runtimeId}`;
  const ofGroup =
    runtimeId === undefined
      ? []
      : [
          ...logs(['logs:CreateLogGroup', 'logs:DescribeLogStreams'], arnIn(place, 'logs', `${group}-*`), OPTIONAL),
          ...logs(
            ['logs:CreateLogStream', 'logs:PutLogEvents'],
            arnIn(place, 'logs', `${group}-DEFAULT:log-stream:*`),
            OPTIONAL,
          ),
        ];
  return {
    requests: [
      ...ofGroup,
      ...logs(['logs:DescribeLogGroups'], '*', OPTIONAL),
      ...placeRequests(
        place,
        page,
        'telemetry',
        'traces',
      )(
        ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets'],
        '*',
        OPTIONAL,
      ),
      ...placeRequests(
        place,
        page,
        'telemetry',
        'metrics',
      )(['cloudwatch:PutMetricData'], '*', {
        ...OPTIONAL,
        context: { 'cloudwatch:namespace': 'bedrock-agentcore' },
      }),
    ],
    gaps: [],
  };
}
