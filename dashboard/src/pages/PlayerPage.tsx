import { Anchor, Badge, Breadcrumbs, Button, Card, Group, Select, SimpleGrid, Stack, Text, Textarea, Timeline, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconBan, IconCheck, IconPlugX } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, type Schemas, unwrap } from '../api/client';
import { ReasonDialog } from '../components/ReasonDialog';
import { Failed, Loading } from '../components/States';
import { useMay } from '../stores/auth';
import { when } from '../utils/format';

const spans = [
  { value: '1', label: 'One day' },
  { value: '7', label: 'One week' },
  { value: '30', label: 'Thirty days' },
  { value: '', label: 'For good' },
];

/** One player: characters, bans, notes, and what can be done. */
export function PlayerPage() {
  const { id = '' } = useParams();
  const queries = useQueryClient();
  const mayBan = useMay('players:ban');
  const mayKick = useMay('players:kick');
  const mayNote = useMay('players:note');
  const [asking, setAsking] = useState<'ban' | 'lift' | 'kick' | null>(null);
  const [days, setDays] = useState<string | null>('7');
  const [note, setNote] = useState('');
  const path = { id };
  const player = useQuery({
    queryKey: ['player', id],
    queryFn: ({ signal }) => unwrap(api.GET('/api/v1/players/{id}', { params: { path }, signal })),
  });
  const show = (detail: Schemas['PlayerDetail']) => {
    queries.setQueryData(['player', id], detail);
    void queries.invalidateQueries({ queryKey: ['players'] });
  };
  const fail = (error: Error) => notifications.show({ color: 'red', title: 'Not done', message: error.message });
  const act = useMutation({
    mutationFn: async (reason: string) => {
      if (asking === 'ban') {
        const until = days ? new Date(Date.now() + Number(days) * 86_400_000).toISOString() : null;
        show(await unwrap(api.POST('/api/v1/players/{id}/bans', { params: { path }, body: { reason, until } })));
      } else if (asking === 'lift') {
        show(await unwrap(api.POST('/api/v1/players/{id}/bans/lift', { params: { path }, body: { reason } })));
      } else {
        await unwrap(api.POST('/api/v1/players/{id}/kick', { params: { path }, body: { reason } }));
        notifications.show({ message: 'Kick sent to every server' });
      }
    },
    onError: fail,
    onSettled: () => setAsking(null),
  });
  const addNote = useMutation({
    mutationFn: (text: string) => unwrap(api.POST('/api/v1/players/{id}/notes', { params: { path }, body: { text } })),
    onSuccess: (detail) => {
      show(detail);
      setNote('');
    },
    onError: fail,
  });
  if (player.isPending) return <Loading />;
  if (player.error) return <Failed error={player.error} retry={() => void player.refetch()} />;
  const { player: row, characters, bans, notes } = player.data;

  return (
    <Stack gap="lg">
      <Breadcrumbs>
        <Anchor component={Link} to="/players">
          Players
        </Anchor>
        <Text>{row.name}</Text>
      </Breadcrumbs>
      <Group justify="space-between">
        <Group>
          <Title order={1} size="h2">
            {row.name}
          </Title>
          {row.banned && <Badge color="red">banned</Badge>}
        </Group>
        <Group gap="xs">
          {mayKick && (
            <Button variant="light" leftSection={<IconPlugX size={16} />} onClick={() => setAsking('kick')}>
              Kick
            </Button>
          )}
          {mayBan &&
            (row.banned ? (
              <Button variant="light" leftSection={<IconCheck size={16} />} onClick={() => setAsking('lift')}>
                Lift the ban
              </Button>
            ) : (
              <Button color="red" variant="light" leftSection={<IconBan size={16} />} onClick={() => setAsking('ban')}>
                Ban
              </Button>
            ))}
        </Group>
      </Group>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        <Card>
          <Title order={2} size="h4" mb="sm">
            Account
          </Title>
          <Text size="sm">Registered {when(row.createdAt)}</Text>
          <Text size="sm">Last login {when(row.lastLoginAt)}</Text>
          <Title order={3} size="h5" mt="lg" mb="xs">
            Characters
          </Title>
          {characters.length === 0 && <Text c="dimmed">None yet.</Text>}
          {characters.map((character) => (
            <Group key={character.id} justify="space-between">
              <Text td={character.deletedAt ? 'line-through' : undefined}>{character.name}</Text>
              <Text size="xs" c="dimmed">
                {when(character.deletedAt ?? character.createdAt)}
              </Text>
            </Group>
          ))}
          {bans.length > 0 && (
            <>
              <Title order={3} size="h5" mt="lg" mb="sm">
                Bans
              </Title>
              <Timeline bulletSize={18} lineWidth={2} color="red">
                {bans.map((ban) => (
                  <Timeline.Item key={ban.id} title={ban.reason}>
                    <Text size="xs" c="dimmed">
                      {ban.by}, {when(ban.at)} · {ban.until ? `until ${when(ban.until)}` : 'for good'}
                      {ban.liftedAt && ` · lifted ${when(ban.liftedAt)}`}
                    </Text>
                  </Timeline.Item>
                ))}
              </Timeline>
            </>
          )}
        </Card>
        <Card>
          <Title order={2} size="h4" mb="sm">
            Notes
          </Title>
          {mayNote && (
            <Stack gap="xs" mb="md">
              <Textarea
                aria-label="New note"
                placeholder="What the next one should know"
                value={note}
                onChange={(event) => setNote(event.currentTarget.value)}
                autosize
                minRows={2}
                maxLength={2000}
              />
              <Button variant="light" size="xs" disabled={!note.trim()} loading={addNote.isPending} onClick={() => addNote.mutate(note.trim())}>
                Add note
              </Button>
            </Stack>
          )}
          {notes.length === 0 && <Text c="dimmed">No notes.</Text>}
          <Stack gap="sm">
            {notes.map((entry) => (
              <div key={entry.id}>
                <Text style={{ whiteSpace: 'pre-wrap' }}>{entry.text}</Text>
                <Text size="xs" c="dimmed">
                  {entry.author}, {when(entry.at)}
                </Text>
              </div>
            ))}
          </Stack>
        </Card>
      </SimpleGrid>
      {asking && (
        <ReasonDialog
          opened
          title={{ ban: `Ban ${row.name}`, lift: `Lift the ban of ${row.name}`, kick: `Kick ${row.name}` }[asking]}
          action={{ ban: 'Ban', lift: 'Lift', kick: 'Kick' }[asking]}
          danger={asking !== 'lift'}
          busy={act.isPending}
          onClose={() => setAsking(null)}
          onConfirm={(reason) => act.mutate(reason)}
        >
          {asking === 'ban' && <Select label="For" data={spans} value={days} onChange={setDays} allowDeselect={false} />}
        </ReasonDialog>
      )}
    </Stack>
  );
}
