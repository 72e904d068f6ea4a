/** What has to change for a denied call to succeed. Diagnosis names it; `remediation/` words and proves it. */
export type Change =
  | {
      /** The role's identity policy lacks an Allow for exactly these requests. */
      readonly kind: 'grant';
      readonly requests: readonly GrantedRequest[];
    }
  | {
      /** No identity policy helps: somebody has to do something else. */
      readonly kind: 'steps';
      /** `an administrator of account 111122223333` */
      readonly who: string;
      /** Imperatives, in order. */
      readonly steps: readonly [string, ...string[]];
      /** A command that does it, when there is one. */
      readonly cli?: string;
    };

export interface GrantedRequest {
  readonly action: string;
  readonly resource: string;
  readonly context: Readonly<Record<string, string>>;
}
