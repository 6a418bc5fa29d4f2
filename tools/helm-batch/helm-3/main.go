// helm-batch-3 renders charts with Helm 3's library, one case per line; see ../README.md.
package main

import (
	"fmt"
	"io"
	"os"

	"helm.sh/helm/v3/pkg/action"
	"helm.sh/helm/v3/pkg/chart/loader"
	"helm.sh/helm/v3/pkg/chartutil"
	kubefake "helm.sh/helm/v3/pkg/kube/fake"
	"helm.sh/helm/v3/pkg/storage"
	"helm.sh/helm/v3/pkg/storage/driver"
	"helm.sh/helm/v3/pkg/strvals"

	"slipway.dev/tools/helm-batch/protocol"
)

func main() {
	if err := protocol.Loop(os.Stdin, os.Stdout, render); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func render(wanted protocol.Case) (protocol.Rendered, error) {
	chart, err := loader.Load(wanted.Chart)
	if err != nil {
		return protocol.Rendered{}, err
	}
	values := map[string]interface{}{}
	for _, text := range wanted.Values {
		more, err := chartutil.ReadValues([]byte(text))
		if err != nil {
			return protocol.Rendered{}, err
		}
		values = chartutil.MergeTables(more, values)
	}
	for _, text := range wanted.Set {
		if err := strvals.ParseInto(text, values); err != nil {
			return protocol.Rendered{}, err
		}
	}
	install := action.NewInstall(&action.Configuration{
		Releases:     storage.Init(driver.NewMemory()),
		KubeClient:   &kubefake.PrintingKubeClient{Out: io.Discard},
		Capabilities: chartutil.DefaultCapabilities,
		Log:          func(string, ...interface{}) {},
	})
	// What `helm template` sets (cmd/helm/template.go of v3.22.0).
	install.DryRun = true
	install.DryRunOption = "true"
	install.ClientOnly = true
	install.Replace = true
	install.ReleaseName = wanted.Release
	install.Namespace = wanted.Namespace
	install.APIVersions = wanted.APIVersions
	if wanted.KubeVersion != "" {
		version, err := chartutil.ParseKubeVersion(wanted.KubeVersion)
		if err != nil {
			return protocol.Rendered{}, err
		}
		install.KubeVersion = version
	}
	release, err := install.Run(chart, values)
	if err != nil {
		return protocol.Rendered{}, err
	}
	result := protocol.Rendered{Manifest: release.Manifest, Notes: release.Info.Notes}
	for _, hook := range release.Hooks {
		result.Hooks = append(result.Hooks, hook.Manifest)
	}
	return result, nil
}
