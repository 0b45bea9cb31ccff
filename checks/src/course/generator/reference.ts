/** The complete mydocker as the course sees it: its tasks, and the versions that are made of it. */
import { type Changes, compose } from "./compose.ts";
import { refuseGiveaways } from "./giveaway.ts";
import { readSources, type Sources } from "./sources.ts";
import { parse } from "./syntax.ts";
import { findTasks, type Task } from "./tags.ts";

/** Sources with tasks in them. */
export interface Reference {
  readonly sources: Sources;
  /** In the order of lessons. */
  readonly tasks: readonly Task[];
  /** The sources with other bodies. */
  compose(changes: Changes): Sources;
  /**
   * The learner's copy for those who begin with a lesson: it and the later ones are neutral. Only
   * the files in which some lesson has something to write.
   */
  starter(from: number): Sources;
}

/**
 * Reads a reference.
 *
 * @throws CourseError when its tags or helpers would make a bad course
 */
export function readReference(sources: Sources = readSources()): Reference {
  const syntax = parse(sources);
  const tasks = findTasks(syntax);
  refuseGiveaways(syntax, tasks);
  const files = new Set(tasks.map(({ file }) => file));
  return {
    sources,
    tasks,
    compose: (changes) => compose(sources, syntax, tasks, changes),
    starter(from) {
      const composed = compose(sources, syntax, tasks, { neutralFrom: from });
      return new Map([...composed].filter(([file]) => files.has(file)));
    },
  };
}
