/**
 * Commits on a disk that is too small, in the directory that is given, and prints what came of it:
 * exit code, standard error, whether the images are as before, the exit code when there is room.
 */
import { storeIn } from "./store.ts";

const [, , directory = ""] = process.argv;
const store = storeIn(directory);
store.run("--name", "bird", "busybox", "sh", "-c", "head -c 8000000 /dev/zero > /large");
store.run("--name", "owl", "busybox", "sh", "-c", "echo small > /small");
const before = store.images();
const { status, err } = store.try("commit", "bird", "large");
const same = store.images() === before;
const later = store.try("commit", "owl", "small").status;
process.stdout.write(JSON.stringify([status, err, same, later]));
