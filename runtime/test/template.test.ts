import { suite } from "uvu";
import * as assert from "uvu/assert";
import { compileTemplate } from "../src/commands/template/index.ts";
import { formatList } from "../src/commands/template/list.ts";

const test = suite("--format");

const data = {
  Id: "abc",
  State: { Pid: 7, Running: true },
  Config: { Env: ["A=1", "B=2"], Labels: { b: "2", a: "1", "x.y": "dotted" }, User: "" },
  None: null,
};

const fill = (text: string) => compileTemplate(text)(data);

test("fields, as Go prints them", () => {
  assert.is(fill("{{.Id}} {{ .State.Pid }}"), "abc 7");
  assert.is(fill("{{.State.Running}}"), "true");
  assert.is(fill("{{.Config.Env}}"), "[A=1 B=2]");
  assert.is(fill("{{.Config.Labels}}"), "map[a:1 b:2 x.y:dotted]");
  assert.is(fill("{{.None}}"), "<nil>");
  assert.is(fill("no action"), "no action");
});

test("json, and other functions, also behind a pipe", () => {
  assert.is(fill("{{json .State}}"), '{"Pid":7,"Running":true}');
  assert.is(fill("{{.State | json}}"), '{"Pid":7,"Running":true}');
  assert.is(fill('{{json "<&>"}}'), String.raw`"\u003c\u0026\u003e"`);
  assert.is(fill('{{join .Config.Env ","}}'), "A=1,B=2");
  assert.is(fill('{{index .Config.Labels "x.y"}} {{index .Config.Env 1}}'), "dotted B=2");
  assert.is(fill('{{index .Config.Labels "nosuch"}}'), "<no value>");
  assert.is(fill("{{len .Config.Env}} {{upper .Id}} {{.Id | upper | lower}}"), "2 ABC abc");
  assert.is(fill('{{printf "%s-%d %q" .Id .State.Pid "x"}}'), 'abc-7 "x"');
  assert.is(fill('{{(index .Config.Env 0) | lower}}{{println "x"}}'), "a=1x\n");
  assert.is(fill("{{slice .Id 0 2}}"), "ab");
});

test("range over lists and maps, with variables and else", () => {
  assert.is(fill("{{range .Config.Env}}<{{.}}>{{end}}"), "<A=1><B=2>");
  assert.is(fill("{{range $i, $e := .Config.Env}}{{$i}}{{$e}} {{end}}"), "0A=1 1B=2 ");
  assert.is(fill("{{range $k, $v := .Config.Labels}}{{$k}}={{$v}} {{end}}"), "a=1 b=2 x.y=dotted ");
  assert.is(fill("{{range .None}}x{{else}}empty{{end}}"), "empty");
  assert.is(fill("{{range .Config.Env}}{{$.Id}}{{end}}"), "abcabc");
});

test("if, else if, with, comparisons", () => {
  assert.is(fill("{{if .State.Running}}up{{else}}down{{end}}"), "up");
  assert.is(fill('{{if .Config.User}}user{{else if eq .Id "abc"}}abc{{else}}x{{end}}'), "abc");
  assert.is(fill("{{with .State}}{{.Pid}}{{end}}{{with .None}}x{{end}}"), "7");
  assert.is(fill("{{if and .State.Running (gt .State.Pid 5)}}yes{{end}}"), "yes");
  assert.is(fill("{{if not .None}}nothing{{end}}{{if or .None .Id}}!{{end}}"), "nothing!");
  assert.is(fill("{{$x := .Id}}{{$x}}"), "abc");
});

test("white space is trimmed where it is asked for; remarks are left out", () => {
  assert.is(fill("a  {{- .Id -}}  b{{/* remark */}}"), "aabcb");
});

test("what is wrong is named", () => {
  const refused = (text: string, words: RegExp) => assert.throws(() => fill(text), words);
  refused("{{.Nosuch}}", /there is no \.Nosuch; there are Id, State, Config, None/);
  refused("{{.State.Nosuch.Deeper}}", /there is no \.State\.Nosuch/);
  refused("{{.None.X}}", /there is no \.None\.X/);
  refused("{{nosuch .Id}}", /there is no function "nosuch"/);
  refused("{{.Id", /\{\{ without \}\}/);
  refused("{{range .Config.Env}}", /\{\{end\}\} is missing/);
  refused("{{if .Id}}x", /\{\{end\}\} is missing/);
  refused("{{end}}", /nothing to end/);
  refused("{{}}", /a value is missing/);
  refused("{{.Id | }}", /a value is missing/);
  refused("{{(.Id}}", /parenthesis/);
  refused("{{.Id ~}}", /not understood/);
  refused("{{$x}}", /\$x is not set/);
  refused("{{.Id .State}}", /only a function takes arguments/);
  refused("{{index .Config.Env 7}}", /out of range/);
});

test("lists: a line a row, a table under its headings, or JSON", () => {
  const rows = [
    { ID: "1", Names: "bird" },
    { ID: "2", Names: "b" },
  ];
  assert.equal(formatList("{{.ID}}:{{.Names}}", rows), ["1:bird", "2:b"]);
  assert.equal(formatList(String.raw`table {{.Names}}\t{{.ID}}`, rows, { ID: "CONTAINER ID" }), [
    "NAMES   CONTAINER ID",
    "bird    1",
    "b       2",
  ]);
  assert.equal(formatList("json", rows), ['{"ID":"1","Names":"bird"}', '{"ID":"2","Names":"b"}']);
});

test.run();
