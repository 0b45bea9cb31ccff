// @ts-check
/** The image of the throw-away machine. */
import { realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import { runWithUs } from "../start/child.mjs";
import { ROOT } from "../start/machine.mjs";
import { cached } from "./cache.mjs";

/** @returns {Promise<string>} the directory with root.img, vmlinuz and initrd */
export function image() {
  const node = realpathSync(process.execPath);
  return cached({
    name: { en: "the image of the virtual machine", zh: "虚拟机镜像" },
    files: ["checks/vm/image.sh", "checks/vm/guest/mydocker-vm.service"],
    words: [process.version, String(statSync(node).size)],
    make: (directory) =>
      runWithUs(join(ROOT, "checks/vm/image.sh"), [directory, node], ROOT, "quiet"),
  });
}
