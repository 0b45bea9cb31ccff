/** 6.3 to 6.5: a container of the new image sees what the committed one saw. */
import { both, goal, type Trial, verbatim } from "../../../checks/src/harness/index.ts";
import { changedBy, committed, discard, nest, savedImage, seenIn } from "./containers.ts";

goal("6.3", async (t) => {
  await nest(t);
  await changedBy(t, "jay", "echo more >> /etc/motd; mkdir /opt/new; echo new > /opt/new/file");
  await committed(t, "jay", "jay:1");
  await discard(t, "jay"); // an image does not need the container that it was made of
  const { ended, lines } = await seenIn(
    t,
    "jay:1",
    "ls /etc/group || echo '/etc/group is gone'; cat /opt/new/file /etc/motd",
  );
  const seen = lines.join(", ");
  const cause = () => {
    if (seen.includes("gone")) return "image-hidden";
    return lines.includes("new") ? "changed-lost" : "added-lost";
  };
  ended.expect(seen === "/etc/group, new, image, more", {
    diagnosis: cause(),
    expected: both(
      "the image's /etc/group, the added /opt/new/file, the changed /etc/motd",
      "镜像的 /etc/group、新增的 /opt/new/file、改动过的 /etc/motd",
    ),
    observed: verbatim(seen || "-"),
  });
});

goal("6.4", async (t) => {
  await nest(t);
  await changedBy(t, "kite", "rm /srv/gone /var/deep/er/gone; rm -r /srv/whole");
  await committed(t, "kite", "kite:1");
  const { ended, lines } = await seenIn(t, "kite:1", "cd /; ls -A srv var/deep/er | grep .");
  const seen = lines.join(" ");
  const right = "srv: stays var/deep/er: stays";
  if (seen === right) return;
  ended.expect(false, {
    diagnosis: await whyItIsThere(t, lines),
    expected: both(
      "/srv/gone, /srv/whole and /var/deep/er/gone are not there, all else is",
      "/srv/gone、/srv/whole 和 /var/deep/er/gone 不存在，其余都在",
    ),
    observed: verbatim(seen),
  });
});

/** What the layer says of the deleted files. */
async function whyItIsThere(t: Trial, lines: readonly string[]): Promise<string> {
  if (!lines.includes("stays")) return "too-much-deleted";
  const { layers } = await savedImage(t, "kite:1");
  const names = layers.at(-1)?.names ?? [];
  if (names.includes("srv/gone")) return "empty-instead";
  return names.some((name) => name.includes(".wh.")) ? "whiteout-misplaced" : "no-whiteout";
}

goal("6.5", async (t) => {
  await nest(t);
  await changedBy(t, "finch", "rm -r /srv/whole; mkdir /srv/whole; echo own > /srv/whole/new");
  await committed(t, "finch", "finch:1");
  const { ended, lines } = await seenIn(t, "finch:1", "cd /srv; ls -d *; ls -A whole");
  const seen = lines.join(" ");
  const cause = () => {
    if (lines.includes("file")) return "shows-through";
    return lines.includes("stays") ? "own-part-lost" : "hides-too-much";
  };
  ended.expect(seen === "gone stays whole new", {
    diagnosis: cause(),
    expected: both(
      "/srv/whole has only the new file; gone and stays are still beside it",
      "/srv/whole 中只有新文件；旁边的 gone 和 stays 仍在",
    ),
    observed: verbatim(`/srv, /srv/whole: ${seen}`),
  });
});
