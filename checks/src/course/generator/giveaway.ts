/**
 * Refuses helpers that would give an answer away: a function that only the bodies of tasks use, be
 * it through other such helpers, would lie in the learner's copy with nobody to use it. It belongs
 * into the function that needs it, or is a task of its own. kernel/ is the learner's tool box: what
 * is in there may well be for answers only.
 */

import type { Syntax } from "./syntax.ts";
import { CourseError, courseError, functionOf, type Task } from "./tags.ts";
import ts from "./typescript.cjs";

/** Who uses a helper: a function, or "open" for any other code. */
type User = ts.Node | "open";

/** @throws CourseError that names all such helpers */
export function refuseGiveaways(syntax: Syntax, tasks: readonly Task[]): void {
  const tagged = new Set<ts.Node>(tasks.map(({ node }) => node));
  const helpers = findHelpers(syntax, tagged);
  const users = findUsers(syntax, new Set([...tagged, ...helpers.keys()]));
  const hidden = onlyUsedBy(tagged, new Set(helpers.keys()), users);
  const problems = [...hidden].map((node) => {
    const what = "is used by tasks only: nest it in one, or give it a @lesson of its own";
    const message = `${helpers.get(node)} ${what}`;
    return courseError(node.getSourceFile(), node.getStart(), message).message;
  });
  if (problems.length > 0) throw new CourseError(problems.join("\n"));
}

function findHelpers({ files }: Syntax, tagged: ReadonlySet<ts.Node>): Map<ts.Node, string> {
  const helpers = new Map<ts.Node, string>();
  for (const [path, { statements }] of files) {
    if (path.startsWith("kernel/")) continue;
    for (const statement of statements) {
      const found = functionOf(statement);
      if (found && !tagged.has(found.node)) helpers.set(found.node, found.name);
    }
  }
  return helpers;
}

/** For each of some functions, who names it outside of itself. */
function findUsers(syntax: Syntax, functions: ReadonlySet<ts.Node>): Map<ts.Node, Set<User>> {
  const users = new Map<ts.Node, Set<User>>();
  const visit = (node: ts.Node, user: User): void => {
    if (ts.isImportDeclaration(node)) return;
    const within = functions.has(node) ? node : user;
    const meant = ts.isIdentifier(node) ? functionMeant(node, syntax) : undefined;
    if (meant && meant !== within && functions.has(meant) && !isItsName(node, meant)) {
      users.set(meant, (users.get(meant) ?? new Set<User>()).add(within));
    }
    ts.forEachChild(node, (child) => visit(child, within));
  };
  for (const file of syntax.files.values()) visit(file, "open");
  return users;
}

/** The function that a name stands for, be it declared as a function or as a constant. */
function functionMeant(name: ts.Identifier, { meaning }: Syntax): ts.Node | undefined {
  const declaration = meaning(name)?.valueDeclaration;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return declaration;
  return declaration.initializer;
}

/** `const name = …`: a declaration is no use. */
const isItsName = (node: ts.Node, meant: ts.Node) =>
  node.parent === meant || (ts.isVariableDeclaration(node.parent) && node.parent.name === node);

/** Takes away whatever is used by something else, until nothing changes. */
function onlyUsedBy(
  tagged: ReadonlySet<ts.Node>,
  helpers: ReadonlySet<ts.Node>,
  users: ReadonlyMap<ts.Node, ReadonlySet<User>>,
): ReadonlySet<ts.Node> {
  const stay = new Set(
    [...helpers].filter((helper) => {
      const by = [...(users.get(helper) ?? [])];
      return by.length > 0 && by.every((u) => u !== "open" && (tagged.has(u) || helpers.has(u)));
    }),
  );
  return stay.size === helpers.size ? stay : onlyUsedBy(tagged, stay, users);
}
