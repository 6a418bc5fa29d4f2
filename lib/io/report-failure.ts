/** io: how an app says that something is wrong, and ends accordingly. */

/** Writes text for the person who runs the app, beside the outputs. */
export function printReport(text: string): void {
  process.stderr.write(text);
}

/** Lets the process end with exit code 1 once it is done. */
export function failProcess(): void {
  process.exitCode = 1;
}
