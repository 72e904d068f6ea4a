import { arnFields } from '../iam/arn.ts';

interface Compared {
  readonly written: readonly string[];
  readonly needed: readonly string[];
  readonly through: string | undefined;
}

type Kind = readonly [applies: (compared: Compared) => boolean, says: string];

const typeOf = (fields: readonly string[]): string => (fields[5] ?? '').split(/[/:]/, 1)[0] ?? '';
const regionOf = (fields: readonly string[]): string => fields[3] ?? '';
const accountOf = (fields: readonly string[]): string => fields[4] ?? '';
const isProfile = (type: string): boolean => /inference-profile$/.test(type);

/** The mistakes that people make with the ARNs of Bedrock, most telling first. */
const KINDS: readonly Kind[] = [
  [
    ({ written }) => /[<>{}]|your-|account-id|:knowledge-base-id|REGION|ACCOUNT/.test(written.join(':')),
    'a placeholder was left in the ARN',
  ],
  [({ written, needed }) => written[1] !== needed[1] && written[1] !== '*', 'the ARN is of another partition'],
  [
    ({ written, needed }) =>
      typeOf(needed) === 'foundation-model' &&
      typeOf(written) === 'foundation-model' &&
      /^\d{12}$/.test(accountOf(written)),
    'a foundation model belongs to no account, and the ARN names one',
  ],
  [
    ({ written, needed }) => isProfile(typeOf(needed)) && typeOf(written) === 'foundation-model',
    'the model is allowed, and not the inference profile that it is called through',
  ],
  [
    ({ written, needed }) => typeOf(needed) === 'foundation-model' && isProfile(typeOf(written)),
    'the inference profile is allowed, and not the model behind it: both are asked for',
  ],
  [
    ({ written, needed }) => isProfile(typeOf(needed)) && isProfile(typeOf(written)) && accountOf(written) === '',
    'an inference profile belongs to an account, and the ARN names none',
  ],
  [
    ({ written, needed }) =>
      isProfile(typeOf(needed)) && isProfile(typeOf(written)) && typeOf(written) !== typeOf(needed),
    'system-defined and application inference profiles have ARNs of their own kinds',
  ],
  [
    ({ needed }) => typeOf(needed) === 'foundation-model' && regionOf(needed) === '',
    'a global profile asks for the model without a Region, and the ARN names one',
  ],
  [
    ({ written, needed, through }) =>
      typeOf(needed) === 'foundation-model' && through !== undefined && regionOf(written) !== regionOf(needed),
    'a destination Region of the inference profile is missing',
  ],
  [
    ({ written, needed }) => typeOf(needed) === 'agent-alias' && typeOf(written) === 'agent',
    'an agent is invoked through its alias, and the ARN is that of the agent',
  ],
  [
    ({ written, needed }) => regionOf(written) !== regionOf(needed) && !regionOf(written).includes('*'),
    'the ARN is of another Region',
  ],
  [
    ({ written, needed }) => accountOf(written) !== accountOf(needed) && /^\d{12}$/.test(accountOf(written)),
    'the ARN is of another account',
  ],
  [
    ({ written, needed }) => typeOf(written) === typeOf(needed) && /[*?]/.test(written[5] ?? ''),
    'the wildcard does not reach that far',
  ],
];

/**
 * What kind of mistake keeps a Resource pattern from a resource, in words; undefined where it is none of the usual ones.
 *
 * @param through the inference profile that the model is called through
 */
export function mismatchKind(pattern: string, resource: string, through?: string): string | undefined {
  if (resource === '*' || !pattern.startsWith('arn:')) return undefined;
  const compared = { written: arnFields(pattern), needed: arnFields(resource), through };
  return KINDS.find(([applies]) => applies(compared))?.[1];
}
