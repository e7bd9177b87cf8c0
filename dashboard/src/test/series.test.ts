import { describe, expect, it } from 'vitest';
import type { TelemetryPoint } from '../api/client';
import { mergePoints, SECONDS_KEPT } from '../stores/live';
import { ago, bytes, duration } from '../utils/format';
import { columns, perSecond } from '../utils/series';

const point = (second: number, ticks = 60): TelemetryPoint => ({
  start: new Date(second * 1000).toISOString(),
  seconds: 1,
  counts: { tos_ticks_total: ticks },
  gauges: {},
  percentiles: {},
});

describe('columns', () => {
  it('breaks the line where seconds are missing', () => {
    const [times, ticks] = columns([point(1), point(2), point(5)], [perSecond('tos_ticks_total')]);
    expect(times).toEqual([1, 2, 3, 5]);
    expect(ticks).toEqual([60, 60, null, 60]);
  });

  it('has a gap where a metric is unknown', () => {
    expect(columns([point(1)], [perSecond('other')])[1]).toEqual([null]);
  });
});

describe('mergePoints', () => {
  it('orders by time and counts nothing twice', () => {
    const merged = mergePoints([point(3), point(4)], [point(2), point(4, 59)]);
    expect(merged.map((each) => Date.parse(each.start) / 1000)).toEqual([2, 3, 4]);
    expect(merged[2]!.counts.tos_ticks_total).toBe(59);
  });

  it('keeps only the newest', () => {
    let points: TelemetryPoint[] = [];
    for (let second = 0; second < SECONDS_KEPT + 50; second++) points = mergePoints(points, [point(second)]);
    expect(points).toHaveLength(SECONDS_KEPT);
    expect(Date.parse(points[0]!.start)).toBe(50_000);
  });
});

describe('format', () => {
  it('reads as people say it', () => {
    expect(duration(40_959)).toBe('41 µs');
    expect(duration(6_160_383)).toBe('6.2 ms');
    expect(duration(undefined)).toBe('–');
    expect(bytes(1536)).toBe('1.5 KiB');
    expect(ago(new Date(0).toISOString(), 125_000)).toBe('2 min ago');
  });
});
