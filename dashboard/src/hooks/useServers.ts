import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { api, unwrap } from '../api/client';
import { useLive } from '../stores/live';

/** All servers. The stream says when to ask again; every 15 s anyway. */
export function useServers() {
  return useQuery({
    queryKey: ['servers'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/servers', { signal })),
    refetchInterval: 15_000,
  });
}

/** The last minutes of a server, second by second: loaded once, then kept up by the stream. */
export function useTelemetry(server: string) {
  const points = useLive((live) => live.points[server]);
  const loaded = useQuery({
    queryKey: ['telemetry', server],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/servers/{server}/telemetry', { params: { path: { server } }, signal })),
    staleTime: Infinity,
  });
  const history = loaded.data?.points;
  useEffect(() => {
    if (history) useLive.getState().addPoints(server, history);
  }, [history, server]);
  return { points: points ?? [], isPending: loaded.isPending && !points, error: loaded.error };
}
