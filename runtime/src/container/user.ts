/** `-u`: who that is, by the container's own /etc/passwd and /etc/group (passwd(5), group(5)). */
import type { Identity } from "../inside/identity.ts";
import { UserError } from "../kernel/errors.ts";

/** The two files' contents; empty when the root has none. */
export interface Accounts {
  readonly passwd: string;
  readonly group: string;
}

/** An identity and where its home is. */
export interface Account extends Identity {
  readonly home: string;
}

interface PasswdEntry {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

const MAX_ID = 2 ** 31 - 1; // docker's bound

/**
 * Resolves `name|uid[:group|gid]`. A number needs no entry; a name does.
 *
 * @throws UserError for a name without an entry, or a number out of range
 */
export function resolveUser(user: string, { passwd, group }: Accounts): Account {
  const [who = "", where] = user.split(":", 2);
  const entry = findUser(who, passwd);
  const gid = where === undefined ? (entry.gid ?? 0) : findGroup(where, group);
  const groups = where === undefined && entry.name ? memberships(entry.name, group) : [];
  return { uid: entry.uid, gid, groups: [...new Set([gid, ...groups])], home: entry.home ?? "/" };
}

/**
 * The same, in more groups: `--group-add`, names or numbers.
 *
 * @throws UserError for a name without an entry, or a number out of range
 */
export function withGroups(
  account: Account,
  more: readonly string[],
  { group }: Pick<Accounts, "group">,
): Account {
  if (more.length === 0) return account;
  const added = more.map((name) => findGroup(name, group));
  return { ...account, groups: [...new Set([...account.groups, ...added])] };
}

function findUser(who: string, passwd: string): Partial<PasswdEntry> & { uid: number } {
  const uid = parseId(who, "user");
  const entry = passwdEntries(passwd).find((e) =>
    uid === undefined ? e.name === who : e.uid === uid,
  );
  if (entry) return entry;
  if (uid === undefined) {
    throw new UserError(
      `user ${JSON.stringify(who)} is not in the container's /etc/passwd; a number works without an entry`,
    );
  }
  return { uid };
}

function findGroup(where: string, group: string): number {
  const gid = parseId(where, "group");
  if (gid !== undefined) return gid;
  const entry = lines(group).find(([name]) => name === where);
  const found = strictId(entry?.[2] ?? "");
  if (found === undefined) {
    throw new UserError(
      `group ${JSON.stringify(where)} is not in the container's /etc/group; a number works without an entry`,
    );
  }
  return found;
}

const memberships = (name: string, group: string): number[] =>
  lines(group)
    .filter(([, , , members = ""]) => members.split(",").includes(name))
    .map(([, , gid = ""]) => strictId(gid))
    .filter((gid) => gid !== undefined);

function passwdEntries(passwd: string): PasswdEntry[] {
  return lines(passwd).flatMap(([name = "", , uid = "", gid = "", , home = "/"]) => {
    const ids = [strictId(uid), strictId(gid)] as const;
    return ids[0] === undefined || ids[1] === undefined
      ? []
      : [{ name, uid: ids[0], gid: ids[1], home: home || "/" }];
  });
}

const lines = (text: string) => text.split("\n").map((line) => line.split(":"));

const strictId = (text: string): number | undefined => {
  const id = /^[0-9]{1,10}$/.test(text) ? Number(text) : undefined;
  return id !== undefined && id <= MAX_ID ? id : undefined;
};

/** A number in range; undefined for a name. */
function parseId(text: string, what: string): number | undefined {
  if (text === "" || /[^\w.@$-]/.test(text)) {
    throw new UserError(
      `${JSON.stringify(text)} is no ${what}: a name, or a number from 0 to ${MAX_ID}`,
    );
  }
  if (!/^[0-9]+$/.test(text)) return undefined;
  const id = strictId(text);
  if (id === undefined) throw new UserError(`${what} ${text} is out of range: 0 to ${MAX_ID}`);
  return id;
}
