/** The results on pages: a section of the README, and a page with everything. */
import { both, type Language, type Text } from "../checks/src/harness/text.ts";
import type { Result, Row } from "./figure.ts";
import { demand, grid, show, table } from "./report.ts";
import type { Measured } from "./save.ts";

/** The README's rows: which figure, which of its sizes, which row is ours, and what to call it there. */
const KEY: readonly { figure: string; size?: number; own?: string; title: Text }[] = [
  { figure: "run", title: both("`run true` in a directory", "在目录中 `run true`") },
  { figure: "run-image", title: both("… of an image, confined", "……用镜像，完整限权") },
  { figure: "run-network", title: both("… on a bridge, with NAT", "……接入网桥，做 NAT") },
  {
    figure: "api",
    own: "mydocker API",
    title: both("a container through the API", "通过 API 运行一个容器"),
  },
  { figure: "exec", title: both("`exec true`", "`exec true`") },
  { figure: "detach", title: both("`run -d`", "`run -d`") },
  { figure: "stop", title: both("`stop`", "`stop`") },
  { figure: "rm", title: both("`rm`", "`rm`") },
  { figure: "at-once", size: 50, title: both("50 containers at once", "同时运行 50 个容器") },
  { figure: "load", size: 100, title: both("`load`, 100 MB", "`load`，100 MB") },
  { figure: "pull", title: both("`pull`, 100 MB", "`pull`，100 MB") },
  { figure: "commit", size: 10_000, title: both("`commit`, 10,000 files", "`commit`，1 万个文件") },
  { figure: "stdout", title: both("standard output", "标准输出") },
  { figure: "network", title: both("network", "网络") },
  { figure: "memory", title: both("memory beside a container", "每个容器附带的内存") },
];

const OWN = "mydocker";
const PROGRAMS = [OWN, "crun", "runc", "podman", "docker"];
const FLOORS = ["node", "sh", "veth", "tar"];

const WORDS = {
  measured: (m: Measured): Text =>
    both(
      `Measured on ${m.date} with \`npm run bench save\`: Linux ${m.machine.kernel}, ${m.machine.processors} processors (${m.machine.model}), Node ${m.machine.node}, ${m.machine.programs.join(", ")}.`,
      `测于 ${m.date}，命令为 \`npm run bench save\`：Linux ${m.machine.kernel}，${m.machine.processors} 个处理器（${m.machine.model}），Node ${m.machine.node}，${m.machine.programs.join("、")}。`,
    ),
  medians: both(
    "Medians; each program in turn within one run, with the same root file system and the same command. docker's daemon runs already.",
    "均为中位数；在同一轮测量中各程序轮流执行，根文件系统和命令都相同。docker 的守护进程事先已在运行。",
  ),
  floor: both("without a container", "不用容器"),
  more: both(
    "All figures, how each grows, and each goal: [docs/measured.md](docs/measured.md).",
    "全部数据、各项随规模的增长以及每个目标的达成情况：[docs/measured.zh-CN.md](docs/measured.zh-CN.md)。",
  ),
  title: both("Measured side by side", "同场测量"),
  goals: both("Goals", "目标"),
  heads: both("goal|of|asked|measured|", "项目|对象|要求|测得|"),
  met: both("met", "达到"),
  missed: both("**missed**", "**未达到**"),
  why: both(
    "Why a goal is missed, and where the time goes: [ARCHITECTURE.md](../ARCHITECTURE.md#speed).",
    "某个目标为何未达到、时间花在哪里：见 [ARCHITECTURE.md](../ARCHITECTURE.md#speed)（英文）。",
  ),
  other: both("[中文](measured.zh-CN.md)", "[English](measured.md)"),
  spread: both(
    "Where a figure grows, a cell is the median, with a quarter of the measurements below the first number in brackets and a quarter above the second.",
    "随规模增长的数据中，每格为中位数；括号内两数分别为下四分位数和上四分位数。",
  ),
};

/** Between the README's marks. */
export function readmeSection(measured: Measured, language: Language): string {
  const say = (text: Text) => text[language];
  const heads = ["", ...PROGRAMS, say(WORDS.floor)];
  const lines = KEY.flatMap(({ figure, size, own, title }) => {
    const result = measured.results.find(({ name }) => name === figure);
    if (!result) return [];
    return [
      [
        `${say(title)}${say(both(" (", "（"))}${result.unit}${say(both(")", "）"))}`,
        ...keyCells(result, size, own),
      ],
    ];
  });
  return [
    say(WORDS.medians),
    "",
    ...grid([heads, ...lines]),
    "",
    picture("bench/results", "run", measured, language),
    "",
    picture("bench/results", "at-once", measured, language),
    "",
    say(WORDS.measured(measured)),
    "",
    say(WORDS.more),
  ].join("\n");
}

function keyCells({ rows }: Result, size?: number, own: string = OWN): string[] {
  const asked = rows.filter((row) => row.size === size);
  const of = (program: string): Row | undefined =>
    asked.find(({ subject }) => subject === (program === OWN ? own : program)) ??
    asked.find(({ subject }) => subject.split(/[ :]/)[0] === program);
  const floor = FLOORS.flatMap((name) => of(name) ?? [])[0];
  const cells = PROGRAMS.map((program) => of(program)?.summary.median);
  return [
    ...cells.map((median) => (median === undefined ? "" : show(median))),
    floor ? `${show(floor.summary.median)} (${floor.subject})` : "",
  ];
}

function picture(folder: string, name: string, measured: Measured, language: Language): string {
  const result = measured.results.find((one) => one.name === name);
  if (!result) return "";
  const alt = `${result.title[language]} (${result.unit})`;
  return `<p align="center"><img src="${folder}/${name}.svg" alt="${alt}" width="720"></p>`;
}

/** docs/measured.md */
export function measuredPage(measured: Measured, language: Language): string {
  const say = (text: Text) => text[language];
  const sections = measured.results.flatMap((result) => [
    `## ${say(result.title)} (${result.unit})`,
    "",
    picture("../bench/results", result.name, measured, language),
    "",
    ...table(result, language),
    "",
  ]);
  return [
    `# ${say(WORDS.title)}`,
    "",
    say(WORDS.other),
    "",
    say(WORDS.measured(measured)),
    "",
    `${say(WORDS.medians)} ${say(WORDS.spread)}`,
    "",
    `## ${say(WORDS.goals)}`,
    "",
    ...goals(measured, language),
    "",
    say(WORDS.why),
    "",
    ...sections,
  ]
    .join("\n")
    .replace(/\n+$/, "\n");
}

function goals({ results }: Measured, language: Language): string[] {
  const lines = results.flatMap(({ title, unit, goals }) =>
    goals.map((goal) => [
      title[language],
      goal.of,
      demand(goal, unit, language),
      goal.than === undefined ? `${show(goal.measured)} ${unit}` : `${show(goal.measured)} ×`,
      WORDS[goal.met ? "met" : "missed"][language],
    ]),
  );
  return grid([WORDS.heads[language].split("|"), ...lines]);
}
