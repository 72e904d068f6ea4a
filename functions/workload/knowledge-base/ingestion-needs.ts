import { arnFields } from '../../iam/arn.ts';
import { allNeeds, GUIDE, type Needs, NO_NEEDS, requestsFor } from '../needs.ts';
import type { Snapshot } from '../snapshot.ts';
import { quoted } from '../unread.ts';
import type { Workload } from '../workload.ts';
import { bucketNeeds, inBucket } from './bucket-needs.ts';
import type { DataSource, VectorIngestionConfiguration } from './configuration.ts';
import { dataAutomationNeeds } from './data-automation-needs.ts';
import { needsWith, SHAPES, statedValue } from './stated-value.ts';

const TRANSFORMATION = `${GUIDE}/kb-custom-transformation.html`;
const NO_POLICY_SHOWN =
  "AWS's page says that the knowledge base writes files to the bucket, which the function reads and answers in; it shows no policy.";
const VERSIONS =
  "AWS's page shows no policy for the function; its console and its CDK constructs grant it on every version and alias.";

/** Parsing and transforming documents, apart from the models that do it: see `knowledge-base-models.ts`. */
export function ingestionNeeds(snapshot: Snapshot, workload: Workload, source: DataSource, what: string): Needs {
  const { parsingConfiguration, customTransformationConfiguration } = source.vectorIngestionConfiguration ?? {};
  return allNeeds([
    { requests: [], gaps: unknownStepGaps(source.vectorIngestionConfiguration, what) },
    parsingConfiguration === undefined
      ? NO_NEEDS
      : parsingNeeds(snapshot, workload, parsingConfiguration.parsingStrategy, what),
    customTransformationConfiguration === undefined
      ? NO_NEEDS
      : transformationNeeds(snapshot, workload, customTransformationConfiguration, what),
  ]);
}

/** Chunking takes no more than the embedding model; context enrichment is among the models. */
const STEPS: ReadonlySet<string> = new Set([
  'chunkingConfiguration',
  'contextEnrichmentConfiguration',
  'customTransformationConfiguration',
  'parsingConfiguration',
]);

const unknownStepGaps = (ingestion: VectorIngestionConfiguration = {}, what: string): readonly string[] =>
  Object.keys(ingestion)
    .filter((step) => !STEPS.has(step))
    .map((step) => `Warden does not know the step of ingestion ${quoted(step)} of ${what}`);

function parsingNeeds(snapshot: Snapshot, workload: Workload, strategy: string | undefined, what: string): Needs {
  switch (strategy) {
    // A foundation model is among the models; the others are the service's own.
    case 'BEDROCK_FOUNDATION_MODEL':
    case 'SMART_PARSING':
    case 'MULTI_MODAL_EMBEDDINGS':
      return NO_NEEDS;
    case 'BEDROCK_DATA_AUTOMATION':
      return dataAutomationNeeds(snapshot, workload, what);
    default:
      return {
        requests: [],
        gaps: [
          `Warden does not know the parsing strategy ${strategy === undefined ? '(none)' : quoted(strategy)} of ${what}`,
        ],
      };
  }
}

type Transformation = NonNullable<VectorIngestionConfiguration['customTransformationConfiguration']>;

/** https://docs.aws.amazon.com/bedrock/latest/userguide/kb-custom-transformation.html */
function transformationNeeds(
  snapshot: Snapshot,
  workload: Workload,
  { intermediateStorage, transformations }: Transformation,
  what: string,
): Needs {
  const functions = (transformations ?? []).map(
    ({ transformationFunction }) => transformationFunction?.transformationLambdaConfiguration?.lambdaArn,
  );
  const unnamed = { requests: [], gaps: [`the transformation function of ${what} is not in the configuration`] };
  const uri = intermediateStorage?.s3Location?.uri;
  return allNeeds([
    ...(functions.length === 0 ? [unnamed] : []),
    ...functions.map((lambda) =>
      needsWith(statedValue(lambda, SHAPES.lambda, `the transformation function of ${what}`), (arn) =>
        functionNeeds(snapshot, workload, arn),
      ),
    ),
    inBucket(snapshot, uri, `the intermediate storage of ${what}`, (bucket, prefix) =>
      bucketNeeds(snapshot, workload, {
        kind: 'storage',
        capability: `intermediate storage of ${what}`,
        source: TRANSFORMATION,
        bucket,
        list: { necessity: 'optional', note: NO_POLICY_SHOWN },
        objects: [
          { actions: ['s3:PutObject', 's3:GetObject'], more: { note: NO_POLICY_SHOWN } },
          { actions: ['s3:DeleteObject'], more: { necessity: 'optional', note: NO_POLICY_SHOWN } },
        ],
        prefixes: [prefix],
        keyActions: ['kms:GenerateDataKey', 'kms:Decrypt'],
      }),
    ),
  ]);
}

function functionNeeds(snapshot: Snapshot, workload: Workload, lambda: string): Needs {
  const [, , , , owner = '', ...resource] = arnFields(lambda);
  const request = requestsFor(
    { workload },
    { capability: `transformation function ${lambda}`, kind: 'function', source: TRANSFORMATION },
  );
  const context = { 'aws:ResourceAccount': owner };
  const isQualified = /^function:[^:]+:/.test(resource.join(':'));
  return {
    requests: [
      ...request(['lambda:InvokeFunction'], lambda, { context }),
      ...(isQualified
        ? []
        : request(['lambda:InvokeFunction'], `${lambda}:*`, { context, necessity: 'optional', note: VERSIONS })),
      ...(owner === snapshot.accountId
        ? []
        : request(['lambda:InvokeFunction'], lambda, {
            context,
            heldBy: 'functionPolicy',
            principal: workload.roleArn,
          })),
    ],
    gaps: [],
  };
}
