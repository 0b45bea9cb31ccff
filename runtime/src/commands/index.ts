/** The commands: what each is for, and where it is. A command's code is loaded when it is called. */

/** A command's module: takes its arguments, returns the exit code. */
export interface CommandModule {
  main(argv: readonly string[]): Promise<number>;
}

/** A command as it is listed; those without a summary are mydocker's own, and are not. */
export interface Listed {
  readonly summary?: string;
  load(): Promise<CommandModule>;
}

/** By name, in the order in which `mydocker --help` lists them. */
export const commands: Readonly<Record<string, Listed>> = {
  run: { summary: "Run a command in a new container", load: () => import("./run.ts") },
  exec: { summary: "Run a command in a container that runs", load: () => import("./exec.ts") },
  cp: {
    summary: "Copy files between a container and the machine",
    load: () => import("./cp.ts"),
  },
  top: { summary: "Show the processes of a container", load: () => import("./top.ts") },
  stats: { summary: "Show what containers use, live", load: () => import("./stats.ts") },
  update: { summary: "Change limits of containers", load: () => import("./update.ts") },
  rename: { summary: "Give a container another name", load: () => import("./rename.ts") },
  create: { summary: "Make a container, to be started later", load: () => import("./create.ts") },
  start: { summary: "Start containers that do not run", load: () => import("./start.ts") },
  stop: { summary: "Stop containers", load: () => import("./stop.ts") },
  restart: { summary: "Stop containers and start them", load: () => import("./restart.ts") },
  kill: { summary: "Send a signal to containers", load: () => import("./kill.ts") },
  pause: { summary: "Let containers stand still", load: () => import("./pause.ts") },
  unpause: { summary: "Let paused containers go on", load: () => import("./unpause.ts") },
  wait: { summary: "Wait until containers have ended", load: () => import("./wait.ts") },
  attach: { summary: "Connect to a container that runs", load: () => import("./attach.ts") },
  logs: { summary: "Show what a container has written", load: () => import("./logs.ts") },
  ps: { summary: "List containers", load: () => import("./ps.ts") },
  inspect: {
    summary: "Show what is known of a container or image",
    load: () => import("./inspect.ts"),
  },
  explain: {
    summary: "Draw a container: namespaces, cgroups, layers, mounts, network",
    load: () => import("./explain.ts"),
  },
  diff: { summary: "Show what a container changed", load: () => import("./diff.ts") },
  commit: { summary: "Make an image of a container's changes", load: () => import("./commit.ts") },
  export: { summary: "Write a container's files as an archive", load: () => import("./export.ts") },
  images: { summary: "List images", load: () => import("./images.ts") },
  load: { summary: "Load images from an archive", load: () => import("./load.ts") },
  save: { summary: "Save images in an archive", load: () => import("./save.ts") },
  import: { summary: "Make an image out of a root file system", load: () => import("./import.ts") },
  tag: { summary: "Give an image one more name", load: () => import("./tag.ts") },
  rmi: { summary: "Remove images", load: () => import("./rmi.ts") },
  history: { summary: "Show how an image was made", load: () => import("./history.ts") },
  image: {
    summary: "Commands for images, such as 'image prune'",
    load: () => import("./image.ts"),
  },
  pull: { summary: "Get an image from a registry", load: () => import("./pull.ts") },
  push: { summary: "Put an image into a registry", load: () => import("./push.ts") },
  rm: { summary: "Remove containers", load: () => import("./rm.ts") },
  network: {
    summary: "Commands for networks, such as 'network ls'",
    load: () => import("./network.ts"),
  },
  port: { summary: "Show where a container's ports lead from", load: () => import("./port.ts") },
  container: {
    summary: "Commands for containers, such as 'container prune'",
    load: () => import("./container.ts"),
  },
  system: {
    summary: "Commands for all that there is, such as 'system df'",
    load: () => import("./system.ts"),
  },
  info: { summary: "Show what there is, and on what", load: () => import("./info.ts") },
  events: { summary: "Show what happens, as it happens", load: () => import("./events.ts") },
  version: {
    summary: "Show the versions of mydocker and Node",
    load: () => import("./version.ts"),
  },
  volume: {
    summary: "Commands for volumes, such as 'volume ls'",
    load: () => import("./volume.ts"),
  },
  completion: {
    summary: "Complete command lines in bash or zsh",
    load: () => import("./completion.ts"),
  },
  complete: { load: () => import("./complete.ts") },
  ended: { load: () => import("./ended.ts") },
  resume: { load: () => import("./resume.ts") },
};
