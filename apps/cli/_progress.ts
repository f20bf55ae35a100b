// Progress on standard error: a bar on a terminal, plain lines elsewhere.
import type { LoadProgress } from "@sluice/data";
import type { EpochRow } from "@sluice/runs/run_record";
import type { TrainProgress } from "@sluice/train";
import cliProgress from "cli-progress";
import process from "node:process";
import { formatCount } from "../command_line/format_count.ts";
import { formatDuration } from "../command_line/format_duration.ts";
import { formatPercent } from "../command_line/format_percent.ts";
import { describeDevice } from "./_describe_device.ts";
import { describeMetrics } from "./_describe_metrics.ts";
import { printError } from "../command_line/print.ts";

// Without a terminal, this often at most, so that a log stays short.
const LINE_SECONDS = 10;

/** Shows how far something is. */
export class Progress {
  readonly #quiet: boolean;
  readonly #terminal: boolean;
  #bar: cliProgress.SingleBar | undefined;
  #title = "";
  #labels = 2;
  #lastLine = performance.now();

  /** @param quiet Shows nothing. */
  constructor(quiet: boolean) {
    this.#quiet = quiet;
    this.#terminal = Deno.stderr.isTerminal();
  }

  /** Prints a line, above the bar where there is one. */
  line(text: string): void {
    this.stop();
    if (!this.#quiet) printError(text);
  }

  /** Takes the bar away. */
  stop(): void {
    this.#bar?.stop();
    this.#bar = undefined;
    this.#title = "";
  }

  /** Shows that `done` of `total` is done, and a note. */
  show(title: string, done: number, total: number, note: string): void {
    if (this.#quiet) return;
    if (!this.#terminal) {
      if (performance.now() - this.#lastLine < LINE_SECONDS * 1000) return;
      this.#lastLine = performance.now();
      const share = total > 0 ? ` ${formatPercent(done / total, 0)}` : "";
      printError(`${title}${share}${note === "" ? "" : `  ${note}`}`);
      return;
    }
    if (this.#bar === undefined || this.#title !== title) {
      this.stop();
      this.#title = title;
      this.#bar = new cliProgress.SingleBar({
        stream: process.stderr,
        format: "{title} {bar} {percentage} %  {note}",
        barsize: 24,
        clearOnComplete: true,
        hideCursor: null,
        linewrap: null,
        barCompleteChar: "█",
        barIncompleteChar: "░",
      });
      this.#bar.start(Math.max(total, 1), done, { title, note });
    } else {
      this.#bar.update(Math.min(done, total), { title, note });
    }
  }

  /** Shows how far the loading of the data is. */
  loading({ phase, done, total }: LoadProgress): void {
    const title = phase === "download" ? "downloading" : "reading";
    const unit = (value: number) => `${(value / 2 ** 20).toFixed(0)} MiB`;
    const note = phase === "download"
      ? unit(done) + (total === undefined ? "" : ` of ${unit(total)}`)
      : "";
    this.show(title, done, total ?? 0, note);
  }

  /** Shows how far training is. */
  training(progress: TrainProgress): void {
    switch (progress.phase) {
      case "tokenizing":
        return this.line(`learning tokens from ${formatCount(progress.examples)} texts`);
      case "start": {
        const { model, tokenizer, device, task } = progress.record;
        this.#labels = task.labels.length;
        this.line(
          `${model.architecture}, ${formatCount(model.parameterCount)} weights, ` +
            `${formatCount(tokenizer.vocabSize)} tokens; ${describeDevice(device)}`,
        );
        if (progress.notice !== undefined) this.line(`note: ${progress.notice}`);
        const { epoch, step } = progress.state;
        if (epoch > 1 || step > 0) this.line(`going on in epoch ${epoch} after step ${step}`);
        return;
      }
      case "step":
        return this.show(
          `epoch ${progress.epoch}/${progress.epochs}`,
          progress.step,
          progress.steps,
          `loss ${progress.loss.toFixed(4)}, accuracy ${formatPercent(progress.accuracy)}, ` +
            `${formatCount(Math.round(progress.tokensPerSecond))} tokens/s, ` +
            `${formatDuration(progress.secondsLeft)} left`,
        );
      case "evaluate":
        return this.show(
          `epoch ${progress.epoch}/${progress.epochs} ${progress.part}`,
          progress.done,
          progress.total,
          "",
        );
      case "epoch":
        return this.line(describeRow(progress.row, progress.epochs, this.#labels));
    }
  }
}

/** One line on an epoch. */
function describeRow(row: EpochRow, epochs: number, labels: number): string {
  const number = String(row.epoch).padStart(String(epochs).length);
  const parts = [
    `epoch ${number}/${epochs}`,
    `train ${describeMetrics(row.train, labels)}`,
    ...(row.validation ? [`validation ${describeMetrics(row.validation, labels)}`] : []),
    `test ${describeMetrics(row.test, labels)}`,
    `${formatCount(Math.round(row.tokensPerSecond))} tokens/s, ` +
    formatDuration(row.trainSeconds + row.testSeconds + (row.validationSeconds ?? 0)),
  ];
  return parts.join("  ");
}
