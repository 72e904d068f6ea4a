import { needsAgreement } from '../workload/model-refusal.ts';
import type { FoundationModelUse } from '../workload/model-use.ts';
import type { ModelAvailability } from '../workload/snapshot.ts';
import type { Finding } from './rule.ts';

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

/** What is amiss with a model's availability in the account, and what could not be told. */
export function availabilityFindings(
  model: FoundationModelUse,
  isDirect: boolean,
): { readonly findings: readonly Finding[]; readonly open: readonly string[] } {
  const { availability, modelId } = model;
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
    else findings.push(finding(modelId, detailOf(told)));
  }
  const region = told.regionAvailability;
  if (region === 'NOT_AVAILABLE' && isDirect) findings.push(notInRegion(modelId));
  else if (region === 'NOT_AVAILABLE')
    open.push(`\`${modelId}\` is not offered in this Region; whether its profile reaches it elsewhere was not read`);
  else if (region !== 'AVAILABLE') open.push(notTold('Region', modelId, region));
  return { findings, open };
}

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
