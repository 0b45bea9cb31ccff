/** `--format` of commands that show one thing. */
import { compileTemplate } from "./index.ts";

/** `json`, or a template. @throws UserError */
export const formatOne = (format: string, data: unknown): string =>
  format === "json" ? JSON.stringify(data) : compileTemplate(format)(data);
