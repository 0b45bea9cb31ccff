/** `--trace`: a plan as it runs, for people. */
import type { Call } from "../kernel/call.ts";
import { errnoName } from "../kernel/errno.ts";
import { format } from "../kernel/format.ts";
import type { Trace } from "../kernel/init.ts";
import { tryPrintError } from "./print.ts";

/** Prints each call when it was made, with its result and its time, on standard error. */
export const printTrace = (): Trace => (call, told) => {
  const outcome = told.errno === 0 ? result(call, told.result) : `-1 ${errnoName(told.errno)}`;
  tryPrintError(`${format(call)} = ${outcome} <${seconds(told.ns)}>`);
};

/** A kept descriptor's number is init's own affair: its name has been printed already. */
const result = (call: Call, value: bigint) => (call.keptAs === undefined ? String(value) : "kept");

const seconds = (ns: bigint) => (Number(ns) / 1e9).toFixed(6);
