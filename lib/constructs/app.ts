/** constructs: the App a user makes. It synthesises once, in linear time, and writes all outputs or none. */

import { App as Cdk8sApp, type IResolver } from 'cdk8s';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { hasErrors } from '../diagnostics/diagnostic.ts';
import { renderText } from '../diagnostics/render-text.ts';
import type { GitOps } from '../emit/gitops/gitops.ts';
import { environmentVariable } from '../io/environment.ts';
import { outputFolder } from '../io/output-folder.ts';
import { failProcess, printReport } from '../io/report-failure.ts';
import { asksForCharts, BUNDLE_VARIABLE, writeBundle } from '../io/write-bundle.ts';
import { writeTree } from '../io/write-tree.ts';
import { type FileTreeProblem, fileTree } from '../text/file-tree.ts';
import { toYamlDocuments } from '../text/yaml.ts';
import type { Pipelines } from '../model/pipelines.ts';
import { appOptionProblems, isChecked } from './app-options.ts';
import { bundleOf } from './bundle-of.ts';
import { gitOpsProblems } from './gitops-files.ts';
import { pipelineProblems } from './pipeline-files.ts';
import { helmCharts } from './helm-files.ts';
import { outputFiles } from './output-files.ts';
import { CHECKED_BY_APP } from './service-chart.ts';
import type { Synthesis } from './synthesis.ts';
import { synthesise } from './synthesise.ts';

/** What an app is told. */
export interface AppProps {
  /** Folder of manifests, or the one above it. Default: `CDK8S_OUTDIR` (which the cdk8s command sets), else `dist/manifests`. */
  readonly outdir?: string;
  /** Resolvers of values in the user's own constructs, as cdk8s knows them. */
  readonly resolvers?: IResolver[];
  /** Tool that brings what is in Git into clusters: `argocd()`, `flux()` or `kustomize()`. Default: none, no trees. */
  readonly gitops?: GitOps;
  /** How a change gets into environments: `pipelines({ provider: githubActions() })`, or `gitlabCi()`, `jenkins()`. Default: none. */
  readonly pipelines?: Pipelines;
  /** Write a Helm chart for each service. Default: true. */
  readonly helm?: boolean;
}

/**
 * An app of services and of any charts beside them. Options that it does not know are refused (SW7050).
 *
 * `synth()` writes `manifests/<environment>/<service>.k8s.yaml` and its siblings below the output folder. With errors it
 * writes nothing, prints all of them to standard error, and lets the process end with exit code 1. With `SLIPWAY_BUNDLE`
 * set to a file it writes what it knows there instead, errors included.
 */
export class App extends Cdk8sApp {
  readonly #gitops: GitOps | undefined;
  readonly #pipelines: Pipelines | undefined;
  readonly #helm: boolean;
  readonly #problems: readonly Diagnostic[];

  constructor(props: AppProps = {}) {
    const outdir = props.outdir ?? environmentVariable('CDK8S_OUTDIR') ?? 'dist/manifests';
    super({
      outdir: outputFolder(outdir).manifests,
      ...(props.resolvers === undefined ? {} : { resolvers: props.resolvers }),
    });
    this.#problems = appOptionProblems(props);
    this.#gitops = isChecked(props.gitops) ? props.gitops : undefined;
    this.#pipelines = isChecked(props.pipelines) ? props.pipelines : undefined;
    this.#helm = props.helm ?? true;
    this.node.setContext(CHECKED_BY_APP, true);
  }

  /** Writes all outputs, or none and why. */
  override synth(): void {
    const synthesis = this.#synthesise();
    const bundle = environmentVariable(BUNDLE_VARIABLE);
    if (bundle !== undefined) {
      // A description that is refused for any values has no chart, and it is not its values that are to blame.
      const asked = asksForCharts(this.#helm) && !hasErrors(synthesis.diagnostics);
      const charts = asked ? helmCharts(synthesis).charts : undefined;
      return writeBundle(bundle, bundleOf(synthesis, charts));
    }
    const problems = hasErrors(synthesis.diagnostics) ? [] : this.#writeOutputs(synthesis);
    report([...synthesis.diagnostics, ...problems]);
  }

  /**
   * All objects as one text.
   * @throws Error with every complaint when there are errors
   */
  override synthYaml(): string {
    const { services, charts, diagnostics } = this.#synthesise();
    if (hasErrors(diagnostics)) throw new Error(renderText(diagnostics));
    const objects = [...services, ...charts].flatMap((part) => part.objects);
    return toYamlDocuments(objects.map(({ manifest }) => manifest));
  }

  #synthesise(): Synthesis {
    const synthesis = synthesise(this);
    const diagnostics = [
      ...this.#problems,
      ...synthesis.diagnostics,
      ...gitOpsProblems(this.#gitops, synthesis, { helm: this.#helm }),
      ...pipelineProblems(this.#pipelines, synthesis),
    ];
    return { ...synthesis, diagnostics };
  }

  /** Charts come with complaints of their own. */
  #writeOutputs(synthesis: Synthesis): readonly Diagnostic[] {
    const charts = this.#helm ? helmCharts(synthesis) : { files: [], diagnostics: [], charts: [] };
    if (hasErrors(charts.diagnostics)) return charts.diagnostics;
    const files = [
      ...outputFiles(synthesis, { gitops: this.#gitops, pipelines: this.#pipelines }),
      ...charts.files,
    ];
    return [...charts.diagnostics, ...this.#write(files)];
  }

  #write(files: ReturnType<typeof outputFiles>): readonly Diagnostic[] {
    const tree = fileTree(files);
    if (!tree.ok) return tree.problems.map(pathConflict);
    const written = writeTree(outputFolder(this.outdir).root, tree.value);
    return written.ok ? [] : written.diagnostics;
  }
}

/** Notes are for whoever asks (`slipway check`); warnings are shown with every synthesis. */
function report(diagnostics: readonly Diagnostic[]): void {
  const shown = diagnostics.filter(({ severity }) => severity !== 'note');
  if (shown.length > 0) printReport(renderText(shown));
  if (hasErrors(diagnostics)) failProcess();
}

function pathConflict({ path, message }: FileTreeProblem): Diagnostic {
  return {
    code: 'SW5009',
    name: 'output-path-conflict',
    severity: 'error',
    at: { file: path },
    message: `An output cannot be written: ${message}.`,
    because: 'Outputs are named after services, environments and charts. Nothing was written.',
    fix: 'Rename the service, environment or chart.',
  };
}
