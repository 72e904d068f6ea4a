/**
 * What the page of a rule tells beyond the rule itself. For people only: the page generator reads guides, and no Lambda
 * bundle has them.
 */
export interface RuleGuide {
  /** The commonest finding, mended: each form is whole, correct and ready to copy (account `111122223333`, `us-east-1`). */
  readonly howToFix: {
    /** JSON to paste: a policy statement or document where the fix is one, else the input of the AWS call that fixes it. */
    readonly json: string;
    readonly cli: string;
    readonly cloudFormation: string;
    readonly terraform: string;
  };
  /** Accounts and roles that this rule does not suit, and what to do instead. */
  readonly whenNotToUse: string;
}
