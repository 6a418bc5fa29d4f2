/** emit › helm › pools: what synthesis makes of the same values in every state. */

import type { Values } from '../tree/values.ts';
import { type RenderInput, render } from './render.ts';
import type { Sample } from './sampling.ts';
import type { States } from './states.ts';

/** Samples by state. Every set of values is tried in all of them, so that objects can be compared between states. */
export class Pools {
  readonly #input: RenderInput;
  readonly #states: States;
  readonly #tried: Values[] = [];
  /** By state, then by the number of the set of values; undefined where the description refuses it. */
  readonly #samples: readonly (Sample | undefined)[][];

  constructor(input: RenderInput, states: States) {
    this.#input = input;
    this.#states = states;
    this.#samples = states.all.map(() => []);
  }

  /** Tries values in every state; what they say of the state itself does not count. */
  add(...sets: readonly Values[]): void {
    for (const values of sets) {
      this.#tried.push(values);
      for (const [index, state] of this.#states.all.entries()) {
        const inState = new Map([...values, ...state]);
        const objects = render(this.#input, inState);
        this.#samples[index]?.push(
          objects === undefined ? undefined : { values: inState, objects },
        );
      }
    }
  }

  /** All values that were tried. */
  get values(): readonly Values[] {
    return this.#tried;
  }

  /** Values that the description takes in no state. */
  get refused(): readonly Values[] {
    return this.#tried.filter((_, index) =>
      this.#samples.every((samples) => samples[index] === undefined),
    );
  }

  /** The samples of all states. */
  get samples(): readonly Sample[] {
    return this.#samples.flat().filter((sample) => sample !== undefined);
  }

  /** The samples of a state. */
  ofState(state: number): readonly Sample[] {
    return (this.#samples[state] ?? []).filter((sample) => sample !== undefined);
  }

  /** What an object looked like in all samples of a state: the same text in two states means that they do not differ in it. */
  signature(state: number, id: string): string {
    const seen = this.#samples[state] ?? [];
    return JSON.stringify([
      id,
      ...seen.map((each) => each?.objects.get(id) ?? (each === undefined ? 'refused' : null)),
    ]);
  }
}
