/** Layers as one tree, read from outside: what overlay would show of them, with nothing mounted. */
import { dirname } from "node:path/posix";
import { lookAt, namesIn, pathIn } from "./paths.ts";
import { isOpaque, isWhiteout } from "./whiteout.ts";

/** A tree of layers. Paths are absolute in the tree; each character is a byte. */
export interface Lower {
  has(path: string): boolean;
  /** The names in a directory, in the order of their bytes; none when it is not there. */
  children(path: string): string[];
  /** The directory of the layer that a path shows from; undefined when it is not there. */
  layerOf(path: string): string | undefined;
}

/** @param layers their directories, the topmost first */
export function lowerTree(layers: readonly string[]): Lower {
  const merged = new Map<string, readonly string[]>([["/", layers]]);

  /** The layers that a directory is merged of. A link in one leads nowhere: it is no directory. */
  function directory(path: string): readonly string[] {
    const known = merged.get(path);
    if (known) return known;
    const found: string[] = [];
    for (const layer of directory(dirname(path))) {
      const stat = lookAt(layer, path);
      if (!stat) continue;
      if (!stat.isDirectory()) break; // it hides what is below, be it a whiteout or a file
      found.push(layer);
      if (isOpaque(pathIn(layer, path))) break;
    }
    merged.set(path, found);
    return found;
  }

  function layerOf(path: string): string | undefined {
    for (const layer of directory(path === "/" ? path : dirname(path))) {
      const stat = lookAt(layer, path);
      if (stat) return isWhiteout(stat) ? undefined : layer;
    }
    return undefined;
  }

  const has = (path: string) => layerOf(path) !== undefined;
  const join = (path: string, name: string) => `${path === "/" ? "" : path}/${name}`;
  return {
    has,
    layerOf,
    children: (path) => {
      const names = new Set(directory(path).flatMap((layer) => namesIn(layer, path)));
      return [...names].filter((name) => has(join(path, name))).sort();
    },
  };
}
