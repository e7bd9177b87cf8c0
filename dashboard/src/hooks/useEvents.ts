import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { renewLogin, type TelemetryPoint } from '../api/client';
import { useAuth } from '../stores/auth';
import { useLive } from '../stores/live';

/** What travels between the tabs of a browser. */
type Told = { kind: 'event'; topic: string; data: string } | { kind: 'state'; live: boolean } | { kind: 'resync' };

interface TelemetryEvent {
  body: { serverId: string; point: TelemetryPoint };
}

const TOPICS = ['servers', 'telemetry'];
const SILENCE_MAX_MS = 25_000;

/**
 * The stream of events: one for all tabs of a browser. The tab that holds the lock reads it and tells the others; when it
 * is closed, the next one takes over.
 */
export function useEvents() {
  const queries = useQueryClient();
  const account = useAuth((auth) => auth.login?.accountId);

  useEffect(() => {
    if (account === undefined) return;
    const channel = new BroadcastChannel('tos-events');
    const end = new AbortController();
    const { setConnection, addPoints } = useLive.getState();

    const take = (told: Told) => {
      if (told.kind === 'state') {
        setConnection(told.live ? 'live' : 'stale');
      } else if (told.kind === 'resync') {
        void queries.invalidateQueries();
      } else if (told.topic === 'telemetry') {
        const { serverId, point } = (JSON.parse(told.data) as TelemetryEvent).body;
        addPoints(serverId, [point]);
        setConnection('live');
      } else {
        void queries.invalidateQueries({ queryKey: ['servers'] });
      }
    };
    channel.onmessage = (message: MessageEvent<Told>) => take(message.data);
    const tell = (told: Told) => {
      take(told);
      channel.postMessage(told);
    };

    void navigator.locks
      .request('tos-events', { signal: end.signal }, () => readStream(tell, end.signal))
      .catch(() => undefined);
    return () => {
      end.abort();
      channel.close();
    };
  }, [account, queries]);
}

/** Reads until told to end; comes back after every break, a little later each time, from where it was. */
async function readStream(tell: (told: Told) => void, end: AbortSignal): Promise<void> {
  let lastId = '';
  let waitMs = 500;
  while (!end.aborted) {
    await new Promise<void>((over) => {
      const after = lastId ? `&after=${lastId}` : '';
      const source = new EventSource(`/api/v1/events?topics=${TOPICS.join(',')}${after}`);
      let watch = setTimeout(() => source.dispatchEvent(new Event('silence')), SILENCE_MAX_MS);
      const heard = (event: Event) => {
        clearTimeout(watch);
        watch = setTimeout(() => source.dispatchEvent(new Event('silence')), SILENCE_MAX_MS);
        const id = (event as MessageEvent).lastEventId;
        if (id) lastId = id;
        waitMs = 500;
      };
      const close = () => {
        clearTimeout(watch);
        source.close();
        over();
      };
      source.addEventListener('hello', (event) => {
        heard(event);
        tell({ kind: 'state', live: true });
      });
      for (const topic of TOPICS) {
        source.addEventListener(topic, (event) => {
          heard(event);
          tell({ kind: 'event', topic, data: (event as MessageEvent<string>).data });
        });
      }
      source.addEventListener('resync', () => {
        lastId = '';
        tell({ kind: 'resync' });
      });
      for (const ending of ['error', 'silence', 'logout']) source.addEventListener(ending, close);
      end.addEventListener('abort', close, { once: true });
    });
    if (end.aborted) return;
    tell({ kind: 'state', live: false });
    await new Promise((over) => setTimeout(over, waitMs * (0.75 + Math.random() / 2)));
    waitMs = Math.min(waitMs * 2, 10_000);
    await renewLogin();
  }
}
