import { Card, Group, Stack, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import type { ServerView } from '../api/client';
import { useTelemetry } from '../hooks/useServers';
import { count, duration } from '../utils/format';
import { gauge, percentile } from '../utils/series';
import { Spark } from './Spark';
import { StateBadge } from './StateBadge';

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <Stack gap={0}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Text fw={650} ff="monospace">
        {value}
      </Text>
    </Stack>
  );
}

/** A server at a glance; the whole card leads to it. */
export function ServerCard({ server }: { server: ServerView }) {
  const { points } = useTelemetry(server.id);
  const online = server.state === 'online';
  const newest = online ? points.at(-1) : undefined;
  const tick = percentile('tos_tick_work_seconds', 'p99');
  return (
    <Card
      component={Link}
      to={`/servers/${server.id}`}
      aria-label={`${server.name}, ${server.state}`}
      className="server-card"
      style={{
        borderColor: server.state === 'lost' ? 'var(--mantine-color-red-7)' : undefined,
        opacity: online ? 1 : 0.85,
      }}
    >
      <Group justify="space-between" wrap="nowrap" mb="xs">
        <div style={{ minWidth: 0 }}>
          <Title order={3} size="h4" lineClamp={1}>
            {server.name}
          </Title>
          <Text size="xs" c="dimmed" ff="monospace">
            {server.address}:{server.port}
          </Text>
        </div>
        <StateBadge state={server.state} />
      </Group>
      <Spark points={points} pick={tick} color={online ? '#9775fa' : '#868e96'} label="Tick work, 99th percentile" />
      <Group justify="space-between" mt="sm">
        <Figure label="Players" value={online ? count(server.players) : '–'} />
        <Figure label="Tick rate" value={newest ? `${gauge('tos_tick_rate_hertz')(newest)?.toFixed(1) ?? '–'} Hz` : '–'} />
        <Figure label="Tick p99" value={duration(newest && tick(newest))} />
      </Group>
    </Card>
  );
}
