/** What of dynalite is used: its operations without its HTTP server. It has no types of its own. */
declare module 'dynalite/db/index.js' {
  export function create(options: { readonly createTableMs: number }): object;
  export function checkConditional(data: object, existing: object | undefined): Error | null | undefined;
}
declare module 'dynalite/validations/index.js' {
  export function checkTypes(data: object, types: object): object;
  export function checkValidations(data: object, types: object, custom: unknown, store: object): void;
}
declare module 'dynalite/actions/*' {
  const action: (store: object, data: object, answer: (error: unknown, output?: object) => void) => void;
  export default action;
}
declare module 'dynalite/validations/*' {
  export const types: object;
  export const custom: unknown;
}
