import { Alert, Anchor, Badge, Breadcrumbs, Button, Card, Group, SimpleGrid, Stack, Table, Tabs, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconDoorExit, IconDoorEnter, IconPlayerStop, IconTrash, IconPlugConnectedX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api, unwrap } from '../api/client';
import { LiveChart } from '../components/LiveChart';
import { ReasonDialog } from '../components/ReasonDialog';
import { StateBadge } from '../components/StateBadge';
import { Failed, Loading } from '../components/States';
import { useNow } from '../hooks/useNow';
import { useTelemetry } from '../hooks/useServers';
import { useMay } from '../stores/auth';
import { ago, bytes, duration, short } from '../utils/format';
import { gauge, percentile, perSecond } from '../utils/series';

const violet = '#9775fa';
const cyan = '#3bc9db';
const amber = '#fcc419';
const red = '#ff6b6b';
const green = '#51cf66';

const deeds = {
  drain: { title: 'Drain', action: 'Drain', command: 'drain', arguments: { on: true }, text: 'Nobody new comes in; whoever plays goes on.' },
  open: { title: 'Open again', action: 'Open', command: 'drain', arguments: { on: false }, text: 'Players may come in again.' },
  stop: { title: 'Stop the server', action: 'Stop', command: 'stop', arguments: {}, text: 'Everybody who plays is disconnected, the process ends.' },
} as const;
type Deed = keyof typeof deeds;

/** What the server measures, in groups. */
function Charts({ server }: { server: string }) {
  const { points, isPending, error } = useTelemetry(server);
  if (isPending) return <Loading />;
  if (error) return <Failed error={error} />;
  const ms = (value: number) => duration(value);
  const each = (value: number) => `${short(value)}/s`;
  return (
    <Tabs defaultValue="tick" keepMounted={false} variant="pills" radius="xl">
      <Tabs.List mb="md" aria-label="Metric groups">
        <Tabs.Tab value="tick">Tick</Tabs.Tab>
        <Tabs.Tab value="players">Players</Tabs.Tab>
        <Tabs.Tab value="network">Network</Tabs.Tab>
        <Tabs.Tab value="machine">Machine</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="tick">
        <SimpleGrid cols={{ base: 1, lg: 2 }}>
          <LiveChart
            title="Work per tick"
            points={points}
            format={ms}
            target={12e6}
            lines={[
              { label: 'p50', color: cyan, pick: percentile('tos_tick_work_seconds', 'p50') },
              { label: 'p95', color: violet, pick: percentile('tos_tick_work_seconds', 'p95') },
              { label: 'p99', color: amber, pick: percentile('tos_tick_work_seconds', 'p99') },
            ]}
          />
          <LiveChart
            title="Tick rate"
            points={points}
            format={(value) => `${value.toFixed(0)} Hz`}
            target={60}
            lines={[{ label: 'ticks', color: green, pick: perSecond('tos_ticks_total') }]}
          />
          <LiveChart
            title="Late ticks"
            points={points}
            format={each}
            lines={[
              { label: 'overran', color: amber, pick: perSecond('tos_tick_overruns_total') },
              { label: 'skipped', color: red, pick: perSecond('tos_ticks_skipped_total') },
            ]}
          />
          <LiveChart
            title="Garbage collection pauses"
            points={points}
            format={ms}
            lines={[{ label: 'longest', color: violet, pick: percentile('tos_gc_pause_seconds', 'max'), dots: true }]}
          />
        </SimpleGrid>
      </Tabs.Panel>
      <Tabs.Panel value="players">
        <SimpleGrid cols={{ base: 1, lg: 2 }}>
          <LiveChart
            title="Players"
            points={points}
            format={short}
            lines={[
              { label: 'playing', color: cyan, pick: gauge('tos_sessions_admitted') },
              { label: 'waiting', color: amber, pick: gauge('tos_sessions_waiting') },
            ]}
          />
          <LiveChart
            title="Round trip"
            points={points}
            format={ms}
            lines={[
              { label: 'p50', color: cyan, pick: percentile('tos_round_trip_seconds', 'p50') },
              { label: 'p95', color: violet, pick: percentile('tos_round_trip_seconds', 'p95') },
              { label: 'p99', color: amber, pick: percentile('tos_round_trip_seconds', 'p99') },
            ]}
          />
          <LiveChart
            title="Coming and going"
            points={points}
            format={each}
            lines={[
              { label: 'came', color: green, pick: perSecond('tos_sessions_opened_total') },
              { label: 'went', color: red, pick: perSecond('tos_sessions_closed_total') },
            ]}
          />
          <LiveChart
            title="Packets lost"
            points={points}
            format={each}
            lines={[{ label: 'lost', color: red, pick: perSecond('tos_packets_lost_total') }]}
          />
        </SimpleGrid>
      </Tabs.Panel>
      <Tabs.Panel value="network">
        <SimpleGrid cols={{ base: 1, lg: 2 }}>
          <LiveChart
            title="Datagrams"
            points={points}
            format={each}
            lines={[
              { label: 'in', color: cyan, pick: perSecond('tos_datagrams_in_total') },
              { label: 'out', color: violet, pick: perSecond('tos_datagrams_out_total') },
            ]}
          />
          <LiveChart
            title="Bytes"
            points={points}
            format={(value) => `${bytes(value)}/s`}
            lines={[
              { label: 'in', color: cyan, pick: perSecond('tos_bytes_in_total') },
              { label: 'out', color: violet, pick: perSecond('tos_bytes_out_total') },
            ]}
          />
          <LiveChart
            title="Dropped"
            points={points}
            format={each}
            lines={[
              { label: 'by the kernel', color: red, pick: perSecond('tos_kernel_drops_total') },
              { label: 'no slab', color: amber, pick: perSecond('tos_inbound_no_slab_total') },
            ]}
          />
          <LiveChart
            title="System calls"
            points={points}
            format={each}
            lines={[{ label: 'calls', color: violet, pick: perSecond('tos_system_calls_total') }]}
          />
        </SimpleGrid>
      </Tabs.Panel>
      <Tabs.Panel value="machine">
        <SimpleGrid cols={{ base: 1, lg: 2 }}>
          <LiveChart
            title="Heap"
            points={points}
            format={bytes}
            lines={[{ label: 'used', color: violet, pick: gauge('tos_heap_used_bytes') }]}
          />
          <LiveChart
            title="Process memory"
            points={points}
            format={bytes}
            lines={[{ label: 'resident', color: cyan, pick: gauge('tos_process_resident_bytes') }]}
          />
          <LiveChart
            title="Store waits"
            points={points}
            format={ms}
            lines={[{ label: 'p99', color: amber, pick: percentile('tos_store_wait_seconds', 'p99') }]}
          />
          <LiveChart
            title="Database"
            points={points}
            format={bytes}
            lines={[{ label: 'file', color: green, pick: gauge('tos_store_database_bytes') }]}
          />
        </SimpleGrid>
      </Tabs.Panel>
    </Tabs>
  );
}

