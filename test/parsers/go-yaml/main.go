// Reads YAML as kubectl, Helm and the GitOps controllers do, and prints it as JSON.
package main

import (
	"io"
	"log"
	"os"

	"sigs.k8s.io/yaml"
)

func main() {
	text, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	json, err := yaml.YAMLToJSONStrict(text)
	if err != nil {
		log.Fatal(err)
	}
	os.Stdout.Write(json)
}
