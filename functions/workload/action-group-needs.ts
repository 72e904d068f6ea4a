import { textAt } from './fields.ts';
import { functionNeeds } from './function-needs.ts';
import { allNeeds, type Capability } from './needs.ts';
import { schemaNeeds } from './schema-needs.ts';

/** API schemas in S3, Lambda functions, and the code interpreter's files. */
export const actionGroupNeeds: Capability = (snapshot, configuration) => {
  const { actionGroups, workload } = configuration;
  const groups = 'known' in actionGroups ? actionGroups.known : [];
  const interprets = groups.some(
    (group) =>
      textAt(group, 'parentActionSignature') === 'AMAZON.CodeInterpreter' &&
      textAt(group, 'actionGroupState') !== 'DISABLED',
  );
  return allNeeds([
    schemaNeeds(snapshot, configuration),
    functionNeeds(snapshot, configuration),
    {
      requests: [],
      gaps: [
        ...('missing' in actionGroups ? actionGroups.missing : []),
        // Whoever invokes the agent names the files: https://docs.aws.amazon.com/bedrock/latest/userguide/agents-code-interpretation.html
        ...(interprets
          ? [`the S3 files that the code interpreter of agent ${workload.id} reads are not in its configuration`]
          : []),
      ],
    },
  ]);
};
