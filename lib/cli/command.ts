/** cli: the shape of a command, and how it ends. */

/** How a command ends. @see https://man.freebsd.org/cgi/man.cgi?query=sysexits for 70 */
export const EXIT = {
  ok: 0,
  /** The answer is no: errors were found, or nothing was. */
  findings: 1,
  /** The command line itself is wrong. */
  usage: 2,
  /** A bug of ours. */
  bug: 70,
} as const;

/** Text on the two channels and the exit code. */
export interface Outcome {
  readonly exitCode: number;
  readonly stdout?: string;
  readonly stderr?: string;
}

/** One option of a command. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean';
  readonly short?: string;
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly help: string;
}

/** What a command was called with. */
export interface Call {
  readonly positionals: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | undefined>>;
  /** Whether to colour text for a person. */
  readonly color: boolean;
  /** Shows progress at once, beside what is printed at the end; absent: nobody looks. */
  readonly tell?: (text: string) => void;
  /** Whether what was told can be drawn over, as at a terminal. */
  readonly redraws?: boolean;
  /** Columns of the terminal. */
  readonly columns?: number;
  /** Comes when the user stops the command. */
  readonly signal?: AbortSignal;
}

/** A command of the command line. */
export interface Command {
  readonly name: string;
  /** Positional arguments as they are shown, e.g. `<service> <path>`. */
  readonly arguments: readonly string[];
  readonly summary: string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  readonly examples: readonly string[];
  /** Ends in good order when the user stops it; others are simply ended. */
  readonly stoppable?: true;
  run(call: Call): Promise<Outcome>;
}
