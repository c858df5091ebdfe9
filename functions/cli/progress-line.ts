import ora from 'ora';
import type { Progress } from '#ports/progress.ts';

/** A line on the terminal that says what is being looked at; nothing at all where nobody watches. */
export function makeProgressLine(isWatched: boolean): Progress & { stop(): void } {
  if (!isWatched) return { report: () => undefined, stop: () => undefined };
  const spinner = ora({ text: 'asking AWS who we are', stream: process.stderr }).start();
  const counts = { targets: 0, ended: 0, clusters: 0, read: 0 };
  return {
    report(step) {
      if (step.step === 'target-started') counts.targets += 1;
      if (step.step === 'target-ended') counts.ended += 1;
      if (step.step === 'clusters-listed') counts.clusters += step.clusters;
      if (step.step === 'cluster-read') counts.read += 1;
      const { account, region } = step.target;
      spinner.text = `${counts.ended} of ${counts.targets} regions, ${counts.read} of ${counts.clusters} clusters · ${account} ${region}`;
    },
    stop: () => void spinner.stop(),
  };
}
