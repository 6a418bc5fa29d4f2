/** stores › CSI driver › providers: how each is told which objects to mount. */

import { toYaml } from '../../text/yaml.ts';
import type { OptionProblem } from '../../model/variant.ts';
import { entryOf, type KeyPlace, type StoredEntries } from '../entries.ts';

/** Providers with a spelling here. */
export type ProviderName = 'aws' | 'azure' | 'gcp' | 'vault';

/** A file to be mounted. */
export interface ProviderObject extends KeyPlace {
  readonly file: string;
}

interface Provider {
  /** Entries are objects with properties, of which one can be mounted. */
  readonly properties: boolean;
  /** Parameters without which it does nothing. */
  readonly required: readonly string[];
  /** Parameters that are made here. */
  readonly parameters: (objects: readonly ProviderObject[]) => Readonly<Record<string, string>>;
}

/** All providers. */
export const PROVIDERS: Readonly<Record<ProviderName, Provider>> = {
  /** @see https://github.com/aws/secrets-store-csi-driver-provider-aws#secretproviderclass-options */
  aws: { properties: true, required: [], parameters: awsParameters },
  /** @see https://azure.github.io/secrets-store-csi-driver-provider-azure/docs/getting-started/usage/ */
  azure: {
    properties: false,
    required: ['keyvaultName', 'tenantId'],
    parameters: (objects) => ({
      objects: toYaml({
        array: objects.map(({ entry, file, version }) =>
          toYaml({
            objectName: entry,
            objectType: 'secret',
            objectAlias: file,
            ...(version === undefined ? {} : { objectVersion: version }),
          }),
        ),
      }),
    }),
  },
  /** @see https://github.com/GoogleCloudPlatform/secrets-store-csi-driver-provider-gcp#usage */
  gcp: {
    properties: false,
    required: [],
    parameters: (objects) => ({
      secrets: toYaml(
        objects.map(({ entry, file, version = 'latest' }) => ({
          resourceName: `${entry}/versions/${version}`,
          path: file,
        })),
      ),
    }),
  },
  /** @see https://developer.hashicorp.com/vault/docs/deploy/kubernetes/csi/configurations */
  vault: {
    properties: true,
    required: ['roleName'],
    parameters: (objects) => ({
      objects: toYaml(
        objects.map(({ entry, property, file, version }) => ({
          objectName: file,
          secretPath: entry,
          ...(property === undefined ? {} : { secretKey: property }),
          ...(version === undefined ? {} : { secretArgs: { version } }),
        })),
      ),
    }),
  },
};

/** One object for each entry, with a path for each property: an entry may be listed once only. */
function awsParameters(objects: readonly ProviderObject[]): Readonly<Record<string, string>> {
  const byEntry = Map.groupBy(objects, ({ entry, version = '' }) => `${entry}\n${version}`);
  const listed = [...byEntry.values()].flatMap((each) => {
    const [first] = each;
    if (first === undefined) return [];
    const { entry, version } = first;
    const whole = each.find(({ property }) => property === undefined);
    const paths = each.flatMap(({ property, file }) =>
      property === undefined ? [] : [{ path: jmesPath(property), objectAlias: file }],
    );
    return [
      {
        objectName: entry,
        objectType: 'secretsmanager',
        ...(version === undefined ? {} : { objectVersion: version }),
        ...(whole === undefined ? {} : { objectAlias: whole.file }),
        ...(paths.length === 0 ? {} : { jmesPath: paths }),
      },
    ];
  });
  return { objects: toYaml(listed) };
}

/** A property as an expression; others than identifiers stand in quotes. @see https://jmespath.org/specification.html#identifiers */
function jmesPath(property: string): string {
  return /^[A-Za-z_]\w*$/.test(property) ? property : JSON.stringify(property);
}

/** What the provider cannot do, does not get, or gets from elsewhere. */
export function providerProblems({
  provider,
  parameters = {},
  secrets,
}: {
  readonly provider: ProviderName;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly secrets: StoredEntries;
}): readonly OptionProblem[] {
  const { properties, required, parameters: made } = PROVIDERS[provider];
  const own = Object.keys(made([]));
  return [
    ...required
      .filter((name) => parameters[name] === undefined)
      .map((name) => ({
        path: 'parameters',
        message: `The provider ${provider} needs the parameter ${name}.`,
        fix: `Add it: parameters: { ${name}: '…' }.`,
      })),
    ...own
      .filter((name) => Object.hasOwn(parameters, name))
      .map((name) => ({
        path: `parameters.${name}`,
        message: `\`${name}\` is made of \`secrets\`.`,
        fix: 'Say it there.',
      })),
    ...(properties ? [] : withProperties(provider, secrets)),
  ];
}

function withProperties(provider: string, secrets: StoredEntries): readonly OptionProblem[] {
  return Object.entries(secrets).flatMap(([name, said]) => {
    const { entry, keys = {} } = entryOf(said);
    const parts = Object.entries(keys).filter(([, { property }]) => property !== undefined);
    const message = `Values of the provider ${provider} are mounted whole; they have no properties.`;
    return [
      ...(entry === undefined
        ? []
        : [
            {
              path: `secrets.${name}`,
              message,
              fix: 'Name an entry for each key: keys: { url: { entry: … } }.',
            },
          ]),
      ...parts.map(([key]) => ({
        path: `secrets.${name}.keys.${key}.property`,
        message,
        fix: 'Leave it out, and keep each value in an entry of its own.',
      })),
    ];
  });
}
