// Schema generator: reads what Kubernetes' published OpenAPI leaves out, enumerations and defaults, from the Go code generated beside it.

/** What the generated code knows of one property beyond the published specification. */
export interface PropertyFacts {
  /** Accepted values, of the property or of its items. */
  readonly enum?: readonly string[];
  /** Value of the property when absent; non-empty strings only (others are zero values of Go). */
  readonly default?: string;
}

/** Facts by Go function name (`k8sio_api_core_v1_ContainerPort`) and property. */
export type GoFacts = ReadonlyMap<string, ReadonlyMap<string, PropertyFacts>>;

const functionLine = /^func schema_(\w+)\(ref /;
// gofmt fixes the indentation: properties of a type stand five tabs deep, their own members seven.
const propertyLine = /^\t{5}"([^"]+)": \{$/;
const enumLine = /^\t{7,}Enum: +\[\]interface\{\}\{(.*)\},$/;
const defaultLine = /^\t{7}Default: +("[^"]+"),$/;

/**
 * Reads `pkg/generated/openapi/zz_generated.openapi.go`.
 * @see https://github.com/kubernetes/kubernetes/blob/v1.35.4/pkg/generated/openapi (written by openapi-gen, hence line by line)
 */
export function readGoOpenapi(source: string): GoFacts {
  const facts = new Map<string, Map<string, PropertyFacts>>();
  let ofType = new Map<string, PropertyFacts>();
  let property = '';
  const add = (fact: PropertyFacts): void => {
    ofType.set(property, { ...ofType.get(property), ...fact });
  };
  for (const line of source.split('\n')) {
    const opened = functionLine.exec(line)?.[1];
    if (opened !== undefined) {
      ofType = new Map();
      property = '';
      facts.set(opened, ofType);
      continue;
    }
    property = propertyLine.exec(line)?.[1] ?? property;
    const accepted = enumLine.exec(line)?.[1];
    if (accepted !== undefined) add({ enum: strings(accepted) });
    const fallback = defaultLine.exec(line)?.[1];
    if (fallback !== undefined) add({ default: strings(fallback)[0] ?? '' });
  }
  return facts;
}

/** The Go function that describes a definition of swagger.json. */
export function goFunctionOf(definition: string): string {
  return definition.startsWith('io.k8s.api.')
    ? `k8sio_${definition.slice('io.k8s.'.length).replaceAll('.', '_')}`
    : definition.replace(/^io\.k8s\.\w+\./, '').replaceAll('.', '_');
}

/** Go string literals, separated by commas. 1.29 lists some values twice, which JSON Schema forbids. */
function strings(literals: string): readonly string[] {
  const values: unknown = JSON.parse(`[${literals}]`);
  return Array.isArray(values) ? [...new Set(values.map(String))] : [];
}
