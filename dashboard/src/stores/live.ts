import { create } from 'zustand';
import type { TelemetryPoint } from '../api/client';

/** How many seconds of each server are kept. */
export const SECONDS_KEPT = 300;

export type Connection = 'connecting' | 'live' | 'stale';

interface Live {
  connection: Connection;
  points: Record<string, TelemetryPoint[]>;
  setConnection: (connection: Connection) => void;
  /** Adds points in order of time; one that is there already is replaced. */
  addPoints: (server: string, points: TelemetryPoint[]) => void;
  clear: () => void;
}

/** Merges by start, sorts, keeps the newest. */
export function mergePoints(old: TelemetryPoint[], fresh: TelemetryPoint[]): TelemetryPoint[] {
  const last = old.at(-1);
  if (fresh.length === 1 && last && fresh[0]!.start > last.start) {
    return [...old.slice(-(SECONDS_KEPT - 1)), fresh[0]!];
  }
  const byStart = new Map(old.map((point) => [point.start, point]));
  for (const point of fresh) byStart.set(point.start, point);
  return [...byStart.values()].sort((a, b) => (a.start < b.start ? -1 : 1)).slice(-SECONDS_KEPT);
}

/** What the stream told, and whether it still tells. */
export const useLive = create<Live>((set) => ({
  connection: 'connecting',
  points: {},
  setConnection: (connection) => set({ connection }),
  addPoints: (server, fresh) =>
    set((live) => ({ points: { ...live.points, [server]: mergePoints(live.points[server] ?? [], fresh) } })),
  clear: () => set({ points: {}, connection: 'connecting' }),
}));
