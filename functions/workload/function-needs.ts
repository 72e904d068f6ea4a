import type { AgentConfiguration } from './agent-configurations.ts';
import { listAt, textAt } from './fields.ts';
import { allNeeds, type Capability, GUIDE, type Needs, requestsFor } from './needs.ts';
import type { RequiredRequest } from './required-request.ts';
import type { Snapshot } from './snapshot.ts';
import { quoted } from './unread.ts';

/** A version or an alias in the ARN is a resource of its own, with a policy of its own. */
const FUNCTION = /^arn:aws[a-z-]*:lambda:[a-z0-9-]+:\d{12}:function:[A-Za-z0-9_-]+(:(\$LATEST|[A-Za-z0-9_-]+))?$/;

/** The Lambda functions of an agent: of its action groups, its custom orchestration and its parser. */
export const functionNeeds: Capability = (snapshot, configuration) => {
  const named = [...ofActionGroups(configuration), ...ofOrchestration(configuration), ...ofParser(configuration)];
  const byFunction = Map.groupBy(named, ({ lambda }) => lambda);
  return allNeeds(
    [...byFunction].map(([lambda, uses]) =>
      needsOf(snapshot, configuration, lambda, uses.find(({ necessity }) => necessity === 'required') ?? uses[0]),
    ),
  );
};

interface FunctionUse {
  readonly lambda: string;
  readonly necessity: RequiredRequest['necessity'];
  readonly source: string;
}

function ofActionGroups({ actionGroups }: AgentConfiguration): readonly FunctionUse[] {
  const groups = 'known' in actionGroups ? actionGroups.known : [];
  return groups.flatMap((group) => {
    const lambda = textAt(group, 'actionGroupExecutor', 'lambda');
    const necessity = group.actionGroupState === 'DISABLED' ? 'optional' : 'required';
    return lambda === undefined ? [] : [{ lambda, necessity, source: `${GUIDE}/agents-permissions.html` }];
  });
}

/** A version of an agent does not tell its orchestration; `unknown-settings-needs.ts` says so. */
function ofOrchestration({ detail }: AgentConfiguration): readonly FunctionUse[] {
  const lambda = textAt(detail, 'customOrchestration', 'executor', 'lambda');
  return lambda === undefined
    ? []
    : [{ lambda, necessity: 'required', source: `${GUIDE}/agents-custom-orchestration.html` }];
}

/** The parser runs in the steps whose parser is overridden; where none of them is told, in some. */
function ofParser({ detail }: AgentConfiguration): readonly FunctionUse[] {
  const lambda = textAt(detail, 'promptOverrideConfiguration', 'overrideLambda');
  if (lambda === undefined) return [];
  const overridden = listAt(detail, 'promptOverrideConfiguration', 'promptConfigurations').filter(
    (step) => textAt(step, 'parserMode') === 'OVERRIDDEN',
  );
  const isIdle = overridden.length > 0 && overridden.every((step) => textAt(step, 'promptState') === 'DISABLED');
  return [{ lambda, necessity: isIdle ? 'optional' : 'required', source: `${GUIDE}/lambda-parser.html` }];
}

const ON_ROLE =
  "AWS's page on the agent's role has no such statement: the policy of the function decides. AWS's CDK constructs and its managed policy for SageMaker Studio agents grant it as well, which does no harm on exactly this function.";

function needsOf(
  snapshot: Snapshot,
  configuration: AgentConfiguration,
  lambda: string,
  use: FunctionUse | undefined,
): Needs {
  if (use === undefined) return { requests: [], gaps: [] };
  const { workload } = configuration;
  if (!FUNCTION.test(lambda))
    return {
      requests: [],
      gaps: [`${quoted(lambda)} is no ARN of a resource (Lambda function ${lambda.slice(0, 80)})`],
    };
  const request = requestsFor(configuration, {
    capability: `Lambda function ${lambda}`,
    kind: 'function',
    source: use.source,
  });
  return {
    requests: [
      ...request(['lambda:InvokeFunction'], lambda, { necessity: 'optional', note: ON_ROLE }),
      ...request(['lambda:InvokeFunction'], lambda, {
        necessity: use.necessity,
        heldBy: 'functionPolicy',
        principal: workload.servicePrincipal,
        context: { 'aws:SourceAccount': snapshot.accountId, 'aws:SourceArn': workload.sourceArn },
        ...(use.source.endsWith('agents-permissions.html') ? {} : { note: LIKE_ACTION_GROUPS }),
      }),
    ],
    gaps: [],
  };
}

const LIKE_ACTION_GROUPS =
  "AWS's page does not say who must allow this function; AWS's CDK constructs give it the same policy as the function of an action group.";
