import type { TelemetryPoint } from '../api/client';
import type { Pick } from '../utils/series';

const WIDTH = 300;
const HEIGHT = 52;
const SECONDS = 120;

/** The last two minutes as one line, drawn as SVG; gaps break it. */
export function Spark({ points, pick, color, label }: { points: TelemetryPoint[]; pick: Pick; color: string; label: string }) {
  const end = points.length ? Date.parse(points.at(-1)!.start) : 0;
  const begin = end - SECONDS * 1000;
  const shown = points.filter((point) => Date.parse(point.start) >= begin);
  const top = Math.max(...shown.map((point) => pick(point) ?? 0), 1e-9) * 1.1;
  let path = '';
  let last = 0;
  for (const point of shown) {
    const at = Date.parse(point.start);
    const value = pick(point);
    if (value === undefined || value === null) continue;
    const x = ((at - begin) / (SECONDS * 1000)) * WIDTH;
    const y = HEIGHT - (value / top) * HEIGHT;
    path += `${!last || at - last > 2_500 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    last = at;
  }
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width="100%" height={HEIGHT} preserveAspectRatio="none" role="img" aria-label={label}>
      <line x1="0" x2={WIDTH} y1={HEIGHT - 1} y2={HEIGHT - 1} stroke="currentColor" opacity="0.12" />
      <path d={path} fill="none" stroke={color} strokeWidth="2" vectorEffect="non-scaling-stroke" strokeLinejoin="round" />
    </svg>
  );
}
