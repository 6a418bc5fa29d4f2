/** kubernetes › types: turns the generated types of cdk8s-plus-28 into plain data, so that manifests are checked field by field at no cost at run time. */

import type { k8s } from 'cdk8s-plus-28';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;

/**
 * A generated type as plain data: unions of number and text are just that, dates are text, lists are read-only,
 * and optional members may be undefined, which is left out when the manifest is made.
 */
export type Plain<T> = 0 extends 1 & T
  ? unknown
  : T extends string | number | boolean | null | undefined
    ? T
    : Same<T, k8s.IntOrString> extends true
      ? string | number
      : T extends Date
        ? string
        : T extends readonly (infer Item)[]
          ? readonly Plain<Item>[]
          : {
              readonly [K in keyof T]: Plain<T[K]> | (undefined extends T[K] ? undefined : never);
            };

/** A generated type in which some members have another, usually newer, type than Kubernetes 1.28 had. */
export type Widened<T, Members extends object> = Omit<Plain<T>, keyof Members> & Members;
