import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCloudTrailRecord } from '../../functions/diagnosis/cloudtrail-record.ts';
import { toldFailures } from '../../functions/diagnosis/told-failures.ts';

const GENERIC = 'Access denied when calling Bedrock. Check your request permissions and retry the request.';
const S3 =
  'Encountered error: Access Denied (Service: S3, Status Code: 403). Call to Amazon S3 Source did not succeed.';

describe('failures that other documents tell', () => {
  it.each<[name: string, document: Readonly<Record<string, unknown>>, records: readonly object[]]>([
    [
      'the trace of an agent',
      {
        agentId: 'ORDERS0001',
        agentAliasId: 'ALIAS00001',
        agentVersion: '3',
        trace: { failureTrace: { failureCode: 403, failureReason: GENERIC } },
      },
      [
        {
          eventSource: 'bedrock.amazonaws.com',
          eventName: 'InvokeAgent',
          errorCode: 'AccessDeniedException',
          errorMessage: GENERIC,
          requestParameters: { agentId: 'ORDERS0001', agentAliasId: 'ALIAS00001', agentVersion: '3' },
        },
      ],
    ],
    [
      'the event of a stream around the trace',
      { trace: { agentId: 'ORDERS0001', trace: { failureTrace: { failureReason: GENERIC } } } },
      [
        {
          eventSource: 'bedrock.amazonaws.com',
          eventName: 'InvokeAgent',
          errorMessage: GENERIC,
          requestParameters: { agentId: 'ORDERS0001' },
        },
      ],
    ],
    [
      'an ingestion job, each reason once',
      { ingestionJob: { knowledgeBaseId: 'KB00000001', status: 'FAILED', failureReasons: [S3, S3, 'another'] } },
      [S3, 'another'].map((errorMessage) => ({
        eventSource: 'bedrock.amazonaws.com',
        eventName: 'StartIngestionJob',
        errorMessage,
        requestParameters: { knowledgeBaseId: 'KB00000001', status: 'FAILED' },
      })),
    ],
    [
      'a gateway',
      {
        gatewayId: 'orders-1',
        gatewayArn: 'arn:aws:bedrock-agentcore:us-west-2:111122223333:gateway/orders-1',
        statusReasons: ['Failed to create gateway dependencies'],
      },
      [
        {
          eventSource: 'bedrock-agentcore.amazonaws.com',
          eventName: 'CreateGateway',
          awsRegion: 'us-west-2',
          errorMessage: 'Failed to create gateway dependencies',
          requestParameters: {
            gatewayId: 'orders-1',
            gatewayArn: 'arn:aws:bedrock-agentcore:us-west-2:111122223333:gateway/orders-1',
          },
        },
      ],
    ],
    [
      'a model invocation log',
      {
        schemaType: 'ModelInvocationLog',
        timestamp: '2026-11-20T10:00:00Z',
        accountId: '111122223333',
        region: 'us-east-1',
        requestId: 'r',
        operation: 'Converse',
        modelId: 'us.amazon.nova-pro-v1:0',
        errorCode: 'AccessDeniedException',
        identity: { arn: 'arn:aws:sts::111122223333:assumed-role/r/s' },
      },
      [
        {
          eventID: 'r',
          eventTime: '2026-11-20T10:00:00Z',
          eventSource: 'bedrock.amazonaws.com',
          eventName: 'Converse',
          awsRegion: 'us-east-1',
          recipientAccountId: '111122223333',
          errorCode: 'AccessDeniedException',
          userIdentity: { arn: 'arn:aws:sts::111122223333:assumed-role/r/s' },
          requestParameters: { modelId: 'us.amazon.nova-pro-v1:0' },
        },
      ],
    ],
    [
      'an error of boto3',
      { Error: { Code: 'AccessDeniedException', Message: GENERIC }, ResponseMetadata: {} },
      [{ errorCode: 'AccessDeniedException', errorMessage: GENERIC }],
    ],
    [
      'an error of the SDK for JavaScript',
      { name: 'AccessDeniedException', message: GENERIC, $fault: 'client' },
      [{ errorCode: 'AccessDeniedException', errorMessage: GENERIC }],
    ],
    ['a line of a structured log', { level: 'ERROR', msg: GENERIC }, [{ errorMessage: GENERIC }]],
    ['a CloudTrail record', { eventName: 'Converse', errorMessage: GENERIC }, []],
    ['a policy', { Version: '2012-10-17', Statement: [] }, []],
    ['a job that did well', { ingestionJob: { status: 'COMPLETE', failureReasons: [] } }, []],
  ])('%s', (_name, document, records) => {
    expect(toldFailures(document)).toEqual(records);
  });

  it('are read like records', () => {
    const read = toldFailures({ agentId: 'ORDERS0001', trace: { failureTrace: { failureReason: GENERIC } } }).map(
      parseCloudTrailRecord,
    );
    expect(read).toEqual([
      {
        denied: {
          eventSource: 'bedrock.amazonaws.com',
          eventName: 'InvokeAgent',
          errorMessage: GENERIC,
          workload: { type: 'agent', id: 'ORDERS0001', actsAs: 'called' },
          caller: 'invoker',
          message: { template: 'generic-bedrock' },
        },
      },
    ]);
  });

  it('never throw, whatever the document holds', () => {
    const names = fc.constantFrom('trace', 'ingestionJob', 'statusReasons', 'schemaType', 'Error', 'message', 'name');
    const documents = fc.dictionary(names, fc.anything());
    fc.assert(fc.property(documents, (document) => Array.isArray(toldFailures(document))));
  });
});
