/** The function lacks a variable of its environment, which the stack sets. */
export class MissingSettingError extends Error {
  override readonly name = 'MissingSettingError';
}

/** A variable of the function's environment. @throws {MissingSettingError} */
export function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') throw new MissingSettingError(`${name} is not set`);
  return value;
}
