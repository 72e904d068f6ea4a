/** What AWS's page of legacy models says of one model, in all Regions or in some. */
export interface EndDates {
  readonly modelId: string;
  /** Where the days hold; everywhere when absent. */
  readonly regions?: readonly string[];
  /** `2025-07-21` */
  readonly legacy?: string;
  /** From this day on the provider may ask a higher price. */
  readonly extendedAccess?: string;
  readonly endOfLife: string;
  /** Model ids that AWS recommended in its place; the later pages recommend none. */
  readonly successors?: readonly string[];
}

/** Where AWS lists the dates. */
export const LIFECYCLE_PAGE = 'https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html';

/** When the table below was compiled: what had ended by then has ended for good, whenever a snapshot was taken. */
export const LIFECYCLE_AS_OF = '2026-11-22';

const SONNET_4_5 = 'anthropic.claude-sonnet-4-5-20250929-v1:0';
const HAIKU_4_5 = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const GOV_CLOUD = ['us-gov-east-1', 'us-gov-west-1'];

/**
 * From the page above and https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle-legacy.html, which drops a
 * model some time after its last day: the union of what they have listed. A model, or a Region of it, that is not here has no known last day.
 */
export const endDates: readonly EndDates[] = [
  { modelId: 'anthropic.claude-v1', legacy: '2023-11-28', endOfLife: '2024-02-28', successors: [SONNET_4_5] },
  { modelId: 'anthropic.claude-v2', legacy: '2025-01-21', endOfLife: '2025-07-21', successors: [SONNET_4_5] },
  { modelId: 'anthropic.claude-v2:1', legacy: '2025-01-21', endOfLife: '2025-07-21', successors: [SONNET_4_5] },
  { modelId: 'anthropic.claude-instant-v1', legacy: '2025-01-21', endOfLife: '2025-07-21', successors: [SONNET_4_5] },
  {
    modelId: 'anthropic.claude-3-sonnet-20240229-v1:0',
    regions: [
      'us-east-1',
      'us-west-2',
      'eu-central-1',
      'eu-west-1',
      'eu-west-3',
      'ap-northeast-1',
      'ap-northeast-2',
      'ap-southeast-2',
    ],
    endOfLife: '2026-07-30',
    successors: [SONNET_4_5],
  },
  {
    modelId: 'anthropic.claude-3-opus-20240229-v1:0',
    legacy: '2025-07-15',
    endOfLife: '2026-01-15',
    successors: ['anthropic.claude-opus-4-1-20250805-v1:0', SONNET_4_5],
  },
  {
    modelId: 'anthropic.claude-3-haiku-20240307-v1:0',
    legacy: '2026-03-10',
    extendedAccess: '2026-06-10',
    endOfLife: '2026-09-10',
  },
  {
    modelId: 'anthropic.claude-3-5-sonnet-20240620-v1:0',
    regions: ['us-east-1', 'us-east-2', 'us-west-2', 'eu-central-1', 'eu-west-1', 'eu-west-3'],
    legacy: '2025-08-25',
    extendedAccess: '2025-12-01',
    endOfLife: '2026-03-01',
    successors: [SONNET_4_5],
  },
  {
    modelId: 'anthropic.claude-3-5-sonnet-20240620-v1:0',
    regions: ['ap-northeast-1', 'ap-southeast-2', ...GOV_CLOUD],
    legacy: '2026-01-30',
    extendedAccess: '2026-04-30',
    endOfLife: '2026-07-30',
    successors: [SONNET_4_5],
  },
  {
    modelId: 'anthropic.claude-3-5-sonnet-20241022-v2:0',
    regions: ['us-east-1', 'us-east-2', 'us-west-2'],
    legacy: '2025-08-25',
    extendedAccess: '2025-12-01',
    endOfLife: '2026-03-01',
    successors: [SONNET_4_5],
  },
  {
    modelId: 'anthropic.claude-3-5-sonnet-20241022-v2:0',
    regions: ['ap-northeast-1', 'ap-northeast-3', 'ap-south-2', 'ap-southeast-2'],
    legacy: '2026-01-30',
    extendedAccess: '2026-04-30',
    endOfLife: '2026-07-30',
    successors: [SONNET_4_5],
  },
  {
    modelId: 'anthropic.claude-3-5-haiku-20241022-v1:0',
    legacy: '2025-12-19',
    extendedAccess: '2026-03-19',
    endOfLife: '2026-06-19',
    successors: [HAIKU_4_5],
  },
  {
    modelId: 'anthropic.claude-3-7-sonnet-20250219-v1:0',
    legacy: '2025-10-28',
    extendedAccess: '2026-01-27',
    endOfLife: '2026-04-28',
    successors: [SONNET_4_5],
  },
  {
    modelId: 'anthropic.claude-3-7-sonnet-20250219-v1:0',
    regions: GOV_CLOUD,
    legacy: '2026-01-30',
    extendedAccess: '2026-04-30',
    endOfLife: '2026-07-30',
    successors: [SONNET_4_5],
  },
  {
    modelId: 'anthropic.claude-opus-4-20250514-v1:0',
    legacy: '2025-10-01',
    extendedAccess: '2026-03-01',
    endOfLife: '2026-05-31',
    successors: ['anthropic.claude-opus-4-1-20250805-v1:0'],
  },
  {
    modelId: 'anthropic.claude-sonnet-4-20250514-v1:0',
    legacy: '2026-04-14',
    extendedAccess: '2026-07-14',
    endOfLife: '2026-10-14',
  },
  {
    modelId: 'anthropic.claude-opus-4-1-20250805-v1:0',
    legacy: '2026-07-08',
    extendedAccess: '2026-10-08',
    endOfLife: '2027-01-08',
  },
  {
    modelId: 'amazon.titan-text-premier-v1:0',
    legacy: '2025-01-31',
    endOfLife: '2025-08-15',
    successors: ['amazon.nova-pro-v1:0'],
  },
  {
    modelId: 'amazon.titan-text-express-v1',
    legacy: '2025-01-31',
    endOfLife: '2025-08-15',
    successors: ['amazon.nova-micro-v1:0'],
  },
  {
    modelId: 'amazon.titan-text-lite-v1',
    legacy: '2025-01-31',
    endOfLife: '2025-08-15',
    successors: ['amazon.nova-lite-v1:0'],
  },
  { modelId: 'amazon.titan-image-generator-v2:0', legacy: '2025-12-30', endOfLife: '2026-06-30' },
  { modelId: 'amazon.nova-premier-v1:0', legacy: '2026-03-13', endOfLife: '2026-09-14' },
  { modelId: 'amazon.nova-sonic-v1:0', legacy: '2026-03-13', endOfLife: '2026-09-14' },
  { modelId: 'amazon.nova-canvas-v1:0', legacy: '2026-03-30', endOfLife: '2026-09-30' },
  { modelId: 'amazon.nova-reel-v1:0', legacy: '2026-03-30', endOfLife: '2026-09-30' },
  { modelId: 'amazon.nova-reel-v1:1', legacy: '2026-03-30', endOfLife: '2026-09-30' },
  { modelId: 'cohere.command-text-v14', legacy: '2024-10-04', endOfLife: '2025-08-12' },
  { modelId: 'cohere.command-light-text-v14', legacy: '2024-10-04', endOfLife: '2025-08-12' },
  { modelId: 'cohere.command-r-v1:0', legacy: '2026-02-19', extendedAccess: '2026-05-19', endOfLife: '2026-08-19' },
  {
    modelId: 'cohere.command-r-plus-v1:0',
    legacy: '2026-02-19',
    extendedAccess: '2026-05-19',
    endOfLife: '2026-08-19',
  },
  { modelId: 'ai21.jamba-instruct-v1:0', legacy: '2025-01-31', endOfLife: '2025-08-01' },
  { modelId: 'ai21.jamba-1-5-large-v1:0', legacy: '2026-05-26', extendedAccess: '2026-08-26', endOfLife: '2026-11-26' },
  { modelId: 'ai21.jamba-1-5-mini-v1:0', legacy: '2026-05-26', extendedAccess: '2026-08-26', endOfLife: '2026-11-26' },
  {
    modelId: 'twelvelabs.marengo-embed-2-7-v1:0',
    legacy: '2026-05-29',
    extendedAccess: '2026-08-29',
    endOfLife: '2026-11-30',
  },
];
