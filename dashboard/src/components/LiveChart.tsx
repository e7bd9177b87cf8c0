import { Card, Group, Text, useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import type { TelemetryPoint } from '../api/client';
import { columns, type Pick } from '../utils/series';

export interface Line {
  label: string;
  color: string;
  pick: Pick;
  /** For what does not happen every second. */
  dots?: boolean;
}

interface Props {
  title: string;
  points: TelemetryPoint[];
  lines: Line[];
  format: (value: number) => string;
  /** A line that should not be crossed. */
  target?: number;
  height?: number;
}

const clock = (seconds: number) =>
  new Date(seconds * 1000).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false });

/** Lines over the last minutes; gaps stay gaps. */
export function LiveChart({ title, points, lines, format, target, height = 170 }: Props) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const scheme = useComputedColorScheme('dark');
  const newest = points.at(-1);
  const shown = lines.map((line) => line.label).join();

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const grid = { stroke: scheme === 'dark' ? '#ffffff12' : '#00000012', width: 1 };
    const axis = { stroke: scheme === 'dark' ? '#a3a8c2' : '#5a5f7a', grid, ticks: { show: false }, font: '11px system-ui' };
    const plot = new uPlot(
      {
        width: element.clientWidth,
        height,
        cursor: { points: { size: 6 }, y: false },
        legend: { show: false },
        scales: {
          y: { range: (_, low, high) => [Math.min(0, low ?? 0), Math.max(high ?? 0, target ?? 0) * 1.15 || 1] },
        },
        axes: [
          { ...axis, space: 80, size: 26, values: (_, ticks) => ticks.map(clock) },
          { ...axis, size: 62, space: 34, values: (_, ticks) => ticks.map(format) },
        ],
        series: [
          {},
          ...lines.map((line) => ({
            label: line.label,
            stroke: line.color,
            width: 1.75,
            fill: lines.length === 1 ? `${line.color}22` : undefined,
            points: { show: line.dots ?? false, size: 5 },
          })),
        ],
        hooks: {
          draw: [
            (drawn) => {
              if (target === undefined) return;
              const y = drawn.valToPos(target, 'y', true);
              const { ctx, bbox } = drawn;
              ctx.save();
              ctx.strokeStyle = '#ff6b6b99';
              ctx.setLineDash([6, 6]);
              ctx.beginPath();
              ctx.moveTo(bbox.left, y);
              ctx.lineTo(bbox.left + bbox.width, y);
              ctx.stroke();
              ctx.restore();
            },
          ],
        },
      },
      columns([], lines.map((line) => line.pick)) as uPlot.AlignedData,
      element,
    );
    chart.current = plot;
    const resize = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height }));
    resize.observe(element);
    return () => {
      resize.disconnect();
      plot.destroy();
      chart.current = null;
    };
    // The lines' labels stand for the lines: functions are new at every render.
  }, [scheme, height, target, shown]);

  useEffect(() => {
    chart.current?.setData(columns(points, lines.map((line) => line.pick)) as uPlot.AlignedData);
  });

  const values = lines.map((line) => ({ ...line, value: newest ? line.pick(newest) : undefined }));
  const spoken = values.map((line) => `${line.label} ${line.value == null ? 'unknown' : format(line.value)}`).join(', ');
  return (
    <Card p="md">
      <Group justify="space-between" mb={6} gap="xs">
        <Text fw={600} size="sm">
          {title}
        </Text>
        <Group gap="md">
          {values.map((line) => (
            <Group key={line.label} gap={6} wrap="nowrap">
              <span style={{ width: 10, height: 3, borderRadius: 2, background: line.color }} />
              <Text size="xs" c="dimmed">
                {line.label}
              </Text>
              <Text size="xs" fw={600} ff="monospace">
                {line.value == null ? '–' : format(line.value)}
              </Text>
            </Group>
          ))}
        </Group>
      </Group>
      <div ref={host} role="img" aria-label={`${title}: ${spoken}`} style={{ height }} />
    </Card>
  );
}
