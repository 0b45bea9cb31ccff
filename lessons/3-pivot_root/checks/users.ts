/** 3.16: the same in a user namespace, which may make no devices. */

import { readFileSync, statSync } from "node:fs";
import { both, guard, insideOf, verbatim } from "../../../checks/src/harness/index.ts";
import { boxIn } from "./box.ts";
import { IMAGE_FILES, newRoot } from "./newroot.ts";

guard("3.16", async (t) => {
  const box = await boxIn(t, newRoot(), { options: ["--userns"] });
  for (const name of ["null", "zero", "urandom"]) {
    const node = statSync(insideOf(box.pid, `/dev/${name}`), { throwIfNoEntry: false });
    box.expect(node?.isCharacterDevice() === true, {
      diagnosis: "userns-devices",
      expected: both(`/dev/${name} is a device`, `/dev/${name} 是设备`),
      observed: verbatim(node ? "-" : "ENOENT"),
    });
  }
  const hosts = readFileSync(insideOf(box.pid, "/etc/hosts"), "utf8");
  box.expect(hosts !== IMAGE_FILES["etc/hosts"], {
    diagnosis: "etc-of-the-image",
    expected: both("its own /etc/hosts", "自己的 /etc/hosts"),
    observed: verbatim(JSON.stringify(hosts)),
  });
});
