import { Anchor, Card, Group, SimpleGrid, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconActivityHeartbeat, IconAlertTriangle, IconServer2, IconUsers } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { api, unwrap } from '../api/client';
import { ServerCard } from '../components/ServerCard';
import { Empty, Failed, Loading } from '../components/States';
import { useServers } from '../hooks/useServers';
import { useNow } from '../hooks/useNow';
import { useMay } from '../stores/auth';
import { useLive } from '../stores/live';
import { ago, count, duration } from '../utils/format';
import { percentile, perSecond } from '../utils/series';

function Tile({ icon, label, value, hint, color }: { icon: ReactNode; label: string; value: string; hint: string; color: string }) {
  return (
    <Card>
      <Group wrap="nowrap" align="flex-start" justify="space-between">
        <div>
          <Text size="sm" c="dimmed">
            {label}
          </Text>
          <Text fz={30} fw={700} lh={1.2}>
            {value}
          </Text>
          <Text size="xs" c="dimmed" mt={2}>
            {hint}
          </Text>
        </div>
        <ThemeIcon size={42} radius="md" variant="light" color={color}>
          {icon}
        </ThemeIcon>
      </Group>
    </Card>
  );
}

/** The last deeds, for those who may read the audit log. */
function Changes() {
  const now = useNow(10_000);
  const audit = useQuery({
    queryKey: ['audit', 'newest'],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/audit', { params: { query: { limit: '6' } }, signal })),
    refetchInterval: 30_000,
  });
  return (
    <Card>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h4">
          Latest changes
        </Title>
        <Anchor component={Link} to="/audit" size="sm">
          Audit log
        </Anchor>
      </Group>
      {audit.error ? (
        <Failed error={audit.error} />
      ) : (
        <Stack gap="xs">
          {audit.data?.items.map((entry) => (
            <Group key={entry.id} justify="space-between" wrap="nowrap">
              <Text size="sm" lineClamp={1}>
                <b>{entry.actor || 'somebody'}</b> · {entry.action}
                {entry.outcome !== 'done' && ` (${entry.outcome})`}
                {entry.reason && <Text span c="dimmed"> · {entry.reason}</Text>}
              </Text>
              <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
                {ago(entry.at, now)}
              </Text>
            </Group>
          ))}
        </Stack>
      )}
    </Card>
  );
}

/** Health at a glance. */
export function DashboardPage() {
  const servers = useServers();
  const points = useLive((live) => live.points);
  const mayAudit = useMay('audit:read');
  if (servers.isPending) return <Loading />;
  if (servers.error) return <Failed error={servers.error} retry={() => void servers.refetch()} />;

  const all = servers.data.items;
  const online = all.filter((server) => server.state === 'online');
  const lost = all.filter((server) => server.state === 'lost');
  const newest = online.map((server) => points[server.id]?.at(-1)).filter((point) => point !== undefined);
  const worst = Math.max(...newest.map((point) => percentile('tos_tick_work_seconds', 'p99')(point) ?? 0), 0);
  const packets = newest.reduce((sum, point) => sum + (perSecond('tos_datagrams_in_total')(point) ?? 0), 0);

  return (
    <Stack gap="lg">
      <Title order={1} size="h2">
        Dashboard
      </Title>
      <SimpleGrid cols={{ base: 1, xs: 2, lg: 4 }}>
        <Tile
          icon={<IconUsers size={22} />}
          color="cyan"
          label="Players online"
          value={count(online.reduce((sum, server) => sum + server.players, 0))}
          hint={`on ${online.length} server${online.length === 1 ? '' : 's'}`}
        />
        <Tile
          icon={<IconServer2 size={22} />}
          color="teal"
          label="Servers online"
          value={`${online.length} / ${all.length}`}
          hint={lost.length ? `lost: ${lost.map((server) => server.name).join(', ')}` : 'none lost'}
        />
        <Tile
          icon={<IconActivityHeartbeat size={22} />}
          color={worst > 12e6 ? 'red' : 'dusk'}
          label="Slowest tick, p99"
          value={newest.length ? duration(worst) : '–'}
          hint="work in the last second; 16.7 ms are there"
        />
        <Tile
          icon={lost.length ? <IconAlertTriangle size={22} /> : <IconActivityHeartbeat size={22} />}
          color={lost.length ? 'red' : 'dusk'}
          label="Datagrams in"
          value={newest.length ? `${count(packets)}/s` : '–'}
          hint="from all players together"
        />
      </SimpleGrid>
      {all.length === 0 ? (
        <Empty icon={<IconServer2 size={34} />} title="No game server yet">
          Get a code on the page <Anchor component={Link} to="/servers">Servers</Anchor> and start a game server with it.
        </Empty>
      ) : (
        <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }}>
          {all.map((server) => (
            <ServerCard key={server.id} server={server} />
          ))}
        </SimpleGrid>
      )}
      {mayAudit && <Changes />}
    </Stack>
  );
}
