import { needsAgreement } from '../../workload/model-refusal.ts';
import type { FoundationModelUse } from '../../workload/model-use.ts';
import type { ModelAvailability } from '../../workload/snapshot.ts';
import type { Finding } from '../rule.ts';
import type { UsedModel } from './models-used.ts';

/** Is nothing of the account's own in the way? The Region is another matter. */
export function isOpenToAccount(model: FoundationModelUse): boolean {
  if ('missing' in model.availability) return false;
  const { agreementAvailability, authorizationStatus, entitlementAvailability } = model.availability.known;
  return (
    (!needsAgreement(model.provider) || agreementAvailability?.status === 'AVAILABLE') &&
    authorizationStatus === 'AUTHORIZED' &&
    entitlementAvailability === 'AVAILABLE'
  );
}

interface Respect {
  readonly what: string;
  readonly value: (availability: ModelAvailability) => string | undefined;
  readonly good: string;
  readonly bad: Readonly<Record<string, (modelId: string, detail: string) => Finding>>;
}

const respects: readonly Respect[] = [
  {
    what: 'agreement',
    value: ({ agreementAvailability }) => agreementAvailability?.status,
    good: 'AVAILABLE',
    bad: {
      NOT_AVAILABLE: (modelId) => ({
        id: 'agreement-not-available',
        severity: 'critical',
        message: `The account has no agreement for the model \`${modelId}\`: a call fails, unless whoever makes it may subscribe to it on AWS Marketplace.`,
        remediation: `As an administrator with AWS Marketplace permissions, run \`aws bedrock list-foundation-model-agreement-offers --model-id ${modelId}\`, then \`aws bedrock create-foundation-model-agreement --model-id ${modelId} --offer-token TOKEN\` with the token it prints; give the role no AWS Marketplace permission.`,
      }),
      PENDING: (modelId) => ({
        id: 'agreement-pending',
        severity: 'high',
        message: `The agreement for the model \`${modelId}\` is still being made: calls can fail until it is.`,
        remediation: `Wait 15 minutes and ask again with \`aws bedrock get-foundation-model-availability --model-id ${modelId}\`.`,
      }),
      ERROR: (modelId, detail) => ({
        id: 'agreement-failed',
        severity: 'critical',
        message: `The agreement for the model \`${modelId}\` failed${detail}: nobody in the account can call the model.`,
        remediation:
          "Repair what the message says, often the account's payment method or address, and accept the agreement again.",
      }),
    },
  },
  {
    what: 'authorization',
    value: ({ authorizationStatus }) => authorizationStatus,
    good: 'AUTHORIZED',
    bad: {
      NOT_AUTHORIZED: (modelId) => ({
        id: 'model-not-authorized',
        severity: 'critical',
        message: `The account is not authorized to use the model \`${modelId}\`.`,
        remediation: `Ask AWS Support to authorize the account for \`${modelId}\`, or choose another model.`,
      }),
    },
  },
  {
    what: 'entitlement',
    value: ({ entitlementAvailability }) => entitlementAvailability,
    good: 'AVAILABLE',
    bad: {
      NOT_AVAILABLE: (modelId) => ({
        id: 'model-not-entitled',
        severity: 'critical',
        message: `The account is not entitled to the model \`${modelId}\`.`,
        remediation: `Open \`${modelId}\` in the Model catalog of the Amazon Bedrock console as an administrator and finish what it asks for.`,
      }),
    },
  },
];

/**
 * Models are enabled by hand in AWS GovCloud (US), on a page that the commercial console no longer has.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-access.html
 */
export const IN_GOV_CLOUD =
  "Enable the model on the Model access page of the Amazon Bedrock console in us-gov-west-1, which holds Anthropic's form as well; a third-party model also in the linked commercial account, first (us-east-1 or us-west-2). Change no policy.";

const ENABLED_BY_HAND: ReadonlySet<string> = new Set(['agreement-not-available', 'model-not-entitled']);

/** What is amiss with a model's availability in the account, and what could not be told. */
export function availabilityFindings(
  { model, kinds }: UsedModel,
  partition: string,
): {
  readonly findings: readonly Finding[];
  readonly open: readonly string[];
} {
  const { availability, modelId } = model;
  const isDirect = kinds.has('foundationModel');
  const isThroughProfile = kinds.has('inferenceProfile') || kinds.has('applicationInferenceProfile');
  if ('missing' in availability) return { findings: [], open: availability.missing };
  const told = availability.known;
  const findings: Finding[] = [];
  const open: string[] = [];
  for (const { what, value, good, bad } of respects) {
    if (what === 'agreement' && !needsAgreement(model.provider)) continue;
    const status = value(told);
    if (status === good) continue;
    const finding = status !== undefined && Object.hasOwn(bad, status) ? bad[status] : undefined;
    if (finding === undefined) open.push(notTold(what, modelId, status));
    else findings.push(inPartition(finding(modelId, detailOf(told)), partition));
  }
  const region = told.regionAvailability;
  // Provisioned Throughput stands in the Region where it was bought, whatever else the Region offers.
  if (!isDirect && !isThroughProfile) return { findings, open };
  if (region === 'NOT_AVAILABLE' && isDirect) findings.push(notInRegion(modelId));
  else if (region === 'NOT_AVAILABLE')
    open.push(`\`${modelId}\` is not offered in this Region; whether its profile reaches it elsewhere was not read`);
  else if (region !== 'AVAILABLE') open.push(notTold('Region', modelId, region));
  return { findings, open };
}

const inPartition = (finding: Finding, partition: string): Finding =>
  partition === 'aws-us-gov' && ENABLED_BY_HAND.has(finding.id) ? { ...finding, remediation: IN_GOV_CLOUD } : finding;

const notTold = (what: string, modelId: string, status: string | undefined): string =>
  `the ${what} status of ${modelId} ${status === undefined ? 'was not read' : `reads ${JSON.stringify(status.slice(0, 40))}`}`;

const detailOf = ({ agreementAvailability }: ModelAvailability): string => {
  const message = agreementAvailability?.errorMessage;
  return message === undefined ? '' : ` (${message.slice(0, 160)})`;
};

const notInRegion = (modelId: string): Finding => ({
  id: 'model-not-in-region',
  severity: 'critical',
  message: `The model \`${modelId}\` is not offered in this Region.`,
  remediation: `Choose a model that the Region offers, or an inference profile that reaches \`${modelId}\` from it.`,
});
