// Renders a tree as the kustomize-controller of Flux does, by its own packages: the generator that writes what the
// Kustomization says into kustomization.yaml, and the build that stays below the root.
// Usage: flux-render <root of the repository> <file with the Kustomization>
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/fluxcd/pkg/kustomize"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: flux-render <root> <kustomization>")
		os.Exit(2)
	}
	rendered, err := render(os.Args[1], os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Stdout.Write(rendered)
}

// Follows kustomize-controller v1.7.3, internal/controller/kustomization_controller.go: generate and build.
func render(root, file string) ([]byte, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	object := map[string]interface{}{}
	if err := yaml.Unmarshal(text, &object); err != nil {
		return nil, err
	}
	kustomization := unstructured.Unstructured{Object: object}
	path, _, err := unstructured.NestedString(object, "spec", "path")
	if err != nil {
		return nil, err
	}
	folder := filepath.Join(root, path)
	if _, err := kustomize.NewGenerator(root, kustomization).WriteFile(folder); err != nil {
		return nil, err
	}
	resources, err := kustomize.SecureBuild(root, folder, false)
	if err != nil {
		return nil, err
	}
	return resources.AsYaml()
}
