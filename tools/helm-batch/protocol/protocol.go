// Package protocol is the part of helm-batch that does not depend on the version of Helm: one JSON line per case.
package protocol

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"sigs.k8s.io/yaml"
)

// Case is one rendering that is asked for.
type Case struct {
	Chart       string   `json:"chart"`
	Release     string   `json:"release"`
	Namespace   string   `json:"namespace"`
	Values      []string `json:"values"`
	Set         []string `json:"set"`
	KubeVersion string   `json:"kubeVersion"`
	APIVersions []string `json:"apiVersions"`
}

// Rendered is what Helm made of a case, still as text.
type Rendered struct {
	Manifest string
	Hooks    []string
	Notes    string
}

type answer struct {
	Objects []json.RawMessage `json:"objects,omitempty"`
	Hooks   []json.RawMessage `json:"hooks,omitempty"`
	Notes   string            `json:"notes,omitempty"`
	Error   string            `json:"error,omitempty"`
}

// Loop answers every line of in with one line on out until in ends.
func Loop(in io.Reader, out io.Writer, render func(Case) (Rendered, error)) error {
	lines := bufio.NewReader(in)
	for {
		line, readError := lines.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 {
			text, err := json.Marshal(answerTo(line, render))
			if err != nil {
				return err
			}
			if _, err := out.Write(append(text, '\n')); err != nil {
				return err
			}
		}
		if readError == io.EOF {
			return nil
		}
		if readError != nil {
			return readError
		}
	}
}

func answerTo(line []byte, render func(Case) (Rendered, error)) (result answer) {
	// A template can make Helm panic; the cases after it are still to be answered.
	defer func() {
		if reason := recover(); reason != nil {
			result = answer{Error: fmt.Sprint("panic: ", reason)}
		}
	}()
	var wanted Case
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&wanted); err != nil {
		return answer{Error: err.Error()}
	}
	rendered, err := render(wanted)
	if err != nil {
		return answer{Error: err.Error()}
	}
	objects, err := split(rendered.Manifest)
	if err != nil {
		return answer{Error: err.Error()}
	}
	hooks, err := split(strings.Join(rendered.Hooks, "\n---\n"))
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Objects: objects, Hooks: hooks, Notes: rendered.Notes}
}

// split cuts a stream of YAML documents at its separators, as Helm writes them: at the start of a line of their own.
func split(stream string) ([]json.RawMessage, error) {
	objects := []json.RawMessage{}
	for _, document := range strings.Split("\n"+stream, "\n---\n") {
		// The line break before a separator ends the document's last line: a block of text there must keep it.
		text, err := yaml.YAMLToJSONStrict([]byte(document + "\n"))
		if err != nil {
			return nil, fmt.Errorf("not one well-formed object: %w\n%s", err, document)
		}
		if string(text) != "null" {
			objects = append(objects, text)
		}
	}
	return objects, nil
}
