declare module 'asl-validator' {
  /** Looks at the whole of a definition. The part of it that we use. */
  function validate(definition: object): {
    readonly isValid: boolean;
    readonly errorsText: (separator?: string) => string;
  };
  export = validate;
}
