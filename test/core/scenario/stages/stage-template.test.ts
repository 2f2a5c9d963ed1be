/** The Go templates of KWOK's Stages give the status that they describe. */
import test from 'ava';
import { renderTemplate } from '../../../../src/core/scenario/stages/stage-template.ts';

const POD = {
  spec: { nodeName: 'n', containers: [{ name: 'a' }, { name: 'b' }] },
  status: { phase: 'Pending', containerStatuses: [{ id: 1 }, { id: 2 }] },
};

const templates: readonly (readonly [template: string, text: string])[] = [
  ['phase: Running', 'phase: Running'],
  ['{{ .status.phase }}', 'Pending'],
  ['{{ $p := .status.phase }}{{ $p | Quote }}', '"Pending"'],
  ['{{ if .spec.none }}a{{ else }}b{{ end }}', 'b'],
  ['{{ if .spec.none }}a{{ else if .spec.nodeName }}c{{ else }}b{{ end }}', 'c'],
  ['{{ range .spec.containers }}{{ .name }},{{ end }}', 'a,b,'],
  ['{{ range $i, $c := .spec.containers }}{{ $i }}{{ $c.name }}{{ end }}', '0a1b'],
  ['{{ range .spec.none }}x{{ else }}none{{ end }}', 'none'],
  ['{{ with .spec.nodeName }}{{ . }}{{ end }}', 'n'],
  ['{{ with .spec.none }}x{{ else }}y{{ end }}', 'y'],
  [
    '{{ $root := . }}{{ range $i, $c := .spec.containers }}{{ index $root.status.containerStatuses $i "id" }}{{ end }}',
    '12',
  ],
  ['{{ or .spec.none "default" }}', 'default'],
  ['{{ if and .spec.nodeName (eq .status.phase "Pending") }}yes{{ end }}', 'yes'],
  ['{{ if not .spec.none }}yes{{ end }}', 'yes'],
  ['a{{- if true }}b{{ end -}}c', 'abc'],
  ['{{ PodIPWith .spec.nodeName ( or .spec.hostNetwork false ) "" }}', '10.0.0.2'],
  ['{{ unknownFunction .spec }}x', 'x'],
  ['{{ YAML .status 1 }}', JSON.stringify(POD.status)],
];

for (const [template, text] of templates) {
  test(`${template.slice(0, 70)} gives ${text.slice(0, 12)}`, (t) => {
    t.is(renderTemplate(template, POD), text);
  });
}
