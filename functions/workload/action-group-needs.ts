import { partitionOf } from './arn.ts';
import { type Capability, GUIDE, requestsFor } from './needs.ts';

/** API schemas in S3, the code interpreter's files, and the Lambda functions (which their own policies must allow). */
export const actionGroupNeeds: Capability = (snapshot, configuration) => {
  const { actionGroups, detail } = configuration;
  const groups = 'known' in actionGroups ? actionGroups.known : [];
  const enabled = groups.filter(({ actionGroupState }) => actionGroupState !== 'DISABLED');
  const schemas = groups.flatMap((group) => {
    const { s3BucketName, s3ObjectKey } = group.apiSchema?.s3 ?? {};
    if (s3BucketName === undefined || s3ObjectKey === undefined) return [];
    const request = requestsFor(configuration, {
      capability: `API schema s3://${s3BucketName}/${s3ObjectKey}`,
      kind: 'schema',
      source: `${GUIDE}/agents-permissions.html`,
    });
    return request(['s3:GetObject'], `arn:${partitionOf(snapshot)}:s3:::${s3BucketName}/${s3ObjectKey}`, {
      context: { 'aws:ResourceAccount': snapshot.accountId },
      necessity: group.actionGroupState === 'DISABLED' ? 'optional' : 'required',
    });
  });
  const functions = [
    ...groups.map(({ actionGroupExecutor }) => actionGroupExecutor?.lambda),
    detail.customOrchestration?.executor?.lambda,
    detail.promptOverrideConfiguration?.overrideLambda,
  ];
  const invocations = [...new Set(functions)].flatMap((lambda) =>
    lambda === undefined || lambda === ''
      ? []
      : requestsFor(configuration, {
          capability: `Lambda function ${lambda}`,
          kind: 'other',
          source: `${GUIDE}/agents-permissions.html`,
        })(['lambda:InvokeFunction'], lambda, { necessity: 'optional' }),
  );
  const interprets = enabled.some(({ parentActionSignature }) => parentActionSignature === 'AMAZON.CodeInterpreter');
  return {
    requests: [...schemas, ...invocations],
    gaps: [
      ...('missing' in actionGroups ? actionGroups.missing : []),
      ...(interprets
        ? [
            `the S3 files that the code interpreter of agent ${configuration.workload.id} reads are not in its configuration`,
          ]
        : []),
    ],
  };
};