const commandColors: Record<string, string> = { done: 'teal', refused: 'red', sent: 'blue', waiting: 'gray', lapsed: 'gray' };

function Commands({ server }: { server: string }) {
  const now = useNow(5_000);
  const commands = useQuery({
    queryKey: ['servers', server, 'commands'],
    queryFn: ({ signal }) =>
      unwrap(api.GET('/api/v1/servers/{server}/commands', { params: { path: { server } }, signal })),
  });
  if (!commands.data?.items.length) return null;
  return (
    <Card>
      <Title order={2} size="h4" mb="sm">
        Commands
      </Title>
      <Table.ScrollContainer minWidth={500}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Command</Table.Th>
              <Table.Th>By</Table.Th>
              <Table.Th>When</Table.Th>
              <Table.Th>State</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {commands.data.items.slice(0, 8).map((command) => (
              <Table.Tr key={command.id}>
                <Table.Td>
                  <Text size="sm" ff="monospace">
                    {command.command} {JSON.stringify(command.arguments)}
                  </Text>
                </Table.Td>
                <Table.Td>{command.askedBy}</Table.Td>
                <Table.Td>{ago(command.askedAt, now)}</Table.Td>
                <Table.Td>
                  <Badge color={commandColors[command.state] ?? 'gray'} variant="light">
                    {command.state}
                  </Badge>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Card>
  );
}

/** One server: how it is, what it measures, what it shall do. */
export function ServerPage() {
  const { id = '' } = useParams();
  const now = useNow(1_000);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const mayOperate = useMay('servers:operate');
  const mayRemove = useMay('servers:enrol');
  const [deed, setDeed] = useState<Deed | null>(null);
  const [removing, setRemoving] = useState(false);
  const path = { server: id };
  const server = useQuery({
    queryKey: ['servers', id],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/servers/{server}', { params: { path }, signal })),
    refetchInterval: 5_000,
  });
  const send = useMutation({
    mutationFn: ({ wanted, reason }: { wanted: Deed; reason: string }) =>
      unwrap(
        api.POST('/api/v1/servers/{server}/commands', {
          params: { path },
          body: { command: deeds[wanted].command, arguments: deeds[wanted].arguments, reason },
        }),
      ),
    onSuccess: (_, { wanted }) => notifications.show({ message: `${deeds[wanted].title}: sent to the server` }),
    onError: (error) => notifications.show({ color: 'red', title: 'Not sent', message: error.message }),
    onSettled: () => {
      setDeed(null);
      void queries.invalidateQueries({ queryKey: ['servers', id] });
    },
  });
  const remove = useMutation({
    mutationFn: (reason: string) =>
      unwrap(api.POST('/api/v1/servers/{server}/removal', { params: { path }, body: { reason } })),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: ['servers'] });
      void navigate('/servers');
    },
    onError: (error) => notifications.show({ color: 'red', title: 'Not removed', message: error.message }),
  });
  if (server.isPending) return <Loading />;
  if (server.error) return <Failed error={server.error} retry={() => void server.refetch()} />;
  const view = server.data;
  const answers = (command: string) => view.state === 'online' && view.commands.includes(command);

  return (
    <Stack gap="lg">
      <Breadcrumbs>
        <Anchor component={Link} to="/servers">
          Servers
        </Anchor>
        <Text>{view.name}</Text>
      </Breadcrumbs>
      <Group justify="space-between">
        <Group gap="md">
          <Title order={1} size="h2">
            {view.name}
          </Title>
          <StateBadge state={view.state} />
          <Text c="dimmed" size="sm">
            {view.address}:{view.port} · build {view.build} · heard {ago(view.heardAt, now)}
          </Text>
        </Group>
        {mayOperate && (
          <Group gap="xs">
            <Button variant="light" leftSection={<IconDoorExit size={16} />} disabled={!answers('drain')} onClick={() => setDeed('drain')}>
              Drain
            </Button>
            <Button variant="light" leftSection={<IconDoorEnter size={16} />} disabled={!answers('drain')} onClick={() => setDeed('open')}>
              Open
            </Button>
            <Button color="red" variant="light" leftSection={<IconPlayerStop size={16} />} disabled={!answers('stop')} onClick={() => setDeed('stop')}>
              Stop
            </Button>
            {mayRemove && view.state !== 'online' && (
              <Button color="red" variant="subtle" leftSection={<IconTrash size={16} />} onClick={() => setRemoving(true)}>
                Remove
              </Button>
            )}
          </Group>
        )}
      </Group>
      {view.state === 'lost' && (
        <Alert color="red" radius="lg" icon={<IconPlugConnectedX size={20} />} title="Lost" role="alert">
          The server fell silent {ago(view.heardAt, now)} without saying that it would stop. It is online again as soon as it is heard.
        </Alert>
      )}
      <Charts server={id} />
      <Commands server={id} />
      {deed && (
        <ReasonDialog
          opened
          title={deeds[deed].title}
          action={deeds[deed].action}
          danger={deed === 'stop'}
          busy={send.isPending}
          onClose={() => setDeed(null)}
          onConfirm={(reason) => send.mutate({ wanted: deed, reason })}
        >
          <Text size="sm">{deeds[deed].text}</Text>
        </ReasonDialog>
      )}
      <ReasonDialog
        opened={removing}
        title={`Remove ${view.name}`}
        action="Remove"
        danger
        busy={remove.isPending}
        onClose={() => setRemoving(false)}
        onConfirm={(reason) => remove.mutate(reason)}
      >
        <Text size="sm">The server has to enrol again before it may come back.</Text>
      </ReasonDialog>
    </Stack>
  );
}
