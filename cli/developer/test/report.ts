import { readFileSync } from "node:fs";
import type { Result } from "./reporter";

/** The result of one file of tests, or of a share of the unit tests. */
export interface FileReport extends Result {
  readonly file: string;
  /** The number of its lab; absent for unit tests. */
  readonly lab?: number;
  readonly seconds: number;
  readonly output: string;
}

/** Processor time since the machine started, in ticks. */
export interface Ticks {
  readonly idle: number;
  readonly all: number;
}

/** Reads /proc/stat (proc_stat(5)): waiting for a disk counts as idle. */
export function ticks(stat = readFileSync("/proc/stat", "utf8")): Ticks {
  const counts = (stat.split("\n", 1)[0] ?? "").split(/ +/).slice(1, 9).map(Number);
  return { idle: (counts[3] ?? 0) + (counts[4] ?? 0), all: counts.reduce((sum, count) => sum + count, 0) };
}

/** A whole run. */
export interface RunReport {
  readonly seed: string;
  readonly seconds: number;
  /** The idle share of processor time, in percent. */
  readonly idle: number;
  readonly files: readonly FileReport[];
}

export function runReport(
  seed: string,
  files: readonly FileReport[],
  seconds: number,
  from: Ticks,
): RunReport {
  const to = ticks();
  const idle = Math.round((100 * (to.idle - from.idle)) / Math.max(1, to.all - from.all));
  return { seed, seconds: Math.round(seconds), idle, files };
}

const hasFailed = ({ failed, whole }: FileReport): boolean => failed > 0 || !whole;

/** Whether every test of every file has run and passed. */
export const isGreen = ({ files }: RunReport): boolean => !files.some(hasFailed);

const minutes = (seconds: number): string =>
  `${String(Math.floor(seconds / 60))} min ${String(Math.round(seconds) % 60).padStart(2, "0")} s`;

/** The summary of a run: the ten slowest files, the files that failed, the totals. */
export function summary(report: RunReport): string {
  const slowest = [...report.files].sort((a, b) => b.seconds - a.seconds).slice(0, 10);
  const failed = report.files.filter(hasFailed);
  const sum = (of: (file: FileReport) => number): number =>
    report.files.reduce((all, file) => all + of(file), 0);
  return [
    "The slowest files:",
    ...slowest.map(({ file, seconds }) => `${String(Math.round(seconds)).padStart(6)} s  ${file}`),
    ...failed.map(({ file, failed }) =>
      failed > 0 ? `FAILED: ${file} (${String(failed)})` : `FAILED: ${file} ended early`,
    ),
    `${String(sum(({ passed }) => passed))} passed, ${String(sum((file) => file.failed))} failed in ${minutes(report.seconds)}; ` +
      `the processor was idle for ${String(report.idle)} %; SEED=${report.seed}`,
  ].join("\n");
}

/** The run as JSON, without the output of the tests. */
export function asJson(report: RunReport): string {
  const files = report.files.map((file) => ({ ...file, output: undefined }));
  return `${JSON.stringify({ ...report, files }, undefined, 2)}\n`;
}
