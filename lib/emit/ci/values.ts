/** emit › ci › values: the files in which one job leaves a value for others. */

/** The file of a value: a line `NAME=value`. */
export function valuesFile(name: string): string {
  return `ci-values/${name}.env`;
}
