/** What of dynalite is used: its operations without its HTTP server. It has no types of its own, and is CommonJS. */
declare module 'dynalite/db/index.js' {
  const db: {
    create(options: { readonly createTableMs: number }): object;
    checkConditional(data: object, existing: object | undefined): Error | null | undefined;
  };
  export default db;
}
declare module 'dynalite/validations/index.js' {
  const validations: {
    checkTypes(data: object, types: object): object;
    checkValidations(data: object, types: object, custom: unknown, store: object): void;
  };
  export default validations;
}
declare module 'dynalite/actions/*' {
  const action: (store: object, data: object, answer: (error: unknown, output?: object) => void) => void;
  export default action;
}
declare module 'dynalite/validations/*' {
  const validation: { readonly types: object; readonly custom: unknown };
  export default validation;
}
