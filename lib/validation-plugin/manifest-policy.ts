/** Where the manifest rules meet anyone's charts: a validation plugin of the cdk8s command (`validations:` in cdk8s.yaml). */

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { MANIFEST_RULES } from '../rules/catalogue.ts';
import { checkManifests } from '../rules/engine.ts';

/** What may stand under `properties` of the plugin in cdk8s.yaml. */
export interface ManifestPolicyProperties {
  /** Let warnings fail the synthesis too. Default: false. */
  readonly strict?: boolean;
  /** Report notes as well. Default: false. */
  readonly notes?: boolean;
  /** Rules that do not apply to this project: code to reason. */
  readonly ignore?: Readonly<Record<string, string>>;
}

/** What the cdk8s command hands to a plugin, as far as it is used. @see https://cdk8s.io/docs/latest/cli/synth/#validations */
export interface ManifestPolicyContext {
  /** Paths of the manifest files that were written. */
  readonly manifests: readonly string[];
  parseManifest(path: string): readonly unknown[];
  readonly report: {
    addViolation(violation: ManifestPolicyViolation): void;
    submit(status: 'success' | 'failure', metadata?: Readonly<Record<string, string>>): void;
  };
}

/** One fault with every object it was found in. */
export interface ManifestPolicyViolation {
  readonly ruleName: string;
  readonly recommendation: string;
  readonly fix: string;
  readonly violatingResources: readonly {
    readonly resourceName: string;
    readonly manifestPath: string;
    readonly locations: readonly string[];
  }[];
}

/**
 * Checks every object a cdk8s app wrote, whoever described it. Files of one folder are applied together and are checked together.
 * A class, because the cdk8s command makes plugins with `new`.
 * @example validations: [{ package: './node_modules/slipway', version: '0.1.0', class: ManifestPolicy }]
 */
export class ManifestPolicy {
  readonly #properties: ManifestPolicyProperties;

  constructor(properties: ManifestPolicyProperties = {}) {
    this.#properties = properties;
  }

  /** Adds a violation for each fault and submits the verdict: failure with an error, or with a warning under `strict`. */
  validate(context: ManifestPolicyContext): Promise<void> {
    const { strict = false, notes = false, ignore = {} } = this.#properties;
    const folders = Map.groupBy(context.manifests, folderOf);
    const shown = [...folders.values()]
      .flatMap((files) => complaintsIn(files, context))
      .filter(({ code }) => (ignore[code] ?? '').trim() === '')
      .filter(({ severity }) => notes || severity !== 'note');
    for (const group of Map.groupBy(shown, keyOf).values()) {
      const [first] = group;
      if (first !== undefined) context.report.addViolation(violation(first, group));
    }
    const fails = shown.some(
      ({ severity }) => severity === 'error' || (strict && severity === 'warning'),
    );
    context.report.submit(fails ? 'failure' : 'success', {
      rules: String(MANIFEST_RULES.length),
    });
    return Promise.resolve();
  }
}

function complaintsIn(
  files: readonly string[],
  context: ManifestPolicyContext,
): readonly Diagnostic[] {
  const objects = files.flatMap((file) =>
    context.parseManifest(file).map((manifest) => ({ file, manifest })),
  );
  const origin = new Map(objects.map(({ file, manifest }) => [manifest, file]));
  return checkManifests(
    MANIFEST_RULES,
    objects.map(({ manifest }) => manifest),
    { fileOf: (manifest) => origin.get(manifest) },
  );
}

function violation(first: Diagnostic, group: readonly Diagnostic[]): ManifestPolicyViolation {
  return {
    ruleName: `${first.code} ${first.name} (${first.severity})`,
    recommendation: [first.message, first.because ?? ''].filter((part) => part !== '').join(' '),
    fix: first.fix ?? '',
    violatingResources: group.map(({ at }) => ({
      // The command looks constructs up by this name.
      resourceName: at.object?.slice(at.object.indexOf('/') + 1) ?? '',
      manifestPath: at.file ?? '',
      locations: at.path === undefined ? [] : [at.path],
    })),
  };
}

/** Complaints that say the same of several objects are one violation. */
function keyOf({ code, severity, message, fix }: Diagnostic): string {
  return JSON.stringify([code, severity, message, fix]);
}

function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.search(/[\\/][^\\/]*$/)));
}
