/** A condition operator, taken apart: `ForAnyValue:StringNotLikeIfExists`. */
export interface ConditionOperator {
  readonly quantifier: 'ForAllValues' | 'ForAnyValue' | undefined;
  /** `StringLike` for both `StringLike` and `StringNotLike`. */
  readonly comparison: Comparison;
  readonly negated: boolean;
  readonly ifExists: boolean;
}

export type Comparison =
  | 'StringEquals'
  | 'StringEqualsIgnoreCase'
  | 'StringLike'
  | 'NumericEquals'
  | 'NumericLessThan'
  | 'NumericLessThanEquals'
  | 'NumericGreaterThan'
  | 'NumericGreaterThanEquals'
  | 'DateEquals'
  | 'DateLessThan'
  | 'DateLessThanEquals'
  | 'DateGreaterThan'
  | 'DateGreaterThanEquals'
  | 'Bool'
  | 'BinaryEquals'
  | 'IpAddress'
  | 'ArnLike'
  | 'Null';

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const BASE_OPERATORS: Readonly<Record<string, readonly [comparison: Comparison, negated: boolean]>> = {
  StringEquals: ['StringEquals', false],
  StringNotEquals: ['StringEquals', true],
  StringEqualsIgnoreCase: ['StringEqualsIgnoreCase', false],
  StringNotEqualsIgnoreCase: ['StringEqualsIgnoreCase', true],
  StringLike: ['StringLike', false],
  StringNotLike: ['StringLike', true],
  NumericEquals: ['NumericEquals', false],
  NumericNotEquals: ['NumericEquals', true],
  NumericLessThan: ['NumericLessThan', false],
  NumericLessThanEquals: ['NumericLessThanEquals', false],
  NumericGreaterThan: ['NumericGreaterThan', false],
  NumericGreaterThanEquals: ['NumericGreaterThanEquals', false],
  DateEquals: ['DateEquals', false],
  DateNotEquals: ['DateEquals', true],
  DateLessThan: ['DateLessThan', false],
  DateLessThanEquals: ['DateLessThanEquals', false],
  DateGreaterThan: ['DateGreaterThan', false],
  DateGreaterThanEquals: ['DateGreaterThanEquals', false],
  Bool: ['Bool', false],
  BinaryEquals: ['BinaryEquals', false],
  IpAddress: ['IpAddress', false],
  NotIpAddress: ['IpAddress', true],
  // "The ArnEquals and ArnLike condition operators behave identically."
  ArnEquals: ['ArnLike', false],
  ArnNotEquals: ['ArnLike', true],
  ArnLike: ['ArnLike', false],
  ArnNotLike: ['ArnLike', true],
  Null: ['Null', false],
};

const QUANTIFIERS = ['ForAllValues', 'ForAnyValue'] as const;

/** Every spelling, lower-cased, to the operator as AWS spells it. */
const operators = new Map<string, { readonly spelling: string; readonly operator: ConditionOperator }>();

for (const [base, [comparison, negated]] of Object.entries(BASE_OPERATORS)) {
  for (const quantifier of [undefined, ...QUANTIFIERS]) {
    for (const ifExists of comparison === 'Null' ? [false] : [false, true]) {
      const spelling = `${quantifier === undefined ? '' : `${quantifier}:`}${base}${ifExists ? 'IfExists' : ''}`;
      operators.set(spelling.toLowerCase(), { spelling, operator: { quantifier, comparison, negated, ifExists } });
    }
  }
}

/** Undefined when AWS has no such operator. */
export const conditionOperator = (name: string): ConditionOperator | undefined =>
  operators.get(name.toLowerCase())?.operator;

/** The operator as AWS spells it, or undefined when there is none. */
export const operatorSpelling = (name: string): string | undefined => operators.get(name.toLowerCase())?.spelling;

export const operatorSpellings = (): readonly string[] => [...operators.values()].map(({ spelling }) => spelling);
