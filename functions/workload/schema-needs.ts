import type { AgentConfiguration } from './agent-configurations.ts';
import { partitionOf } from './arn.ts';
import { textAt } from './fields.ts';
import { allNeeds, type Capability, GUIDE, type Needs, NO_NEEDS, requestsFor } from './needs.ts';
import { schemaKeyNeeds } from './schema-key-needs.ts';
import type { ActionGroup, Snapshot } from './snapshot.ts';
import { isHidden, quoted } from './unread.ts';

const BUCKET = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

/** The API schemas of action groups that are objects in S3, and the keys that encrypt them. */
export const schemaNeeds: Capability = (snapshot, configuration) => {
  const { actionGroups } = configuration;
  const groups = 'known' in actionGroups ? actionGroups.known : [];
  return allNeeds(groups.map((group) => needsOf(snapshot, configuration, group)));
};

function needsOf(snapshot: Snapshot, configuration: AgentConfiguration, group: ActionGroup): Needs {
  const bucket = textAt(group, 'apiSchema', 's3', 's3BucketName');
  const key = textAt(group, 'apiSchema', 's3', 's3ObjectKey');
  if (bucket === undefined && key === undefined) return NO_NEEDS;
  const name = `action group ${group.actionGroupName ?? group.actionGroupId ?? ''} of agent ${configuration.workload.id}`;
  if (bucket === undefined || key === undefined || !BUCKET.test(bucket) || isHidden(key))
    return {
      requests: [],
      gaps: [`${quoted(`s3://${bucket ?? ''}/${key ?? ''}`)} is no object in S3 (API schema of ${name})`],
    };
  const necessity = group.actionGroupState === 'DISABLED' ? 'optional' : 'required';
  const request = requestsFor(configuration, {
    capability: `API schema s3://${bucket}/${key}`,
    kind: 'schema',
    source: `${GUIDE}/agents-permissions.html`,
  });
  const bucketArn = `arn:${partitionOf(snapshot)}:s3:::${bucket}`;
  const read = request(['s3:GetObject'], `${bucketArn}/${key}`, {
    context: { 'aws:ResourceAccount': snapshot.accountId },
    necessity,
  });
  const keyNeeds = schemaKeyNeeds(snapshot, configuration, { bucketArn, name: `s3://${bucket}/${key}`, necessity });
  return { requests: [...read, ...keyNeeds.requests], gaps: keyNeeds.gaps };
}
