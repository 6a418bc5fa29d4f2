// helm-batch-4 renders charts with Helm 4's library, one case per line; see ../README.md.
package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"

	"helm.sh/helm/v4/pkg/action"
	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	"helm.sh/helm/v4/pkg/chart/loader"
	kubefake "helm.sh/helm/v4/pkg/kube/fake"
	release "helm.sh/helm/v4/pkg/release/v1"
	"helm.sh/helm/v4/pkg/storage"
	"helm.sh/helm/v4/pkg/storage/driver"
	"helm.sh/helm/v4/pkg/strvals"

	"slipway.dev/tools/helm-batch/protocol"
)

func main() {
	slog.SetDefault(slog.New(slog.DiscardHandler))
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
	values := map[string]any{}
	for _, text := range wanted.Values {
		more, err := common.ReadValues([]byte(text))
		if err != nil {
			return protocol.Rendered{}, err
		}
		values = util.MergeTables(more, values)
	}
	for _, text := range wanted.Set {
		if err := strvals.ParseInto(text, values); err != nil {
			return protocol.Rendered{}, err
		}
	}
	install := action.NewInstall(&action.Configuration{
		Releases:     storage.Init(driver.NewMemory()),
		KubeClient:   &kubefake.PrintingKubeClient{Out: io.Discard},
		Capabilities: common.DefaultCapabilities,
	})
	// What `helm template` sets (pkg/cmd/template.go of v4.3.1).
	install.DryRunStrategy = action.DryRunClient
	install.Replace = true
	install.ReleaseName = wanted.Release
	install.Namespace = wanted.Namespace
	install.APIVersions = wanted.APIVersions
	if wanted.KubeVersion != "" {
		version, err := common.ParseKubeVersion(wanted.KubeVersion)
		if err != nil {
			return protocol.Rendered{}, err
		}
		install.KubeVersion = version
	}
	answer, err := install.Run(chart, values)
	if err != nil {
		return protocol.Rendered{}, err
	}
	made, ok := answer.(*release.Release)
	if !ok {
		return protocol.Rendered{}, fmt.Errorf("helm answered with %T", answer)
	}
	result := protocol.Rendered{Manifest: made.Manifest, Notes: made.Info.Notes}
	for _, hook := range made.Hooks {
		result.Hooks = append(result.Hooks, hook.Manifest)
	}
	return result, nil
}
