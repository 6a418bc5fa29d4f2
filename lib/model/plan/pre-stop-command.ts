/** Derived from a LifecyclePlan: the commands that make the pause before SIGTERM on clusters without the sleep action. */

/** Runs the image's own `sleep`. */
export function sleepCommand(seconds: number): readonly string[] {
  return ['sleep', String(seconds)];
}

/** Sleeps in Python, for images that have no `sleep`. */
export function pythonSleepCommand(seconds: number): readonly string[] {
  return ['python', '-c', `import time; time.sleep(${seconds})`];
}
