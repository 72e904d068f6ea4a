import { partitionOf } from '../arn.ts';
import { GUIDE, type Needs, requestsFor } from '../needs.ts';
import type { Snapshot } from '../snapshot.ts';
import type { Workload } from '../workload.ts';

const EMPTY_ACCOUNT =
  'kb-permissions prints this ARN without an account; the Service Authorization Reference and bda-cris have the account in it, which this reading takes.';

const US = ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'];
const EU = ['eu-central-1', 'eu-north-1', 'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-3'];
const APAC = [
  ...['ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2'],
  ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-4'],
];

/** The profile that a source Region processes with, and the Regions it may process in. */
const PROFILES: ReadonlyMap<string, readonly [geography: string, destinations: readonly string[]]> = new Map([
  ['us-east-1', ['us', US]],
  ['us-east-2', ['us', US]],
  ['us-west-2', ['us', US]],
  ['ca-central-1', ['na', ['ca-central-1', 'ca-west-1', 'us-east-1', 'us-east-2', 'us-west-2']]],
  ['eu-central-1', ['eu', EU]],
  ['eu-west-1', ['eu', EU]],
  ['eu-south-2', ['eu', EU]],
  ['eu-west-2', ['eu', ['eu-west-2']]],
  ['ap-south-1', ['apac', APAC]],
  ['ap-southeast-2', ['apac', APAC]],
  ['ap-northeast-1', ['apac', [...APAC, 'ap-southeast-3', 'ap-southeast-5']]],
  ['us-gov-west-1', ['us-gov', ['us-gov-west-1']]],
]);

/**
 * Parsing with Bedrock Data Automation: AWS's own project, and the profile of the geography in every Region it routes to.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/bda-cris.html
 */
export function dataAutomationNeeds(snapshot: Snapshot, workload: Workload, what: string): Needs {
  const { region } = workload;
  const purpose = { capability: `Bedrock Data Automation for ${what}`, kind: 'dataSource' } as const;
  const request = requestsFor({ workload }, { ...purpose, source: `${GUIDE}/kb-permissions.html` });
  const onProfile = requestsFor({ workload }, { ...purpose, source: `${GUIDE}/bda-cris.html` });
  const arn = (account: string, resource: string, where = region): string =>
    `arn:${partitionOf(snapshot)}:bedrock:${where}:${account}:${resource}`;
  const invoke = ['bedrock:InvokeDataAutomationAsync'];
  const [geography, destinations = []] = PROFILES.get(region) ?? [];
  return {
    requests: [
      ...request(invoke, arn('aws', 'data-automation-project/public-rag-default')),
      ...destinations.flatMap((destination) =>
        onProfile(
          invoke,
          arn(snapshot.accountId, `data-automation-profile/${geography}.data-automation-v1`, destination),
          { note: EMPTY_ACCOUNT },
        ),
      ),
      ...request(['bedrock:GetDataAutomationStatus'], arn(snapshot.accountId, 'data-automation-invocation/*'), {
        note: EMPTY_ACCOUNT,
      }),
    ],
    gaps:
      geography === undefined
        ? [`the Regions that Bedrock Data Automation in ${region} routes to are not known to Warden (${what})`]
        : [],
  };
}
