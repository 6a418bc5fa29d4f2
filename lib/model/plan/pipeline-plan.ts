/** The way of a change into environments, provider-neutral: a CI provider only spells it. */

/** A pipeline with every decision made: plain data. */
export interface PipelinePlan {
  /** Branch whose commits are released. */
  readonly branch: string;
  /** Folder of the scripts that jobs run, relative to the root of the repository. */
  readonly scripts: string;
  /** In the order of promotion. */
  readonly environments: readonly PipelineEnvironmentPlan[];
  readonly services: readonly string[];
  /** Image of BuildKit, where Docker starts it. */
  readonly builder: string;
  readonly jobs: readonly PipelineJobPlan[];
  readonly previews?: PipelinePreviewsPlan;
}

/** Copies of an environment for proposed changes: they come, and go with the change or by their age. */
export interface PipelinePreviewsPlan {
  readonly environment: string;
  /** How long one stays that is not deployed anew, in hours. */
  readonly keepHours: number;
  /** Label of a proposed change that gets one, where the provider knows labels. */
  readonly label: string;
}

/** An environment the pipeline releases in. */
export interface PipelineEnvironmentPlan {
  readonly name: string;
  /** Somebody has to agree before anything is released. */
  readonly approval: boolean;
  readonly url?: string;
}

/**
 * When a job runs: for commits of the branch, for these and proposed changes, or when somebody asks for a step; for a
 * proposed change that gets a preview, when that is closed, or every day.
 */
export type PipelineOccasion = 'branch' | 'change' | 'hand' | 'preview' | 'closed' | 'daily';

/** What has to be installed where a job runs. */
export type PipelineToolbox = 'node' | 'tests' | 'build' | 'sign';

/** Secrets by what they are for; each provider keeps them its own way and never prints them. */
export type PipelineSecret = 'registry' | 'signingKey' | 'cluster';

/** A job: steps on one machine, with no more rights than it needs. */
export interface PipelineJobPlan {
  /** Letters, digits and dashes. */
  readonly id: string;
  readonly title: string;
  readonly on: PipelineOccasion;
  readonly needs: readonly string[];
  readonly toolbox: PipelineToolbox;
  /** Container image of the toolbox, where the provider runs jobs in containers. */
  readonly image?: string;
  /** Environment it releases in, one job at a time and never cancelled; `asked` for the one somebody chose by hand. */
  readonly environment?: string | { readonly kind: 'asked' };
  readonly repository: 'read' | 'write';
  /** Right to push images to the registry that comes with the provider. */
  readonly packages: boolean;
  readonly secrets: readonly PipelineSecret[];
  /** Audience of a short-lived token that says which job this is (OIDC), handed over as `ID_TOKEN`. */
  readonly identity?: string;
  /** Signs as itself: Sigstore is shown such a token too. */
  readonly keyless: boolean;
  /** Needs commits and branches beyond the one that is built. */
  readonly history: boolean;
  readonly variables: Readonly<Record<string, string>>;
  /** Values it leaves behind, for the jobs that take them. */
  readonly gives: readonly string[];
  /** Values by the job that gives them. */
  readonly takes: Readonly<Record<string, string>>;
  /** File with what will change, shown to whoever looks at the proposed change. */
  readonly comment?: string;
  readonly timeoutMinutes: number;
  readonly steps: readonly PipelineStepPlan[];
}

/** Lines of shell that anybody could run. */
export interface PipelineStepPlan {
  readonly title: string;
  readonly run: string;
}
