import type { TelemetryPoint } from '../api/client';

/** Columns for a chart: times in seconds, then one column per line. A second that was not measured is a gap. */
export type Columns = [number[], ...(number | null)[][]];

export type Pick = (point: TelemetryPoint) => number | undefined | null;

/** Builds the columns; where points are missing a null breaks the line. */
export function columns(points: TelemetryPoint[], picks: Pick[]): Columns {
  const result: Columns = [[], ...picks.map(() => [])];
  let last = 0;
  for (const point of points) {
    const at = Date.parse(point.start) / 1000;
    if (last && at - last > 1.5 * point.seconds) {
      result[0].push(last + point.seconds);
      for (let line = 1; line < result.length; line++) (result[line] as (number | null)[]).push(null);
    }
    result[0].push(at);
    picks.forEach((pick, line) => (result[line + 1] as (number | null)[]).push(pick(point) ?? null));
    last = at;
  }
  return result;
}

/** How much was counted in a second. */
export const perSecond =
  (name: string): Pick =>
  (point) => {
    const value = point.counts[name];
    return value === undefined ? undefined : value / point.seconds;
  };

/** A gauge's mean. */
export const gauge =
  (name: string): Pick =>
  (point) =>
    point.gauges[name]?.mean;

/** A percentile, in the histogram's unit. */
export const percentile =
  (name: string, which: 'p50' | 'p95' | 'p99' | 'max'): Pick =>
  (point) =>
    point.percentiles[name]?.[which];
