/** io: what the surroundings of the process say. */

/** The value of an environment variable; one that is set to nothing counts as not set. */
export function environmentVariable(name: string): string | undefined {
  const value = process.env[name];
  return value === '' ? undefined : value;
}
