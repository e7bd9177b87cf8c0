const whole = new Intl.NumberFormat();
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });

/** 12,345; a dash for nothing. */
export function count(value: number | undefined | null): string {
  return value === undefined || value === null || Number.isNaN(value) ? '–' : whole.format(Math.round(value));
}

/** 12.3K */
export function short(value: number | undefined | null): string {
  return value === undefined || value === null || Number.isNaN(value) ? '–' : compact.format(value);
}

/** Nanoseconds as people read them. */
export function duration(ns: number | undefined | null): string {
  if (ns === undefined || ns === null || Number.isNaN(ns)) return '–';
  if (ns < 1e3) return `${Math.round(ns)} ns`;
  if (ns < 1e6) return `${(ns / 1e3).toFixed(ns < 1e4 ? 1 : 0)} µs`;
  if (ns < 1e9) return `${(ns / 1e6).toFixed(ns < 1e7 ? 1 : 0)} ms`;
  return `${(ns / 1e9).toFixed(1)} s`;
}

/** 1.5 MiB */
export function bytes(value: number | undefined | null): string {
  if (value === undefined || value === null || Number.isNaN(value)) return '–';
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let power = 0;
  let rest = value;
  while (rest >= 1024 && power < units.length - 1) {
    rest /= 1024;
    power++;
  }
  return `${rest.toFixed(power === 0 || rest >= 100 ? 0 : 1)} ${units[power]}`;
}

/** Date and time of this place. */
export function when(iso: string | undefined | null): string {
  return iso ? new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' }) : 'never';
}

/** How long ago, in one unit. */
export function ago(iso: string | undefined | null, nowMs: number): string {
  if (!iso) return 'never';
  const seconds = Math.max(0, Math.round((nowMs - Date.parse(iso)) / 1000));
  if (seconds < 5) return 'just now';
  if (seconds < 60) return `${seconds} s ago`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86_400)} d ago`;
}
